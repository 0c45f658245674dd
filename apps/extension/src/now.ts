/** Milliseconds since the epoch on the monotonic clock: what events' own stamps are given on. */
export const nowMs = (): number => performance.timeOrigin + performance.now();
