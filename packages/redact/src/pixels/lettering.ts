/**
 * How a text is set, by its pixels and what was read there: where its line and
 * its first letter stand, how large it is, and which sort of face it may have;
 * so that a stand-in looks as what it stands for.
 */
import type { Box } from '@understudy/recording';
import type { Canvas } from './canvas.ts';
import { distance, shapeOfInk, type Ink } from './paint.ts';
import { hangs, heightOf, lengthOf, plainFace, type Typeface } from './typeface.ts';

/** Faces that its length tells apart; a serif one is told by its strokes. */
export const byLength = ['sans', 'wide', 'mono'] as const;
export type LengthFamily = (typeof byLength)[number];

export interface Lettering {
  readonly isBold: boolean;
  /** A level stroke to an upright one; null where it has too few letters to tell. */
  readonly slimness: number | null;
  /** How far its length is from the one in each face, in parts of it; null where it tells none. */
  readonly off: Readonly<Record<LengthFamily, number>> | null;
  /** Whether its length tells its size, too: of a few letters it is that of some other size as well. */
  readonly isSized: boolean;
  /** Whether it is as long as letters that are all as wide, with hardly any ink between their places. */
  readonly isEven: boolean;
  /** Font size in pixels, by which a stand-in is as high in each face. */
  readonly sizePx: Readonly<Record<Typeface['family'], number>>;
  /** From the top of the picture to the line that the letters stand on. */
  readonly baselinePx: number;
  readonly leftPx: number;
}

/** How much of each pixel is ink, 0..1. */
function shareOfInk(word: number, { ground, ink }: Ink): number {
  return Math.min(1, distance(word, ground) / Math.max(1, distance(ink, ground)));
}

/** A row or a column with less has none. */
const leastInk = 0.6;
/** A row with more is a rule under the text, or beside it. */
const mostInk = 0.95;
const leastRows = 5;
/** How far ink may stand outside of the box of what was read. */
const strayPx = 2;

interface Inked {
  /** Of the rows and columns that hold the text; ends are behind them. */
  readonly top: number;
  /** Where the ink of the first of them begins. */
  readonly topPx: number;
  readonly end: number;
  readonly left: number;
  readonly right: number;
  /** By row of the picture: how much ink it has there. */
  readonly rows: Float64Array;
  readonly shares: Float64Array;
}

function inkedIn({ words, width, height }: Canvas, box: Box, colours: Ink): Inked | null {
  const left = Math.max(0, Math.floor(box.x));
  const right = Math.min(width, Math.ceil(box.x + box.width));
  const shares = new Float64Array(words.length);
  const rows = new Float64Array(height);
  const columns = new Float64Array(width);
  for (let row = 0; row < height; row += 1) {
    for (let column = left; column < right; column += 1) {
      const share = shareOfInk(words[row * width + column] ?? 0, colours);
      shares[row * width + column] = share;
      rows[row] = (rows[row] ?? 0) + share;
    }
    if ((rows[row] ?? 0) > mostInk * (right - left)) rows[row] = 0;
  }
  const isInked = (row: number): boolean => (rows[row] ?? 0) >= leastInk;
  let top = Math.max(0, Math.floor(box.y));
  let end = Math.min(height, Math.ceil(box.y + box.height));
  while (top < end && !isInked(top)) top += 1;
  while (end > top && !isInked(end - 1)) end -= 1;
  for (let stray = 0; stray < strayPx && isInked(top - 1); stray += 1) top -= 1;
  for (let stray = 0; stray < strayPx && isInked(end); stray += 1) end += 1;
  if (end - top < leastRows) return null;
  for (let row = top; row < end; row += 1)
    for (let column = left; column < right; column += 1)
      columns[column] = (columns[column] ?? 0) + (shares[row * width + column] ?? 0);
  const first = columns.findIndex((ink) => ink >= leastInk);
  const last = columns.findLastIndex((ink) => ink >= leastInk);
  if (first < 0) return null;
  const darkest = Math.max(...shares.subarray(top * width + left, top * width + right));
  return { top, topPx: top + 1 - darkest, end, left: first, right: last + 1, rows, shares };
}

/** Of a row of letters that are all as high, to the usual one: what has less is of a bracket beside them. */
const leastOfUsual = 0.2;
/** Capitals and digits, and what stands between them: all begin and end on the same rows. */
const levelText = /^[\p{Lu}\p{N}][\p{Lu}\p{N}.: -]*$/u;

/** Without the rows above and below that only brackets have, which were read, or taken, for none of the text. */
function withoutBrackets(inked: Inked, width: number): Inked {
  const { end, left, right, rows, shares } = inked;
  const usual = quantile([...rows.subarray(inked.top, end)], 0.5);
  const isOfText = (row: number): boolean => (rows[row] ?? 0) >= leastOfUsual * usual;
  const first = rows.subarray(inked.top, end).findIndex((_, row) => isOfText(inked.top + row));
  const last = rows.subarray(inked.top, end).findLastIndex((_, row) => isOfText(inked.top + row));
  const top = inked.top + first;
  if (first < 0 || last + 1 - first < leastRows) return inked;
  const darkest = Math.max(...shares.subarray(top * width + left, top * width + right));
  return { ...inked, top, topPx: top + 1 - darkest, end: inked.top + last + 1 };
}

/** Round letters reach a little below their line: no pixel of that row is as dark. */
const mostBelow = 0.4;

function endOfLetters({ top, end, left, right, shares }: Inked, width: number): number {
  const last = shares.subarray((end - 1) * width + left, (end - 1) * width + right);
  return end - top > leastRows && Math.max(...last) < mostBelow ? end - 1 : end;
}

/** The row behind the last one of most letters: tails have far less ink. */
function baselineOf({ top, end, rows }: Inked): number {
  let baseline = end;
  let most = 0;
  for (let row = Math.ceil(top + 0.5 * (end - top)); row < end; row += 1) {
    const drop = (rows[row] ?? 0) - (row + 1 < end ? (rows[row + 1] ?? 0) : 0);
    if (drop <= most) continue;
    most = drop;
    baseline = row + 1;
  }
  return baseline;
}

const leastShare = 0.15;

/** Of a comma, to the height of the text. */
const widestComma = 0.4;

/** Without a comma that stands behind it and was read for none of it: its tail would lower the line. */
function withoutComma(inked: Inked, width: number): Inked {
  const { top, end, left, right, shares } = inked;
  const inkIn = (column: number, from: number, to: number): number => {
    let ink = 0;
    for (let row = from; row < to; row += 1) ink += shares[row * width + column] ?? 0;
    return ink;
  };
  const widest = widestComma * (end - top);
  let line = end;
  let comma = right;
  while (line - top > leastRows) {
    let first = left;
    while (first < right && inkIn(first, line - 1, line) < leastShare) first += 1;
    if (right - first > widest) break;
    line -= 1;
    comma = Math.min(comma, first);
  }
  if (line === end) return inked;
  while (comma > left && inkIn(comma - 1, top, line) >= leastShare) comma -= 1;
  while (comma > left && inkIn(comma - 1, top, line) < leastShare) comma -= 1;
  // No column is free between: it is the tail of a letter.
  return right - comma > 2 * widest ? inked : { ...inked, end: line, right: comma };
}

/** How thick what crosses a line of pixels is, in pixels: how much ink each of its runs has. */
function* runsAlong(shares: Float64Array, first: number, step: number, count: number) {
  let run = 0;
  for (let nth = 0; nth <= count; nth += 1) {
    const share = nth < count ? (shares[first + nth * step] ?? 0) : 0;
    if (share > leastShare) run += share;
    else if (run > 0) {
      yield run;
      run = 0;
    }
  }
}

const quantile = (numbers: readonly number[], share: number): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(share * numbers.length)] ?? 0;

/** Of upright strokes: most of what rows cross in the middle of small letters. */
function uprightOf({ shares, left, right, top }: Inked, baseline: number, width: number): number {
  const high = baseline - top;
  const runs: number[] = [];
  for (let row = Math.round(baseline - 0.55 * high); row < baseline - 0.15 * high; row += 1)
    runs.push(...runsAlong(shares, row * width + left, 1, right - left));
  return quantile(runs, 0.4);
}

/** Of level strokes: the thinnest of what columns cross. */
function levelOf({ shares, left, right, top }: Inked, baseline: number, width: number): number {
  const runs: number[] = [];
  for (let column = left; column < right; column += 1)
    runs.push(...runsAlong(shares, top * width + column, width, baseline - top));
  return quantile(runs, 0.3);
}

/** Between letters of an even face, to the ink of other columns. */
const mostBetween = 0.5;

/** How much ink stands between so many places of one width, in parts of what stands elsewhere. */
function inkBetween(
  { shares, left, right, top }: Inked,
  baseline: number,
  count: number,
  width: number,
): number {
  const inkAt = (column: number): number => {
    let ink = 0;
    for (let row = top; row < baseline; row += 1) ink += shares[row * width + column] ?? 0;
    return ink;
  };
  let all = 0;
  for (let column = left; column < right; column += 1) all += inkAt(column);
  // Of the first and the last place about a sixth is free.
  const pitch = (right - left) / (count - 0.17);
  let between = 0;
  for (let nth = 1; nth < count; nth += 1)
    between += inkAt(Math.floor(left + (nth - 0.085) * pitch));
  return (between * (right - left)) / (all * (count - 1));
}

/** A sign was read that does not stand there, or the ink holds one that was not read. */
const misreadBy = [-2, -1, 1, 2] as const;
/** Of one of so many numbers of signs that is no chance; of shorter texts it is. */
const mostBetweenMisread = 0.3;
const leastMisread = 8;

/** In parts of the size; a regular upright stroke is .09, a bold one .14. */
const leastBold = 0.118;
/** Shorter texts are as long in any face. */
const leastTelling = 5;
const leastSized = 12;
const leastLong = 0.6;
const leastHigh = 0.84;
/** Lengths are known as near as that, and those of letters that are all as wide nearer. */
export const mostOff = 0.16;
const mostEvenOff = 0.08;
/** Between the size that its pixels say and the one that its box says. */
const mostDoubt = 0.35;
/** Of a wide face, which a row more or less of height also makes of the usual one. */
const rarer = 0.02;
/**
 * @param part the picture, @param box of the text in it, @param text as it was read there
 * @returns null where its ink tells nothing
 */
export function letteringOf(part: Canvas, box: Box, text: string, colours: Ink): Lettering | null {
  const all = inkedIn(part, box, colours);
  if (all === null) return null;
  const standing = hangs(text) ? all : withoutComma(all, part.width);
  const inked = levelText.test(text) ? withoutBrackets(all, part.width) : standing;
  const count = Array.from(text).length;
  const isLong = count >= leastTelling;
  const high = heightOf(text);
  if (high === null) return null;
  const lengthPx = inked.right - inked.left;
  const isHigh =
    isLong &&
    lengthPx * high.sans < leastHigh * lengthOf(text, plainFace) * (inked.end - inked.topPx);
  // What is too high for its length hangs, though no such letter was read.
  const isHung = hangs(text) || isHigh;
  const baselinePx = isHung ? baselineOf(inked) : endOfLetters(inked, part.width);
  const heightPx = baselinePx - inked.topPx;
  const guessPx = shapeOfInk(text, box.y, box.height).sizePx;
  const upright = uprightOf(inked, baselinePx, part.width);
  const isBold = upright > (leastBold * heightPx) / high.sans;
  /** Of the size by its height, the one that would make it as long as it is. */
  const longIn = (family: Typeface['family'], signs = text): number => {
    // Beside the first and the last letter their own room is free.
    const length = lengthOf(signs, { family, isBold }) - 0.1;
    return (lengthPx / length) * (high[family] / heightPx);
  };
  // Lines above each other, or a picture.
  if (isLong && longIn('sans') < leastLong) return null;
  const offOf = (long: number): number => Math.abs(Math.log(long));
  const between = (signs: number): number => inkBetween(inked, baselinePx, signs, part.width);
  const isReadEven = between(count) < mostBetween && offOf(longIn('mono')) < mostEvenOff;
  const misread = isReadEven || count < leastMisread ? [] : misreadBy;
  const evenLongs = misread.flatMap((by) => {
    const long = longIn('mono', 'n'.repeat(count + by));
    const isEven = offOf(long) < mostEvenOff && between(count + by) < mostBetweenMisread;
    return isEven ? [long] : [];
  });
  const longInMono = evenLongs[0] ?? longIn('mono');
  const off = {
    sans: offOf(longIn('sans')),
    wide: offOf(longIn('wide')) + rarer,
    mono: offOf(longInMono),
  };
  // Where none fits, the text was not read as it stands.
  const tells = isLong && byLength.some((family) => off[family] < mostOff);
  // A box may be told too high: what is as long as it should be for its height is read aright.
  const doubt = Math.log(heightPx / high.sans / guessPx);
  if (doubt > mostDoubt || (doubt < -mostDoubt && !tells)) return null;
  const tellsStrokes = isLong && upright > 0 && /\p{L}.*\p{L}/u.test(text);
  // Letters are set to whole pixels by their height, rarely by their length.
  const sizeIn = (family: Typeface['family'], long = longIn(family)): number =>
    (heightPx / high[family]) * (tells ? Math.min(1.02, Math.max(0.87, long)) : 1);
  return {
    isBold,
    slimness: tellsStrokes ? levelOf(inked, baselinePx, part.width) / upright : null,
    off: tells ? off : null,
    isSized: tells && count >= leastSized,
    isEven: isReadEven || evenLongs.length > 0,
    sizePx: {
      sans: sizeIn('sans'),
      wide: sizeIn('wide'),
      serif: sizeIn('serif'),
      mono: sizeIn('mono', longInMono),
    },
    baselinePx,
    leftPx: inked.left,
  };
}
