/** Two arrays of one length → whether they are equal between two bytes: natively in Node, by words in browsers. */
export function createSameBytes(
  a: Uint8Array,
  b: Uint8Array,
): (from: number, to: number) => boolean {
  return (from, to) => Buffer.compare(a.subarray(from, to), b.subarray(from, to)) === 0;
}
