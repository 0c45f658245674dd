/**
 * Where the text stands in its box, by the pixels: the box that accessibility
 * tells is the control's, with padding and a border around the ink.
 */
import type { Size } from '@understudy/recording';
import { inkHeightOf } from './glyph-widths.ts';
import { inkOf, type Ink } from './paint.ts';

export interface InkLine {
  readonly top: number;
  readonly height: number;
  readonly left: number;
}

export interface InkLayout {
  readonly colours: Ink;
  readonly lines: readonly InkLine[];
  /** Pixels of a frame around the control, which stays as it is; 0 without one. */
  readonly borderPx: number;
}

const borderDepth = 4;
const least = 4;

function rowShare(
  words: Uint32Array,
  from: number,
  step: number,
  count: number,
  ground: number,
): number {
  let other = 0;
  for (let index = 0; index < count; index += 1)
    if (words[from + index * step] !== ground) other += 1;
  return count === 0 ? 0 : other / count;
}

/** How deep a line of another colour runs around all four sides. */
function borderOf(words: Uint32Array, { width, height }: Size, ground: number): number {
  for (let depth = 0; depth < borderDepth; depth += 1) {
    if (width <= 2 * depth || height <= 2 * depth) return 0;
    const shares = [
      rowShare(words, depth * width, 1, width, ground),
      rowShare(words, (height - 1 - depth) * width, 1, width, ground),
      rowShare(words, depth, width, height, ground),
      rowShare(words, width - 1 - depth, width, height, ground),
    ];
    if (shares.every((share) => share > 0.8)) return depth + 1;
  }
  return 0;
}

export function layoutOfInk(words: Uint32Array, size: Size): InkLayout {
  const colours = inkOf(words);
  const { width, height } = size;
  const borderPx = height >= 16 && width >= 24 ? borderOf(words, size, colours.ground) : 0;
  const inset = borderPx === 0 ? 0 : borderPx + 1;
  const lines: { top: number; height: number; left: number }[] = [];
  let open: { top: number; left: number } | null = null;
  for (let row = inset; row <= height - inset; row += 1) {
    let left = -1;
    if (row < height - inset) {
      for (let column = inset; column < width - inset && left < 0; column += 1) {
        if (words[row * width + column] !== colours.ground) left = column;
      }
    }
    if (left >= 0)
      open =
        open === null ? { top: row, left } : { top: open.top, left: Math.min(open.left, left) };
    else if (open !== null) {
      if (row - open.top >= least) lines.push({ ...open, height: row - open.top });
      open = null;
    }
  }
  return { colours, lines, borderPx };
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
