/**
 * A surrogate drawn where its value stood: the ground's own colour, the text in
 * the ink's colour, as large as fits.
 */
import type { Size } from '@understudy/recording';
import { drawTextMask } from '#picture';
import { inkHeightOf, widthOfText } from './glyph-widths.ts';

export interface Ink {
  /** Words as in canvas.ts: 0xffRRGGBB. */
  readonly ground: number;
  readonly ink: number;
}

const distance = (a: number, b: number): number =>
  Math.abs(((a >>> 16) & 255) - ((b >>> 16) & 255)) +
  Math.abs(((a >>> 8) & 255) - ((b >>> 8) & 255)) +
  Math.abs((a & 255) - (b & 255));

/** The commonest colour of a part, and the one that stands out most from it. */
export function inkOf(part: Uint32Array): Ink {
  const counts = new Map<number, number>();
  for (const word of part) counts.set(word, (counts.get(word) ?? 0) + 1);
  let ground = 0xffffffff;
  let most = 0;
  for (const [word, count] of counts) {
    if (count > most) {
      ground = word;
      most = count;
    }
  }
  let ink = distance(ground, 0xff000000) > 380 ? 0xff000000 : 0xffffffff;
  let best = 0;
  for (const [word, count] of counts) {
    const score = distance(word, ground) * Math.sqrt(Math.min(count, 400));
    if (distance(word, ground) > 90 && score > best) {
      ink = word;
      best = score;
    }
  }
  return { ground, ink };
}

const masks = new Map<string, Promise<Uint8Array>>();
const rememberedMasks = 512;

export interface TextShape {
  /** Font size in pixels. */
  readonly sizePx: number;
  /** From the top of the box to the line that the letters stand on. */
  readonly baselinePx: number;
}

/** The size of a text by the height of its ink, and where its line stands. */
export function shapeOfInk(text: string, top: number, inkHeight: number): TextShape {
  const { above, below } = inkHeightOf(text);
  const sizePx = Math.max(5, inkHeight / (above + below));
  return { sizePx, baselinePx: top + inkHeight - below * sizePx };
}

/** A text narrower than this share of its natural width is drawn smaller instead. */
const leastStretch = 0.8;

function drawMask(text: string, box: Size, shape: TextShape): Promise<Uint8Array> {
  const { width } = box;
  const natural = widthOfText(text) * shape.sizePx;
  const fit = Math.min(1, (width - 2) / Math.max(1, natural));
  const sizePx = Math.max(
    5,
    fit < leastStretch ? (shape.sizePx * fit) / leastStretch : shape.sizePx,
  );
  const stretch = Math.min(1, (width - 2) / Math.max(1, widthOfText(text) * sizePx));
  return drawTextMask({ text, sizePx, baselinePx: shape.baselinePx, stretch }, box);
}

/** How much of each pixel the text takes, one byte a pixel; empty where drawing fails. */
function textMask(text: string, box: Size, shape: TextShape): Promise<Uint8Array> {
  const key = `${box.width} ${box.height} ${shape.sizePx.toFixed(1)} ${shape.baselinePx.toFixed(1)} ${text}`;
  const held = masks.get(key);
  if (held !== undefined) return held;
  if (masks.size >= rememberedMasks) masks.delete(masks.keys().next().value ?? '');
  const made = drawMask(text, box, shape).catch(() => new Uint8Array(box.width * box.height));
  masks.set(key, made);
  return made;
}

function blend(ground: number, ink: number, share: number): number {
  const mix = (shift: number): number => {
    const from = (ground >>> shift) & 255;
    return Math.round(from + ((((ink >>> shift) & 255) - from) * share) / 255);
  };
  return ((0xff << 24) | (mix(16) << 16) | (mix(8) << 8) | mix(0)) >>> 0;
}

/** The pixels of a box that holds the text alone. */
export async function paintText(
  text: string,
  box: Size,
  colours: Ink,
  shape: TextShape,
): Promise<Uint32Array> {
  const pixels = new Uint32Array(box.width * box.height).fill(colours.ground);
  if (text === '' || box.width < 6 || box.height < 6) return pixels;
  const mask = await textMask(text, box, shape);
  for (let index = 0; index < pixels.length; index += 1) {
    const share = mask[index] ?? 0;
    if (share > 0) pixels[index] = blend(colours.ground, colours.ink, share);
  }
  return pixels;
}
