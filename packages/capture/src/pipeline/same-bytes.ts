/** Whether two runs of bytes of one length are equal: natively in Node, by words in browsers. */
export function isSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
