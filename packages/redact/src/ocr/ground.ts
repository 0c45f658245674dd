/**
 * Which pixels of a screen are ground: flat areas, or gradients, that text stands on. Areas of
 * one colour are put together from the runs of their rows; letters are areas,
 * too, but small ones, or ones that leave most of their own box empty.
 */
import type { Canvas } from '../pixels/canvas.ts';

/** Wider or higher than any letter: grounds, frames and lines. */
const longSidePx = 150;
/** The least ground of a button or a cell, and how much of its box is left of it under its text. */
const leastWidthPx = 40;
const leastHeightPx = 8;
const leastFill = 0.6;

/** In each of red, green and blue: from pixel to pixel a gradient changes by no more. */
const mostStep = 2;

function isNear(a: number, b: number): boolean {
  if (a === b) return true;
  return (
    Math.abs((a & 255) - (b & 255)) <= mostStep &&
    Math.abs(((a >>> 8) & 255) - ((b >>> 8) & 255)) <= mostStep &&
    Math.abs(((a >>> 16) & 255) - ((b >>> 16) & 255)) <= mostStep
  );
}

/** Runs of one colour, or of a gradient, row by row, joined to areas by a forest of parents. */
interface Areas {
  readonly count: number;
  readonly startOf: Uint32Array;
  readonly areaOf: Uint32Array;
}

function findAreas({ words, width, height }: Canvas): Areas {
  const startOf = new Uint32Array(words.length + 1);
  const parent = new Uint32Array(words.length);
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
    let other = row === 0 ? first : above;
    for (let at = row * width; at < end;) {
      const run = count;
      startOf[run] = at;
      parent[run] = run;
      count += 1;
      at += 1;
      while (at < end && isNear(words[at] ?? 0, words[at - 1] ?? 0)) at += 1;
      // Runs of the row above that stand over this one.
      for (; other < first; other += 1) {
        const otherStart = (startOf[other] ?? 0) + width;
        const otherEnd = (startOf[other + 1] ?? 0) + width;
        if (otherStart >= at) break;
        const shared = Math.max(startOf[run] ?? 0, otherStart);
        if (otherEnd > shared && isNear(words[shared] ?? 0, words[shared - width] ?? 0)) {
          parent[rootOf(other)] = rootOf(run);
        }
        if (otherEnd > at) break;
      }
    }
    above = first;
  }
  startOf[count] = words.length;
  for (let run = 0; run < count; run += 1) parent[run] = rootOf(run);
  return { count, startOf, areaOf: parent };
}

/** One byte a pixel: 1 where it is ground. */
export function groundOf(canvas: Canvas): Uint8Array {
  const { width, words } = canvas;
  const { count, startOf, areaOf } = findAreas(canvas);
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
  const isGround = (area: number): boolean => {
    const wide = (right[area] ?? 0) - (left[area] ?? 0);
    const high = (bottom[area] ?? 0) - (top[area] ?? 0);
    if (wide >= longSidePx || high >= longSidePx) return true;
    return (
      wide >= leastWidthPx && high >= leastHeightPx && (size[area] ?? 0) >= leastFill * wide * high
    );
  };
  const mask = new Uint8Array(words.length);
  for (let run = 0; run < count; run += 1)
    if (isGround(areaOf[run] ?? 0)) mask.fill(1, startOf[run], startOf[run + 1]);
  return mask;
}
