import { monotonicNs } from '#monotonic';

/** Time as a seam: passed in, never read from the global (MODELS, habit 5). */
export interface Clock {
  /** Wall clock, milliseconds since the Unix epoch. May jump: never measure with it. */
  nowMs(): number;
  /** Monotonic clock, nanoseconds since an arbitrary start (CLOCK_MONOTONIC). */
  monotonicNs(): bigint;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicNs,
};
