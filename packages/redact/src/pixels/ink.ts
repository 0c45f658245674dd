/**
 * Where the text stands in its box, by the pixels: the box that accessibility
 * tells is the control's, with padding and a border around the ink.
 */
import type { Size } from '@understudy/recording';
import { copyPart } from './canvas.ts';
import { inkHeightOf } from './glyph-widths.ts';
import { inkOf, type Ink } from './paint.ts';

export interface InkLine {
  readonly top: number;
  readonly height: number;
  readonly left: number;
  /** Behind its last ink. */
  readonly right: number;
}

export interface InkLayout {
  readonly colours: Ink;
  readonly lines: readonly InkLine[];
  /** How deep the frame of a control goes, with what stands around it; 0 without one. */
  readonly borderPx: number;
}

/** Deeper is the control's own padding: the box reaches two pixels beyond the control. */
const depths = [0, 1, 2, 3, 4] as const;
/** Corners are rounded. */
const cornerPx = 7;
const mostCorner = 0.25;
/** Of a line, in pixels. */
const least = 4;
/** Rows without ink between a line and what is above it: the dots of its letters, an accent. */
const mostUnderDot = 2;

const cornerOf = (length: number): number => Math.min(cornerPx, Math.floor(mostCorner * length));

function otherShare(
  words: Uint32Array,
  from: number,
  step: number,
  count: number,
  ground: number,
): number {
  let other = 0;
  for (let index = 0; index < count; index += 1)
    if (words[from + index * step] !== ground) other += 1;
  return count <= 0 ? 0 : other / count;
}

/**
 * Behind the innermost line of another colour that runs around all four sides but for the corners. It
 * may lie deeper on one side than on another: boxes are told in fractions of a pixel.
 */
function borderOf(words: Uint32Array, { width, height }: Size, ground: number): number {
  const across = cornerOf(width);
  const down = cornerOf(height);
  const isLine = (from: number, step: number, count: number): boolean =>
    otherShare(words, from, step, count, ground) > 0.8;
  const sides = [
    (depth: number) => isLine(depth * width + across, 1, width - 2 * across),
    (depth: number) => isLine((height - 1 - depth) * width + across, 1, width - 2 * across),
    (depth: number) => isLine(down * width + depth, width, height - 2 * down),
    (depth: number) => isLine(down * width + width - 1 - depth, width, height - 2 * down),
  ].map((isFrame) => depths.findLast(isFrame) ?? -1);
  return sides.includes(-1) ? 0 : Math.max(...sides) + 1;
}

/** Along a line of pixels: how many there are of each colour. */
function countColours(words: Uint32Array, from: number, step: number, count: number) {
  const counts = new Map<number, number>();
  for (let index = 0; index < count; index += 1) {
    const word = words[from + index * step] ?? 0;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

const commonest = (counts: ReadonlyMap<number, number>): readonly [word: number, count: number] =>
  [...counts].reduce((most, entry) => (entry[1] > most[1] ? entry : most), [0, 0]);

/**
 * Draws the frame, and what stands around it, into `painted`: each side of one colour from corner to
 * corner, so that no ink that reaches into it is left. A side is of the colour that most of it has, or
 * else of the commonest around.
 */
export function paintBorder(
  painted: Uint32Array,
  raw: Uint32Array,
  { width, height }: Size,
  borderPx: number,
): void {
  for (let depth = 0; depth < borderPx; depth += 1) {
    const across = width - 2 * depth;
    const down = height - 2 * depth;
    const first = depth * width + depth;
    const last = (height - 1 - depth) * width + width - 1 - depth;
    const sides = (
      [
        [first, width, down],
        [last, -width, down],
        [first, 1, across],
        [last, -1, across],
      ] as const
    ).map(([from, step, count]) => {
      const [word, most] = commonest(countColours(raw, from, step, count));
      return { from, step, count, word, most };
    });
    const around = new Map<number, number>();
    for (const { word, most } of sides) around.set(word, (around.get(word) ?? 0) + most);
    const [usual] = commonest(around);
    for (const { from, step, count, word, most } of sides)
      for (let index = 0; index < count; index += 1)
        painted[from + index * step] = 2 * most > count ? word : usual;
  }
}

export function layoutOfInk(words: Uint32Array, size: Size): InkLayout {
  const around = inkOf(words);
  const { width, height } = size;
  const borderPx = height >= 16 && width >= 24 ? borderOf(words, size, around.ground) : 0;
  const inset = borderPx === 0 ? 0 : borderPx + 1;
  // Of a short text in a wide field the frame has more pixels than the text.
  const inside = { x: inset, y: inset, width: width - 2 * inset, height: height - 2 * inset };
  const own = inset === 0 ? around : inkOf(copyPart(words, width, inside));
  const colours = own.ground === around.ground ? own : around;
  const lines: InkLine[] = [];
  for (let row = inset; row < height - inset; row += 1) {
    // What rounds the corners of a frame is no ink of a text.
    const isAtCorner = Math.min(row, height - 1 - row) < borderPx + cornerPx;
    const beside = inset + (borderPx > 0 && isAtCorner ? cornerOf(width) : 0);
    const inked = words
      .subarray(row * width + beside, (row + 1) * width - beside)
      .map((word) => (word === colours.ground ? 0 : 1));
    const first = inked.indexOf(1);
    if (first < 0) continue;
    const left = first + beside;
    const right = inked.lastIndexOf(1) + beside + 1;
    const last = lines.at(-1);
    const blank = last === undefined ? 0 : row - last.top - last.height;
    const isDot = last !== undefined && last.height < least && blank <= mostUnderDot;
    if (last === undefined || (blank > 0 && !isDot))
      lines.push({ top: row, height: 1, left, right });
    else
      lines[lines.length - 1] = {
        top: last.top,
        height: row + 1 - last.top,
        left: Math.min(last.left, left),
        right: Math.max(last.right, right),
      };
  }
  return { colours, lines: lines.filter((line) => line.height >= least), borderPx };
}

/** The clean text cut at spaces into as many lines as the ink has. */
export function breakText(text: string, lines: number): string[] {
  if (lines <= 1) return [text];
  const words = text.split(/\s+/u);
  const perLine = Math.ceil(text.length / lines);
  const broken: string[] = [];
  let line = '';
  for (const word of words) {
    if (line !== '' && broken.length < lines - 1 && line.length + word.length + 1 > perLine) {
      broken.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...broken, line];
}

/** Larger than any text of an interface: then the ink is no line of text, and nothing is drawn. */
const mostInkPx = 64;

export function isTextLine(text: string, line: InkLine): boolean {
  const { above, below } = inkHeightOf(text);
  return line.height <= mostInkPx && line.height / (above + below) >= 5;
}
