/**
 * The last index whose time is at or before `timeNs`, or -1; every `stride`th number is a time, ascending.
 * Apart, for the stage's worker needs it without the page.
 */
export function indexAt(times: readonly number[], timeNs: number, stride = 1): number {
  let low = 0;
  let high = times.length / stride;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle * stride] ?? Infinity) <= timeNs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
