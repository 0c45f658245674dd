/**
 * A screen → dark text on white, whatever its colours. On screens a ground is a
 * flat colour: each pixel is compared with the last run of one colour on its
 * row, so that light text on a blue button reads as well as black on white.
 */
import type { Canvas } from '../pixels/canvas.ts';
import type { GreyImage } from './tesseract.ts';

/** Runs of one colour that are shorter stand inside of letters; longer ones are ground for sure. */
const leastRun = 6;
const sureRun = 40;
/** The strokes of letters are thinner: ground goes on for so many rows above or below. */
const strokePx = 5;

function difference(a: number, b: number): number {
  const red = Math.abs(((a >>> 16) & 255) - ((b >>> 16) & 255));
  const green = Math.abs(((a >>> 8) & 255) - ((b >>> 8) & 255));
  const blue = Math.abs((a & 255) - (b & 255));
  return Math.max(red, green, blue);
}

function isGround(
  { words, width, height }: Canvas,
  row: number,
  from: number,
  end: number,
): boolean {
  if (end - from >= sureRun) return true;
  if (end - from < leastRun) return false;
  const colour = words[row * width + from];
  const goesOn = (step: number): boolean => {
    for (let other = row + step; Math.abs(other - row) <= strokePx; other += step) {
      if (other < 0 || other >= height) return false;
      const line = other * width;
      if (
        words[line + from] !== colour ||
        words[line + ((from + end) >> 1)] !== colour ||
        words[line + end - 1] !== colour
      )
        return false;
    }
    return true;
  };
  return goesOn(-1) || goesOn(1);
}

export function toContrast(canvas: Canvas): GreyImage {
  const { words, width, height } = canvas;
  const data = new Uint8Array(words.length).fill(255);
  for (let row = 0; row < height; row += 1) {
    const from = row * width;
    let ground = words[from] ?? 0;
    let x = 0;
    while (x < width) {
      const colour = words[from + x] ?? 0;
      let end = x + 1;
      while (end < width && words[from + end] === colour) end += 1;
      if (isGround(canvas, row, x, end)) ground = colour;
      else {
        const value = 255 - Math.min(255, Math.round(difference(colour, ground) * 1.4));
        if (value < 255) data.fill(value, from + x, from + end);
      }
      x = end;
    }
  }
  return { data, width, height };
}
