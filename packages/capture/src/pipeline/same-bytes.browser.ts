/** Whether two runs of whole pixels are equal; both begin at a pixel, so they can be read by words. */
export function isSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  const left = new Uint32Array(a.buffer, a.byteOffset, a.byteLength >> 2);
  const right = new Uint32Array(b.buffer, b.byteOffset, b.byteLength >> 2);
  return left.every((word, index) => word === right[index]);
}
