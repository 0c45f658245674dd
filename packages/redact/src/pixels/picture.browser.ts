/**
 * Encoding and drawing of pictures in browsers, by OffscreenCanvas (documents
 * and workers alike). The same shape as `picture.node.ts`.
 */
import type { Box, ScreenPatch, Size } from '@understudy/recording';
import { RedactError } from '../error.ts';
import type { Canvas } from './canvas.ts';
import type { TextLine } from './picture.node.ts';

function openCanvas({
  width,
  height,
}: Size): readonly [canvas: OffscreenCanvas, context: OffscreenCanvasRenderingContext2D] {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context !== null) return [canvas, context];
  throw new RedactError({
    code: 'badImage',
    message: 'The browser gives no canvas to draw on.',
    remedy: 'Close other tabs and start again.',
  });
}

/** B, G, R, X words → R, G, B, A words. */
const wordToRgba = (word: number): number =>
  ((word & 0xff00ff00) | ((word & 255) << 16) | ((word >>> 16) & 255)) >>> 0;

/** Lossless WebP (Chromium's, at quality 1), or PNG where the browser encodes no WebP. */
export async function encodePatch(source: Canvas, box: Box): Promise<ScreenPatch> {
  const [canvas, context] = openCanvas(box);
  const image = new ImageData(box.width, box.height);
  const words = new Uint32Array(image.data.buffer);
  for (let row = 0; row < box.height; row += 1) {
    const from = (box.y + row) * source.width + box.x;
    for (let column = 0; column < box.width; column += 1)
      words[row * box.width + column] = wordToRgba(source.words[from + column] ?? 0);
  }
  context.putImageData(image, 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 1 });
  const mediaType = blob.type === 'image/webp' ? 'image/webp' : 'image/png';
  return { ...box, mediaType, data: new Uint8Array(await blob.arrayBuffer()) };
}

const textFonts = {
  sans: '"Liberation Sans", "DejaVu Sans", Arial, sans-serif',
  wide: '"DejaVu Sans", Verdana, sans-serif',
  serif: '"Liberation Serif", "DejaVu Serif", "Times New Roman", serif',
  mono: '"Liberation Mono", "DejaVu Sans Mono", "Courier New", monospace',
} as const;

/** How much of each pixel the text takes, one byte a pixel. */
export function drawTextMask(line: TextLine, size: Size): Promise<Uint8Array> {
  const [, context] = openCanvas(size);
  context.setTransform(line.stretch, 0, 0, 1, 1, line.baselinePx);
  context.font = `${line.face.isBold ? 'bold ' : ''}${line.sizePx}px ${textFonts[line.face.family]}`;
  context.fillText(line.text, 0, 0);
  const { data } = context.getImageData(0, 0, size.width, size.height);
  const mask = new Uint8Array(size.width * size.height);
  for (let index = 0; index < mask.length; index += 1) mask[index] = data[4 * index + 3] ?? 0;
  return Promise.resolve(mask);
}
