/**
 * A surrogate drawn where its value stood: the ground's own colour, the text in
 * the ink's colour, as large as fits.
 */
import type { Size } from '@understudy/recording';
import { drawTextMask } from '#picture';
import { inkHeightOf } from './glyph-widths.ts';
import { lengthOf, plainFace, startOf, type Typeface } from './typeface.ts';

export interface Ink {
  /** Words as in canvas.ts: 0xffRRGGBB. */
  readonly ground: number;
  readonly ink: number;
}

export const distance = (a: number, b: number): number =>
  Math.abs(((a >>> 16) & 255) - ((b >>> 16) & 255)) +
  Math.abs(((a >>> 8) & 255) - ((b >>> 8) & 255)) +
  Math.abs((a & 255) - (b & 255));

/** Black or white, whichever stands out more. */
export const inkOn = (ground: number): number =>
  distance(ground, 0xff000000) > 380 ? 0xff000000 : 0xffffffff;

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
  let ink = inkOn(ground);
  let best = 0;
  for (const [word, count] of counts) {
    const score = distance(word, ground) ** 2 * Math.sqrt(Math.min(count, 400));
    if (distance(word, ground) > 90 && score > best) {
      ink = word;
      best = score;
    }
  }
  return { ground, ink: fullInk(counts, ground, ink) };
}

const channels = [16, 8, 0] as const;
/** Of all ink: so much of it, at least, is of thin letters where they are darkest. */
const leastFull = 0.04;
/** How far from the line through two colours a third lies that smoothing makes of them. */
const besideLine = 24;

/** Thin letters are smoothed nearly all over, so that most of their ink is paler than it was drawn with. */
function fullInk(counts: ReadonlyMap<number, number>, ground: number, ink: number): number {
  const partsOf = (word: number): readonly number[] =>
    channels.map((shift) => ((word >>> shift) & 255) - ((ground >>> shift) & 255));
  const way = partsOf(ink);
  const length = way.reduce((sum, part) => sum + part * part, 0);
  const farther: { word: number; along: number; count: number }[] = [];
  let all = 0;
  for (const [word, count] of counts) {
    if (word === ground) continue;
    all += count;
    const parts = partsOf(word);
    const along = parts.reduce((sum, part, at) => sum + part * (way[at] ?? 0), 0) / length;
    const isOnLine = parts.every(
      (part, at) => Math.abs(part - along * (way[at] ?? 0)) <= besideLine,
    );
    if (along > 1 && isOnLine) farther.push({ word, along, count });
  }
  let full = 0;
  for (const { word, count } of farther.toSorted((a, b) => b.along - a.along)) {
    full += count;
    if (full >= leastFull * all) return word;
  }
  return ink;
}

const masks = new Map<string, Promise<Uint8Array>>();
const rememberedMasks = 512;

export interface TextShape {
  /** Font size in pixels. */
  readonly sizePx: number;
  /** From the top of the box to the line that the letters stand on. */
  readonly baselinePx: number;
  readonly face: Typeface;
}

/** The size of a text by the height of its ink, and where its line stands. */
export function shapeOfInk(text: string, top: number, inkHeight: number): TextShape {
  const { above, below } = inkHeightOf(text);
  const sizePx = Math.max(5, inkHeight / (above + below));
  return { sizePx, baselinePx: top + inkHeight - below * sizePx, face: plainFace };
}

/** What a text may be narrowed to, and then made smaller by: what would still be too long is cut, as large as it is. */
const leastStretch = 0.75;
const leastSize = 0.82;
const smallestPx = 5;

/** Of a text that is cut: with fewer, the sign of a cut takes the room of what tells more. */
const leastLetters = 3;
/** Names and places, of which a part is one, too. */
const ofWords = /^[\p{L}\p{M}'’.,-]+(?: [\p{L}\p{M}'’.,-]+)+$/u;

/** As much of a text as is that long, as it is read on screens that have no room for it: of names, whole ones. */
function cutText(text: string, most: number, face: Typeface): string {
  const seen = startOf(text, most, face);
  const lastBlank = text.lastIndexOf(' ', seen.length);
  if (lastBlank >= leastLetters && ofWords.test(text))
    return text.slice(0, lastBlank).replace(/[ ,]+$/u, '');
  const start = startOf(text, most - lengthOf('…', face), face).trimEnd();
  if (start.length >= leastLetters) return `${start}…`;
  // Narrower than a letter: it alone.
  return seen.trimEnd() || String.fromCodePoint(text.codePointAt(0) ?? 0x20);
}

interface FittedText {
  readonly text: string;
  readonly sizePx: number;
  /** At most 1. */
  readonly stretch: number;
}

/** A text as it is set where it has so much room. */
export function fitText(text: string, roomPx: number, { sizePx, face }: TextShape): FittedText {
  const fit = roomPx / Math.max(1, lengthOf(text, face) * sizePx);
  if (fit >= leastStretch) return { text, sizePx, stretch: Math.min(1, fit) };
  const smallPx = Math.max(smallestPx, (sizePx * fit) / leastStretch);
  if (smallPx >= leastSize * sizePx) return { text, sizePx: smallPx, stretch: leastStretch };
  const most = roomPx / (sizePx * leastStretch);
  return { text: cutText(text, most, face), sizePx, stretch: leastStretch };
}

/** How much of each pixel the text takes, one byte a pixel; empty where drawing fails. */
export function textMask(text: string, box: Size, shape: TextShape): Promise<Uint8Array> {
  const { baselinePx, face } = shape;
  const key = `${box.width} ${box.height} ${shape.sizePx.toFixed(1)} ${baselinePx.toFixed(1)} ${face.family} ${face.isBold} ${text}`;
  const held = masks.get(key);
  if (held !== undefined) return held;
  if (masks.size >= rememberedMasks) masks.delete(masks.keys().next().value ?? '');
  const line = { ...fitText(text, box.width - 2, shape), baselinePx, face };
  const made = drawTextMask(line, box).catch(() => new Uint8Array(box.width * box.height));
  masks.set(key, made);
  return made;
}

export function blend(ground: number, ink: number, share: number): number {
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
