/**
 * A screen → dark text on white, whatever its colours. On screens a ground is a
 * flat colour: each pixel is compared with the last ground on its row, so that
 * light text on a blue button reads as well as black on white.
 */
import type { Canvas } from '../pixels/canvas.ts';
import { groundOf } from './ground.ts';
import type { GreyImage } from './recognizer.ts';

function difference(a: number, b: number): number {
  const red = Math.abs(((a >>> 16) & 255) - ((b >>> 16) & 255));
  const green = Math.abs(((a >>> 8) & 255) - ((b >>> 8) & 255));
  const blue = Math.abs((a & 255) - (b & 255));
  return Math.max(red, green, blue);
}

/** A photograph, or a screen that was stored with loss, has few flat areas. */
const leastGround = 0.3;

/** How light each pixel is; turned round where most of them are dark. */
function toGrey({ words, width, height }: Canvas): GreyImage {
  const data = new Uint8Array(words.length);
  let sum = 0;
  for (const [index, word] of words.entries()) {
    const light = (3 * ((word >>> 16) & 255) + 6 * ((word >>> 8) & 255) + (word & 255)) / 10;
    data[index] = light;
    sum += light;
  }
  if (sum < 110 * words.length)
    for (let index = 0; index < data.length; index += 1) data[index] = 255 - (data[index] ?? 0);
  return { data, width, height };
}

/** null for a photograph. */
export function contrastOfScreen(canvas: Canvas): GreyImage | null {
  const { words, width, height } = canvas;
  // What is ground becomes white in its own place: a picture has megabytes.
  const data = groundOf(canvas);
  let grounds = 0;
  for (const one of data) grounds += one;
  if (grounds < leastGround * words.length) return null;
  for (let row = 0; row < height; row += 1) {
    const from = row * width;
    let ground = words[from + Math.max(0, data.subarray(from, from + width).indexOf(1))] ?? 0;
    for (let at = from; at < from + width; at += 1) {
      const colour = words[at] ?? 0;
      if (data[at] === 1) {
        ground = colour;
        data[at] = 255;
      } else data[at] = 255 - Math.min(255, Math.round(difference(colour, ground) * 1.4));
    }
  }
  return { data, width, height };
}

/** A photograph is read as it is. */
export const toContrast = (canvas: Canvas): GreyImage => contrastOfScreen(canvas) ?? toGrey(canvas);
