/**
 * "Missed this" in a browser: the rules, most of the extension's size, are loaded
 * when somebody first asks for it. In this thread: what it is given was clean before.
 */
import type { createRedactAgain as createNow, RedactAgain } from '@understudy/redact';

export const createRedactAgain: typeof createNow = (...call) => {
  let again: RedactAgain | null = null;
  return async (content) => {
    const { createRedactAgain: create } = await import('@understudy/redact');
    again ??= create(...call);
    return again(content);
  };
};
