/** Pages' stamps (epoch milliseconds, monotonic) → nanoseconds since the session's start. */
export interface SessionClock {
  toTimeNs(atMs: number): number;
  /** Now, in the session's time. */
  timeNs(): number;
}

/**
 * A browser tells time in steps of 100 µs; as multiples of 2¹⁶ ns nothing of that
 * is lost, and a segment is an eighth smaller.
 */
const stepNs = 2 ** 16;

/** @param startNs `performance.now()` at the session's start, in nanoseconds */
export function createSessionClock(startNs: bigint): SessionClock {
  const startMs = performance.timeOrigin + Number(startNs) / 1e6;
  const toTimeNs = (atMs: number): number =>
    Math.max(0, Math.round(((atMs - startMs) * 1e6) / stepNs) * stepNs);
  return { toTimeNs, timeNs: () => toTimeNs(performance.timeOrigin + performance.now()) };
}
