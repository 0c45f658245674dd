/**
 * A keeper's releases against the raw cipher: a process each that take turns, a segment a turn, so
 * that how fast the machine just is falls on all alike. Their CPU time is summed, not picked from.
 */
import { fork } from 'node:child_process';
import { on } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * `raw`: each piece opened and sealed by node:crypto alone. `reseal`: through the stream, header,
 * pieces, header. `answer`: the keeper's whole answer, with the hash against the manifest and the
 * checks at each piece.
 */
export const releaseWorks = ['raw', 'reseal', 'answer'] as const;
export type ReleaseWork = (typeof releaseWorks)[number];

/** Of a segment. */
export const releaseMebibytes = 4;
const rounds = 64;
/** What code costs before it is compiled is no part of it. */
const warmUps = 8;

interface Worker {
  readonly work: ReleaseWork;
  /** That it is ready; then the CPU-milliseconds of each round. */
  answer(): Promise<number>;
  ask(): void;
  end(): void;
}

function startWorker(work: ReleaseWork): Worker {
  const child = fork(fileURLToPath(new URL('keeper-release.ts', import.meta.url)), [work]);
  const answers = on(child, 'message', { close: ['exit'] });
  return {
    work,
    answer: async () => {
      const { done, value } = await answers.next();
      if (done === true) throw new Error(`The process of ${work} ended early.`);
      return Number(value[0]);
    },
    ask: () => child.send('round'),
    end: () => {
      if (child.connected) child.disconnect();
    },
  };
}

/** MiB per CPU-second. */
export async function measureReleaseSpeed(): Promise<Readonly<Record<ReleaseWork, number>>> {
  const cpuMs = { raw: 0, reseal: 0, answer: 0 };
  const workers = releaseWorks.map(startWorker);
  try {
    for (const worker of workers) await worker.answer();
    for (let round = -warmUps; round < rounds; round += 1) {
      for (const worker of workers) {
        worker.ask();
        const used = await worker.answer();
        if (round >= 0) cpuMs[worker.work] += used;
      }
    }
  } finally {
    for (const worker of workers) worker.end();
  }
  const rate = (work: ReleaseWork): number => (rounds * releaseMebibytes * 1000) / cpuMs[work];
  return { raw: rate('raw'), reseal: rate('reseal'), answer: rate('answer') };
}
