/**
 * One session's redactor in a worker of its own: pages' scripts are answered
 * while it works, and all that it held is gone with it. The same shape as
 * `open-redactor.ts`.
 *
 * Fails closed: a worker that broke, or that does not keep up, gives no segment
 * any more, which ends the session. What it held is lost.
 */
import type { RawEvent } from '@understudy/recording';
import { RedactError, type CleanSegment, type redactAgain as again } from '@understudy/redact';
import { CompanionError } from '../error.ts';
import type { SessionRedactor, SessionRedactorOptions } from './open-redactor.ts';
import type { RedactAnswer, RedactCall } from './redact-call.ts';

/** Pixels on their way to the worker; as much as the redactor itself ever holds. */
const mostUnderwayBytes = 384 * 2 ** 20;

type Waiting = PromiseWithResolvers<Exclude<RedactAnswer, { kind: 'taken' }>>;

/** @throws RedactError `badRule`, CompanionError `companionGone` */
export async function openRedactor({
  header,
  rules,
}: SessionRedactorOptions): Promise<SessionRedactor> {
  const worker = new Worker(new URL('redact-worker.browser.ts', import.meta.url), {
    type: 'module',
  });
  const waiting: Waiting[] = [];
  let underwayBytes = 0;
  let isGone = false;

  const end = (): void => {
    isGone = true;
    worker.terminate();
    for (const { reject } of waiting.splice(0)) reject(redactorGone());
  };
  worker.addEventListener('error', end);
  worker.addEventListener('messageerror', end);
  worker.addEventListener('message', ({ data: answer }: MessageEvent<RedactAnswer>) => {
    if (answer.kind === 'taken') underwayBytes -= answer.sizeBytes;
    else waiting.shift()?.resolve(answer);
  });

  const ask = async (call: Exclude<RedactCall, { kind: 'push' }>): Promise<CleanSegment | null> => {
    if (isGone) throw redactorGone();
    const answered: Waiting = Promise.withResolvers();
    waiting.push(answered);
    worker.postMessage(call, []);
    const answer = await answered.promise;
    switch (answer.kind) {
      case 'opened':
        return null;
      case 'clean':
        return answer.clean;
      case 'refused':
        throw new RedactError(answer);
      case 'failed':
        throw redactorGone();
    }
  };
  const askSegment = async (call: Extract<RedactCall, { accounting: unknown }>) => {
    const clean = await ask(call);
    if (clean === null) throw redactorGone();
    return clean;
  };

  try {
    await ask({ kind: 'open', options: { header, ...(rules === undefined ? {} : { rules }) } });
  } catch (error) {
    end();
    throw error;
  }
  return {
    push: (events) => {
      if (isGone) return;
      const pixels = events.flatMap(pixelsOf);
      const sizeBytes = pixels.reduce((sum, { byteLength }) => sum + byteLength, 0);
      underwayBytes += sizeBytes;
      if (underwayBytes > mostUnderwayBytes) end();
      else worker.postMessage({ kind: 'push', events, sizeBytes } satisfies RedactCall, pixels);
    },
    cut: (untilNs, accounting) => askSegment({ kind: 'cut', untilNs, accounting }),
    finish: (accounting) => askSegment({ kind: 'finish', accounting }),
    close: end,
  };
}

/** In this thread: what it is given was clean before. Loaded when somebody first asks for it. */
export const redactAgain: typeof again = async (...call) =>
  (await import('@understudy/redact')).redactAgain(...call);

/** Given away with the event: nobody here looks at a frame that was handed over. */
function pixelsOf(event: RawEvent): readonly ArrayBuffer[] {
  if (event.kind !== 'rawFrame') return [];
  const { buffer } = event.pixels;
  return buffer instanceof ArrayBuffer ? [buffer] : [];
}

function redactorGone(): CompanionError {
  return new CompanionError({
    code: 'companionGone',
    message: 'The part of the recorder that redacts ended.',
    remedy: 'Start a new session.',
  });
}
