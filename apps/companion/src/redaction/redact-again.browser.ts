/**
 * "Missed this" in a browser: the rules, most of the extension's size, are loaded
 * when somebody first asks for it. In this thread: what it is given was clean before.
 */
import type { redactAgain as redactAgainNow } from '@understudy/redact';

export const redactAgain: typeof redactAgainNow = async (...call) =>
  (await import('@understudy/redact')).redactAgain(...call);
