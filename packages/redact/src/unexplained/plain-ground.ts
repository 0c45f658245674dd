/**
 * Which pixels of an area are plainly ground, and may be shown although nobody
 * read them: the colour that most of it has, and filled rectangles (buttons,
 * fields, bars) in which a word stands that may be shown. Whatever else is of
 * one colour may be a letter, or a part of a code, however large it is.
 */
import type { Box } from '@understudy/recording';
import type { Canvas } from '../pixels/canvas.ts';

/** The page itself: so much of the area, and of its sides, where a code leaves a margin. */
const leastShare = 0.25;
const leastSides = 0.5;
/** The least filled rectangle, how much of its edge is its own, and how much of it is left under its text. */
const leastWidthPx = 40;
const leastHeightPx = 16;
const leastEdge = 0.9;
const leastFill = 0.6;

interface Component {
  readonly pixels: Uint32Array;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Fills from one pixel over its colour; `seen` is marked. */
function fillFrom(start: number, canvas: Canvas, seen: Uint8Array, queue: Uint32Array): Component {
  const { words, width, height } = canvas;
  const colour = words[start];
  let [left, right, top, bottom] = [width, 0, height, 0];
  let count = 1;
  queue[0] = start;
  seen[start] = 1;
  const add = (at: number): void => {
    if (seen[at] === 1 || words[at] !== colour) return;
    seen[at] = 1;
    queue[count] = at;
    count += 1;
  };
  for (let next = 0; next < count; next += 1) {
    const at = queue[next] ?? 0;
    const x = at % width;
    const y = (at - x) / width;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
    if (x > 0) add(at - 1);
    if (x < width - 1) add(at + 1);
    if (y > 0) add(at - width);
    if (y < height - 1) add(at + width);
  }
  return { pixels: queue.subarray(0, count), left, right, top, bottom };
}

function isRectangle({ pixels, left, right, top, bottom }: Component, width: number): boolean {
  const wide = right - left + 1;
  const high = bottom - top + 1;
  if (wide < leastWidthPx || high < leastHeightPx) return false;
  let edge = 0;
  for (const at of pixels) {
    const x = at % width;
    const y = (at - x) / width;
    if (x === left || x === right || y === top || y === bottom) edge += 1;
  }
  return edge >= leastEdge * 2 * (wide + high - 2) && pixels.length >= leastFill * wide * high;
}

/**
 * @param words places of words that may be shown
 * @returns one byte a pixel: 1 where it is plainly ground
 */
export function plainGroundOf(canvas: Canvas, words: readonly Box[]): Uint8Array {
  const { width } = canvas;
  const sizePx = canvas.words.length;
  const seen = new Uint8Array(sizePx);
  const queue = new Uint32Array(sizePx);
  const ground = new Uint8Array(sizePx);
  for (let start = 0; start < sizePx; start += 1) {
    if (seen[start] === 1) continue;
    const component = fillFrom(start, canvas, seen, queue);
    const { pixels } = component;
    if (
      !isPage(component, canvas) &&
      !(isRectangle(component, width) && holdsWord(component, words))
    )
      continue;
    for (const at of pixels) ground[at] = 1;
  }
  return ground;
}

function isPage({ pixels }: Component, { width, height }: Canvas): boolean {
  if (pixels.length < leastShare * width * height) return false;
  let sides = 0;
  for (const at of pixels) {
    const x = at % width;
    const y = (at - x) / width;
    if (x === 0 || y === 0 || x === width - 1 || y === height - 1) sides += 1;
  }
  return sides >= leastSides * 2 * (width + height - 2);
}

function holdsWord({ left, right, top, bottom }: Component, words: readonly Box[]): boolean {
  return words.some(
    ({ x, y, width, height }) =>
      x >= left && y >= top && x + width <= right + 1 && y + height <= bottom + 1,
  );
}
