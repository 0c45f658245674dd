/** The look of a part of the screen as a key: the same for the same pixels only. */
import { createHash } from 'node:crypto';
import type { Canvas } from '../pixels/canvas.ts';

export function lookOf({ words, width }: Canvas): string {
  const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  return `${width} ${createHash('sha256').update(bytes).digest('base64')}`;
}
