/** Encoding and drawing of pictures in Node, by libvips. The same shape as `picture.browser.ts`. */
import type { Box, ScreenPatch, Size } from '@understudy/recording';
import sharp from 'sharp';
import { partToRgb, releasePart, type Canvas } from './canvas.ts';
import type { Typeface } from './typeface.ts';

/** One line of text, scaled along its width so that it fits. */
export interface TextLine {
  readonly text: string;
  /** Font size in pixels. */
  readonly sizePx: number;
  /** From the top of the box to the line that the letters stand on. */
  readonly baselinePx: number;
  /** At most 1. */
  readonly stretch: number;
  readonly face: Typeface;
}

const textFonts = {
  sans: 'Liberation Sans, DejaVu Sans, Arial, sans-serif',
  wide: 'DejaVu Sans, Verdana, sans-serif',
  serif: 'Liberation Serif, DejaVu Serif, Times New Roman, serif',
  mono: 'Liberation Mono, DejaVu Sans Mono, Courier New, monospace',
} as const;

/**
 * Of a lossless picture the quality is how hard is looked for repetition (libwebp 1.6, "VP8LHashChainFill"):
 * below 25 a screen takes half of the CPU, and a quarter more bytes.
 */
const lossless = { lossless: true, effort: 1, quality: 20 } as const;

async function encodeWebp(canvas: Canvas, box: Box): Promise<Uint8Array> {
  const raw = { width: box.width, height: box.height, channels: 3 } as const;
  const rgb = partToRgb(canvas, box);
  try {
    return await sharp(rgb, { raw }).webp(lossless).toBuffer();
  } finally {
    releasePart(rgb);
  }
}

/** Null where there are more than one. */
function onlyColourOf(
  { words, width }: Canvas,
  { x, y, width: across, height }: Box,
): number | null {
  const colour = words[y * width + x] ?? 0;
  for (let row = y; row < y + height; row += 1)
    for (let at = row * width + x; at < row * width + x + across; at += 1)
      if (words[at] !== colour) return null;
  return colour;
}

/** Patches of one colour, by colour and size: what may not be shown is filled, again and again. */
const filled = new Map<string, Uint8Array>();
const rememberedFilled = 64;

/** Lossless WebP of a part of the clean canvas. */
export async function encodePatch(canvas: Canvas, box: Box): Promise<ScreenPatch> {
  const colour = onlyColourOf(canvas, box);
  const key = `${colour} ${box.width} ${box.height}`;
  const data = filled.get(key) ?? (await encodeWebp(canvas, box));
  if (colour !== null && !filled.has(key)) {
    if (filled.size >= rememberedFilled) filled.delete(filled.keys().next().value ?? '');
    filled.set(key, data);
  }
  return { ...box, mediaType: 'image/webp', data };
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

interface Asked {
  readonly line: TextLine;
  readonly size: Size;
  readonly settle: (mask: Promise<Uint8Array>) => void;
}

/** Of a picture that holds all masks that are drawn at once, one under the other: its raster is four times as many bytes. */
const mostSheetPixels = 4_000_000;
const highestSheetPx = 8192;
let asked: Asked[] = [];

/**
 * How much of each pixel the text takes, one byte a pixel. What is asked for in one turn of the
 * event loop is drawn as one picture: to open one costs more than to draw a line in it.
 */
export function drawTextMask(line: TextLine, size: Size): Promise<Uint8Array> {
  if (asked.length === 0) queueMicrotask(drawAsked);
  return new Promise((resolve) => void asked.push({ line, size, settle: resolve }));
}

function drawAsked(): void {
  const all = asked;
  asked = [];
  let rows: Asked[] = [];
  let sheet: Size = { width: 0, height: 0 };
  for (const row of all) {
    const width = Math.max(sheet.width, row.size.width);
    const height = sheet.height + row.size.height;
    const isFull = height > highestSheetPx || width * height > mostSheetPixels;
    if (isFull && rows.length > 0) settleSheet(rows);
    rows = isFull ? [row] : [...rows, row];
    sheet = isFull ? row.size : { width, height };
  }
  settleSheet(rows);
}

function settleSheet(rows: readonly Asked[]): void {
  const width = Math.max(...rows.map(({ size }) => size.width));
  const sheet = drawSheet(rows, width);
  let top = 0;
  for (const row of rows) {
    const { size, settle } = row;
    const from = top;
    settle(
      sheet.then(
        (pixels) => cutMask(pixels, width, from, size),
        // One line's failure is not that of the others.
        () => drawSheet([row], size.width),
      ),
    );
    top += size.height;
  }
}

function cutMask(sheet: Uint8Array, width: number, top: number, size: Size): Uint8Array {
  const mask = new Uint8Array(size.width * size.height);
  for (let row = 0; row < size.height; row += 1) {
    const from = (top + row) * width;
    mask.set(sheet.subarray(from, from + size.width), row * size.width);
  }
  return mask;
}

async function drawSheet(rows: readonly Asked[], width: number): Promise<Uint8Array> {
  let height = 0;
  let body = '';
  for (const { line, size } of rows) {
    // One sign that XML does not have would spoil the whole sheet.
    const text = line.text
      .toWellFormed()
      .replaceAll(/[&<>\p{Cc}\uFFFE\uFFFF]/gu, (sign) => escapes[sign] ?? ' ');
    body += `<svg y="${height}" width="${size.width}" height="${size.height}"><g transform="translate(1 ${line.baselinePx.toFixed(2)}) scale(${line.stretch.toFixed(4)} 1)"><text font-family="${textFonts[line.face.family]}" font-weight="${line.face.isBold ? 'bold' : 'normal'}" font-size="${line.sizePx.toFixed(2)}">${text}</text></g></svg>`;
    height += size.height;
  }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" fill="#fff">${body}</svg>`;
  const { data, info } = await sharp(Buffer.from(svg))
    .ensureAlpha()
    .extractChannel(3)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return info.width === width && info.height === height
    ? new Uint8Array(data)
    : new Uint8Array(width * height);
}
