/** The look of a part of the screen as a key: the same for the same pixels only. */
import { createHash } from 'node:crypto';
import type { Box } from '@understudy/recording';
import type { Canvas } from '../pixels/canvas.ts';

export function lookOf({ words, width }: Canvas, box: Box): string {
  const hash = createHash('sha256');
  const bytesOf = (from: number, count: number): Uint8Array =>
    new Uint8Array(words.buffer, words.byteOffset + 4 * from, 4 * count);
  if (box.width === width) hash.update(bytesOf(box.y * width, box.height * width));
  else
    for (let row = box.y; row < box.y + box.height; row += 1)
      hash.update(bytesOf(row * width + box.x, box.width));
  return `${box.width} ${hash.digest('base64')}`;
}
