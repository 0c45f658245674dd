/** The thread behind `createReaderThread`: opens, decodes, reduces; recording and pages never wait for it. */
import { systemClock, systemRandom } from '@understudy/base';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { CompanionError } from '../error.ts';
import { openHome } from '../home.ts';
import type { ReaderAnswer, ReaderRequest } from './reader-call.ts';
import { createReader } from './reader.ts';

const { dir } = z.object({ dir: z.string() }).parse(workerData);
const reader = createReader(await openHome(dir, systemClock, systemRandom));

parentPort?.on('message', (request: ReaderRequest) => {
  void answer(request).then((message) => parentPort?.postMessage(message, []));
});

async function answer({ number, call }: ReaderRequest): Promise<ReaderAnswer> {
  try {
    switch (call.kind) {
      case 'timeline':
        return { number, kind: 'timeline', timeline: await reader.timeline(call.session) };
      case 'segmentView': {
        const view = await reader.segmentView(call.session, call.segment);
        return { number, kind: 'segmentView', view };
      }
    }
  } catch (error) {
    const { code, message, remedy } = error instanceof CompanionError ? error : unreadable;
    return { number, kind: 'refused', code, message, remedy };
  }
}

/** Of any other error nothing is told: it could quote what was captured. */
const unreadable = {
  code: 'segmentBroken',
  message: 'The session cannot be read.',
  remedy: 'Restore it from a backup, or delete it.',
} as const;
