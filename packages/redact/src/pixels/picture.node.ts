/** Encoding and drawing of pictures in Node, by libvips. The same shape as `picture.browser.ts`. */
import type { Box, ScreenPatch, Size } from '@understudy/recording';
import sharp from 'sharp';
import { partToRgb, type Canvas } from './canvas.ts';

/** One line of text, scaled along its width so that it fits. */
export interface TextLine {
  readonly text: string;
  /** Font size in pixels. */
  readonly sizePx: number;
  /** From the top of the box to the line that the letters stand on. */
  readonly baselinePx: number;
  /** At most 1. */
  readonly stretch: number;
}

const textFonts = 'Liberation Sans, DejaVu Sans, Arial, sans-serif';

/** Lossless WebP of a part of the clean canvas. */
export async function encodePatch(canvas: Canvas, box: Box): Promise<ScreenPatch> {
  const raw = { width: box.width, height: box.height, channels: 3 } as const;
  const data = await sharp(partToRgb(canvas, box), { raw })
    .webp({ lossless: true, effort: 1 })
    .toBuffer();
  return { ...box, mediaType: 'image/webp', data };
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** How much of each pixel the text takes, one byte a pixel. */
export async function drawTextMask(line: TextLine, { width, height }: Size): Promise<Uint8Array> {
  const body = line.text.replaceAll(/[&<>]/gu, (sign) => escapes[sign] ?? sign);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><g transform="translate(1 ${line.baselinePx.toFixed(2)}) scale(${line.stretch.toFixed(4)} 1)"><text font-family="${textFonts}" font-size="${line.sizePx.toFixed(2)}" fill="#fff">${body}</text></g></svg>`;
  const { data, info } = await sharp(Buffer.from(svg))
    .ensureAlpha()
    .extractChannel(3)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return info.width === width && info.height === height
    ? new Uint8Array(data)
    : new Uint8Array(width * height);
}
