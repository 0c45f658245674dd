/** The look of a part of the screen as a key: the same for the same pixels only. */
import { createHash } from 'node:crypto';
import type { Box } from '@understudy/recording';
import type { Canvas } from '../pixels/canvas.ts';

/** Of one row in so many. */
const sketchedRows = 8;

/** Of an eighth of it: where sketches differ, so do looks. */
export const sketchOf = ({ words, width, height }: Canvas): string => {
  const hash = createHash('sha256');
  for (let row = 0; row < height; row += sketchedRows)
    hash.update(bytesOf(words, row * width, width));
  return `${width} ${height} ${hash.digest('base64')}`;
};

const bytesOf = (words: Uint32Array, from: number, count: number): Uint8Array =>
  new Uint8Array(words.buffer, words.byteOffset + 4 * from, 4 * count);

export function lookOf({ words, width }: Canvas, box: Box): string {
  const hash = createHash('sha256');
  if (box.width === width) hash.update(bytesOf(words, box.y * width, box.height * width));
  else
    for (let row = box.y; row < box.y + box.height; row += 1)
      hash.update(bytesOf(words, row * width + box.x, box.width));
  return `${box.width} ${hash.digest('base64')}`;
}
