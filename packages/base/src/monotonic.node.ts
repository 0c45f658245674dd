/** CLOCK_MONOTONIC in Node, as X servers and kernels stamp with it. */
export function monotonicNs(): bigint {
  return process.hrtime.bigint();
}
