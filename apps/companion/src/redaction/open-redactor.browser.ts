/**
 * One session's redactor in a worker of its own: pages' scripts are answered
 * while it works, and all that it held is gone with it. The same shape as
 * `open-redactor.ts`.
 *
 * A worker that is behind gets no pictures, which are counted as lost. Fails
 * closed: one that broke, or takes nothing any more, gives no segment, which
 * ends the session; what it held is lost.
 */
import type { RawEvent } from '@understudy/recording';
import { RedactError, type CleanSegment } from '@understudy/redact';
import { CompanionError } from '../error.ts';
import type { SessionRedactor, SessionRedactorOptions } from './open-redactor.ts';
import type { PushCall, RedactAnswer, RedactCall } from './redact-call.ts';

/** Pixels on their way to the worker: a few seconds of the largest screens. */
const mostUnderwayBytes = 192 * 2 ** 20;
/** Calls on their way: a minute and a half of them. */
const mostUnderwayPushes = 500;

type Waiting = PromiseWithResolvers<Exclude<RedactAnswer, { kind: 'taken' }>>;

/**
 * Clock and chance are the worker's own, the system's: a browser has no others.
 *
 * @throws RedactError `badRule`, CompanionError `companionGone`
 */
export async function openRedactor({
  header,
  rules,
}: SessionRedactorOptions): Promise<SessionRedactor> {
  const worker = new Worker(new URL('redact-worker.browser.ts', import.meta.url), {
    type: 'module',
  });
  const waiting: Waiting[] = [];
  const { promise: lost, resolve: lose } = Promise.withResolvers<void>();
  const underway = { pushes: 0, sizeBytes: 0 };
  let isGone = false;

  const close = (): void => {
    isGone = true;
    worker.terminate();
    for (const { reject } of waiting.splice(0)) reject(redactorGone());
  };
  const breakDown = (): void => {
    close();
    lose();
  };
  worker.addEventListener('error', breakDown);
  worker.addEventListener('messageerror', breakDown);
  worker.addEventListener('message', ({ data: answer }: MessageEvent<RedactAnswer>) => {
    if (answer.kind !== 'taken') {
      waiting.shift()?.resolve(answer);
      return;
    }
    underway.pushes -= 1;
    underway.sizeBytes -= answer.sizeBytes;
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
    close();
    throw error;
  }
  return {
    push: (incoming) => {
      if (isGone) return;
      const events = underway.sizeBytes > mostUnderwayBytes ? incoming.filter(isNoFrame) : incoming;
      const pixels = events.flatMap(pixelsOf);
      const sizeBytes = pixels.reduce((sum, { byteLength }) => sum + byteLength, 0);
      const lostFrames = incoming.length - events.length;
      const call: PushCall = { kind: 'push', events, sizeBytes, lostFrames };
      worker.postMessage(call, pixels);
      underway.sizeBytes += sizeBytes;
      underway.pushes += 1;
      if (underway.pushes > mostUnderwayPushes) breakDown();
    },
    cut: (untilNs, accounting) => askSegment({ kind: 'cut', untilNs, accounting }),
    finish: (accounting) => askSegment({ kind: 'finish', accounting }),
    lost,
    close,
  };
}

const isNoFrame = ({ kind }: RawEvent): boolean => kind !== 'rawFrame';

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
