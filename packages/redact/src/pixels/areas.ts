/**
 * A picture → its areas of one colour, put together from the runs of their rows
 * by a forest of parents (Rosenfeld and Pfaltz 1966).
 */
import type { Canvas } from './canvas.ts';

/** Runs are numbered row by row; an area is known by the number of one of its runs. */
export interface Areas {
  readonly runCount: number;
  /** Where each run begins, and behind the last one where the picture ends. */
  readonly startOf: Uint32Array;
  /** Of each run. */
  readonly areaOf: Uint32Array;
  /** Of each area, in pixels; right and bottom are behind it. */
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  readonly top: Uint32Array;
  readonly bottom: Uint32Array;
  readonly size: Uint32Array;
}

function isNear(a: number, b: number, mostStep: number): boolean {
  if (a === b) return true;
  if (mostStep === 0) return false;
  return (
    Math.abs((a & 255) - (b & 255)) <= mostStep &&
    Math.abs(((a >>> 8) & 255) - ((b >>> 8) & 255)) <= mostStep &&
    Math.abs(((a >>> 16) & 255) - ((b >>> 16) & 255)) <= mostStep
  );
}

/** A screen has far fewer runs than pixels: room for as many would be most of what a reading takes. */
const leastRoom = 4096;

function withTwiceTheRoom(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(2 * numbers.length);
  more.set(numbers);
  return more;
}

/** @param mostStep by which red, green and blue may change from pixel to pixel within an area */
export function areasOf({ words, width, height }: Canvas, mostStep: number): Areas {
  let startOf = new Uint32Array(leastRoom + width);
  let parent = new Uint32Array(leastRoom + width);
  const rootOf = (run: number): number => {
    let root = run;
    while (parent[root] !== root) {
      const above = parent[parent[root] ?? root] ?? root;
      parent[root] = above;
      root = above;
    }
    return root;
  };
  let count = 0;
  let above = 0;
  for (let row = 0; row < height; row += 1) {
    const first = count;
    const end = (row + 1) * width;
    if (parent.length <= count + width) {
      startOf = withTwiceTheRoom(startOf);
      parent = withTwiceTheRoom(parent);
    }
    let other = row === 0 ? first : above;
    for (let at = row * width; at < end;) {
      const run = count;
      startOf[run] = at;
      parent[run] = run;
      count += 1;
      at += 1;
      while (at < end && isNear(words[at] ?? 0, words[at - 1] ?? 0, mostStep)) at += 1;
      // Runs of the row above that stand over this one.
      for (; other < first; other += 1) {
        const otherStart = (startOf[other] ?? 0) + width;
        const otherEnd = (startOf[other + 1] ?? 0) + width;
        if (otherStart >= at) break;
        const shared = Math.max(startOf[run] ?? 0, otherStart);
        if (otherEnd > shared && isNear(words[shared] ?? 0, words[shared - width] ?? 0, mostStep)) {
          parent[rootOf(other)] = rootOf(run);
        }
        if (otherEnd > at) break;
      }
    }
    above = first;
  }
  startOf[count] = words.length;
  for (let run = 0; run < count; run += 1) parent[run] = rootOf(run);
  return { runCount: count, startOf, areaOf: parent, ...placesOf(count, startOf, parent, width) };
}

function placesOf(count: number, startOf: Uint32Array, areaOf: Uint32Array, width: number) {
  const left = new Uint32Array(count).fill(width);
  const right = new Uint32Array(count);
  const top = new Uint32Array(count).fill(0xffffffff);
  const bottom = new Uint32Array(count);
  const size = new Uint32Array(count);
  for (let run = 0; run < count; run += 1) {
    const area = areaOf[run] ?? 0;
    const start = startOf[run] ?? 0;
    const length = (startOf[run + 1] ?? 0) - start;
    const row = Math.floor(start / width);
    const x = start - row * width;
    left[area] = Math.min(left[area] ?? 0, x);
    right[area] = Math.max(right[area] ?? 0, x + length);
    top[area] = Math.min(top[area] ?? 0, row);
    bottom[area] = Math.max(bottom[area] ?? 0, row + 1);
    size[area] = (size[area] ?? 0) + length;
  }
  return { left, right, top, bottom, size };
}
