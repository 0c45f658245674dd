/** The review's reader on a worker thread: started by the first call, its memory gone with `close`. */
import { Worker } from 'node:worker_threads';
import { CompanionError } from '../error.ts';
import type { Home } from '../home.ts';
import type { ReaderAnswer, ReaderCall, ReaderRequest } from './reader-call.ts';
import type { ReviewReader } from './reader.ts';

interface Waiting {
  resolve(answer: ReaderAnswer): void;
  reject(error: Error): void;
}

export function createReaderThread({ dir }: Home): ReviewReader {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let count = 0;

  const failAll = (): void => {
    worker = null;
    for (const call of waiting.values()) call.reject(readerGone());
    waiting.clear();
  };
  const start = (): Worker => {
    const started = new Worker(new URL('reader-worker.ts', import.meta.url), {
      workerData: { dir },
    });
    started.on('message', (answer: ReaderAnswer) => {
      waiting.get(answer.number)?.resolve(answer);
      waiting.delete(answer.number);
    });
    started.on('error', failAll);
    started.on('exit', () => {
      if (worker === started) failAll();
    });
    // A page that is open does not keep the companion alive.
    started.unref();
    return started;
  };
  const ask = async (call: ReaderCall): Promise<ReaderAnswer> => {
    worker ??= start();
    count += 1;
    const request: ReaderRequest = { number: count, call };
    const { promise, resolve, reject } = Promise.withResolvers<ReaderAnswer>();
    waiting.set(request.number, { resolve, reject });
    worker.postMessage(request, []);
    const answer = await promise;
    if (answer.kind === 'refused') throw new CompanionError(answer);
    return answer;
  };

  return {
    warm: () => {
      worker ??= start();
    },
    timeline: async (session) => {
      const answer = await ask({ kind: 'timeline', session });
      if (answer.kind !== 'timeline') throw readerGone();
      return answer.timeline;
    },
    segmentView: async (session, segment) => {
      const answer = await ask({ kind: 'segmentView', session, segment });
      if (answer.kind !== 'segmentView') throw readerGone();
      return answer.view;
    },
    close: async () => {
      await worker?.terminate();
    },
  };
}

function readerGone(): CompanionError {
  return new CompanionError({
    code: 'companionGone',
    message: 'The part of the companion that opens your recordings ended.',
    remedy: 'Open the session again.',
  });
}
