/** The monotonic clock of browsers, as events are stamped with it; from the start of the document or worker. */
export function monotonicNs(): bigint {
  // To whole microseconds, which is finer than any browser tells.
  return BigInt(Math.round(performance.now() * 1000)) * 1000n;
}
