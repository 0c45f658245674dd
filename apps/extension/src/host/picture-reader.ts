/**
 * The worker that reads the pictures of one stretch of recording; what it held
 * is gone with it. Fails closed: what one that broke was asked is not read, and
 * the next picture is for a new one.
 */
import type { PictureAnswer, PictureCall, ReadPicture } from './picture-call.ts';

export interface PictureReader {
  /**
   * One after the other, each compared with the one before.
   *
   * @returns null: nothing of it differs
   * @throws TypeError where it cannot be read
   */
  read(call: PictureCall): Promise<ReadPicture | null>;
  close(): void;
}

export function openPictureReader(): PictureReader {
  let worker: Worker | null = null;
  let waiting: PromiseWithResolvers<PictureAnswer>[] = [];
  let isClosed = false;
  const end = (): void => {
    worker?.terminate();
    worker = null;
    const unanswered = waiting;
    waiting = [];
    for (const { resolve } of unanswered) resolve({ kind: 'failed' });
  };
  const open = (): Worker => {
    const opened = new Worker(new URL('picture-worker.ts', import.meta.url), { type: 'module' });
    const fail = (): void => {
      if (worker === opened) end();
    };
    opened.addEventListener('error', fail);
    opened.addEventListener('messageerror', fail);
    opened.addEventListener('message', ({ data }: MessageEvent<PictureAnswer>) => {
      if (worker === opened) waiting.shift()?.resolve(data);
    });
    return opened;
  };
  return {
    read: async (call) => {
      const answered = Promise.withResolvers<PictureAnswer>();
      if (isClosed) answered.resolve({ kind: 'failed' });
      else {
        worker ??= open();
        waiting.push(answered);
        worker.postMessage(call, []);
      }
      const answer = await answered.promise;
      if (answer.kind === 'failed') throw new TypeError('A picture cannot be read.');
      return answer.kind === 'same' ? null : answer;
    },
    close: () => {
      isClosed = true;
      end();
    },
  };
}
