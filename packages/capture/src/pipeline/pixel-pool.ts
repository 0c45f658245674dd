/**
 * Copies of the whole screen, in memory that is used again: each is some
 * megabytes, and after a few that were only dropped the collector goes through
 * everything. A copy that nobody lets go is left to the collector.
 */
export interface PixelPool {
  /** A copy that is kept once. */
  copy(pixels: Uint8Array): Uint8Array;
  /** It is kept once more. */
  keep(pixels: Uint8Array): void;
  /** The last who kept it must not look at it again. */
  letGo(pixels: Uint8Array): void;
}

const spareAtMost = 4;

export function createPixelPool(): PixelPool {
  const keepers = new WeakMap<Uint8Array, number>();
  let spare: Uint8Array[] = [];
  return {
    copy: (pixels) => {
      spare = spare.filter(({ length }) => length === pixels.length);
      const copy = spare.pop() ?? new Uint8Array(pixels.length);
      copy.set(pixels);
      keepers.set(copy, 1);
      return copy;
    },
    keep: (pixels) => {
      const count = keepers.get(pixels);
      if (count !== undefined) keepers.set(pixels, count + 1);
    },
    letGo: (pixels) => {
      const count = keepers.get(pixels);
      if (count === undefined) return;
      if (count > 1) {
        keepers.set(pixels, count - 1);
        return;
      }
      keepers.delete(pixels);
      if (spare.length < spareAtMost) spare.push(pixels);
    },
  };
}
