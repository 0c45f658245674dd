/**
 * How much time reading may take, that of the recognizer and our own: a share of
 * the time that was recorded, and a little more at once, so that a page that
 * opens is read.
 */
import type { Clock } from '@understudy/base';

export interface ReadingLimits {
  /** Milliseconds of work for each one recorded. */
  readonly share: number;
  /** What may be left over from before, in milliseconds; there is as much at the start. */
  readonly reserveMs: number;
  /** A reading that takes longer is given up, and reading rests until so much was saved up again. */
  readonly patienceMs: number;
}

/** What one look at an area costs, from `start` on. */
export interface ReadingMeter {
  /** Whether anything is left. */
  allows(): boolean;
  /** Spends the time since the last lap. */
  lap(): void;
  /** Nothing came of it. */
  fail(): void;
}

export interface ReadingBudget {
  /** @param timeNs of the session */
  start(timeNs: number): ReadingMeter;
}

export function createReadingBudget(
  { share, reserveMs, patienceMs }: ReadingLimits,
  clock: Pick<Clock, 'monotonicNs'>,
): ReadingBudget {
  let leftMs = reserveMs;
  let grownNs = 0;
  return {
    start: (timeNs) => {
      const grownMs = (Math.max(grownNs, timeNs) - grownNs) / 1e6;
      leftMs = Math.min(reserveMs, leftMs + grownMs * share);
      grownNs = Math.max(grownNs, timeNs);
      let lapNs = clock.monotonicNs();
      return {
        allows: () => leftMs > 0,
        lap: () => {
          const nowNs = clock.monotonicNs();
          leftMs -= Number(nowNs - lapNs) / 1e6;
          lapNs = nowNs;
        },
        fail: () => {
          leftMs -= patienceMs;
        },
      };
    },
  };
}
