/**
 * Which pixels of a screen are ground: flat areas, or gradients, that text stands on. Letters are
 * areas, too, but small ones, or ones that leave most of their own box empty.
 */
import { areasOf } from '../pixels/areas.ts';
import type { Canvas } from '../pixels/canvas.ts';

/** Wider or higher than any letter: grounds, frames and lines. */
const longSidePx = 150;
/** The least ground of a button or a cell, and how much of its box is left of it under its text. */
const leastWidthPx = 40;
const leastHeightPx = 8;
const leastFill = 0.6;

/** In each of red, green and blue: from pixel to pixel a gradient changes by no more. */
const mostStep = 2;

/** One byte a pixel: 1 where it is ground. */
export function groundOf(canvas: Canvas): Uint8Array {
  const { runCount, startOf, areaOf, left, right, top, bottom, size } = areasOf(canvas, mostStep);
  const isGround = (area: number): boolean => {
    const wide = (right[area] ?? 0) - (left[area] ?? 0);
    const high = (bottom[area] ?? 0) - (top[area] ?? 0);
    if (wide >= longSidePx || high >= longSidePx) return true;
    return (
      wide >= leastWidthPx && high >= leastHeightPx && (size[area] ?? 0) >= leastFill * wide * high
    );
  };
  const mask = new Uint8Array(canvas.words.length);
  for (let run = 0; run < runCount; run += 1)
    if (isGround(areaOf[run] ?? 0)) mask.fill(1, startOf[run], startOf[run + 1]);
  return mask;
}
