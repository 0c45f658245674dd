/**
 * Which pixels of an area are plainly ground, and may be shown although nobody
 * read them: areas of one colour that hold large squares, and filled
 * rectangles (buttons, fields). Pen strokes, bars, modules of codes and letters
 * whose strokes are under 20 px are neither, however far they reach.
 */
import type { Canvas } from '../pixels/canvas.ts';

/** More than two modules of a common code, and than the strokes of letters of 100 px. */
const squarePx = 20;
const leastInSquares = 0.25;
/** The least filled rectangle, how much of its edge is its own, and how much of it is left under its text. */
const leastWidthPx = 40;
const leastHeightPx = 16;
const leastEdge = 0.9;
const leastFill = 0.6;

/** One byte a pixel: 1 inside of a square of one colour. */
function squaresOf({ words, width, height }: Canvas): Uint8Array {
  /** The largest square of one colour that ends at each pixel. */
  const sides = new Uint16Array(words.length);
  for (let at = 0; at < words.length; at += 1) {
    const colour = words[at];
    const isEdge = at < width || at % width === 0;
    const isSame =
      !isEdge &&
      words[at - 1] === colour &&
      words[at - width] === colour &&
      words[at - width - 1] === colour;
    sides[at] = isSame
      ? 1 + Math.min(sides[at - 1] ?? 0, sides[at - width] ?? 0, sides[at - width - 1] ?? 0)
      : 1;
  }
  /** How far, up and left, a square reaches that ends further down or right. */
  const reach = new Uint16Array(words.length);
  for (let at = words.length - 1; at >= 0; at -= 1) {
    const hasRight = at % width < width - 1;
    const hasBelow = at < width * (height - 1);
    const further = Math.max(
      hasRight ? (reach[at + 1] ?? 0) : 0,
      hasBelow ? (reach[at + width] ?? 0) : 0,
      hasRight && hasBelow ? (reach[at + width + 1] ?? 0) : 0,
    );
    reach[at] = Math.max((sides[at] ?? 0) >= squarePx ? squarePx : 0, further - 1);
  }
  return Uint8Array.from(reach, (left) => (left > 0 ? 1 : 0));
}

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

/** One byte a pixel: 1 where it is plainly ground. */
export function plainGroundOf(canvas: Canvas): Uint8Array {
  const { words, width } = canvas;
  const inSquare = squaresOf(canvas);
  const seen = new Uint8Array(words.length);
  const queue = new Uint32Array(words.length);
  const ground = new Uint8Array(words.length);
  for (let start = 0; start < words.length; start += 1) {
    if (seen[start] === 1) continue;
    const component = fillFrom(start, canvas, seen, queue);
    const { pixels } = component;
    let squares = 0;
    for (const at of pixels) squares += inSquare[at] ?? 0;
    if (squares < leastInSquares * pixels.length && !isRectangle(component, width)) continue;
    for (const at of pixels) ground[at] = 1;
  }
  return ground;
}
