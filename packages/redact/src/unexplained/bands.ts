/**
 * An area → bands of its rows, cut where rows say nothing: what is written into
 * one line leaves all other bands as they were, and so does a scroll. Where lines of two columns
 * stand beside each other, each column has its own (XY-cut: Nagy and Seth 1984).
 */
import type { Box } from '@understudy/recording';
import type { Canvas } from '../pixels/canvas.ts';

/** Between two lines of text; no letter is the same for so many rows together with its neighbours. */
const gapRows = 4;
/** A band that is higher holds several lines; between two columns of lines there is more than the blanks of one. */
const highestLinePx = 56;
const gutterPx = 24;
/** What stands so far apart on one line changes by itself: a bar for scrolling beside a text. */
const wideGutterPx = 160;

/** Natively: on most rows nothing differs, which a loop would see only at their end. */
export function isRowLike({ words, width }: Canvas, box: Box, row: number, other: number): boolean {
  const bytes = Buffer.from(words.buffer, words.byteOffset, words.byteLength);
  const from = 4 * (row * width + box.x);
  const with_ = 4 * (other * width + box.x);
  const length = 4 * box.width;
  return bytes.compare(bytes, with_, with_ + length, from, from + length) === 0;
}

/** In order from the top, without the rows between them; rows that repeat what is above hold no text. */
function cutRows(canvas: Canvas, { x, y, width, height }: Box): Box[] {
  const bands: Box[] = [];
  const end = y + height;
  let top = -1;
  let repeats = 0;
  for (let row = y + 1; row <= end; row += 1) {
    const isRepeat = row < end && isRowLike(canvas, { x, y, width, height }, row, row - 1);
    repeats = isRepeat ? repeats + 1 : 0;
    if (!isRepeat && row < end && top < 0) top = row - 1;
    const isOver = top >= 0 && (repeats >= gapRows || row === end);
    if (!isOver) continue;
    const bottom = row === end ? end : row - repeats + 1;
    bands.push({ x, y: top, width, height: bottom - top });
    top = -1;
  }
  return bands;
}

/** Side by side, cut in the middle of each gutter: columns of pixels that repeat what is left of them. */
function cutColumns({ words, width }: Canvas, box: Box): Box[] {
  const leastPx = box.height > highestLinePx ? gutterPx : wideGutterPx;
  const isInked = new Uint8Array(box.width);
  for (let row = box.y; row < box.y + box.height; row += 1) {
    const from = row * width + box.x;
    let before = words[from];
    for (let column = 1; column < box.width; column += 1) {
      const word = words[from + column];
      if (word === before) continue;
      isInked[column] = 1;
      before = word;
    }
  }
  const cuts: number[] = [];
  let free = 0;
  for (let column = 0; column < box.width; column += 1) {
    if (isInked[column] === 0) free += 1;
    else {
      // Before the first ink there is nothing to cut off.
      if (free >= leastPx && free < column) cuts.push(column - Math.floor(free / 2));
      free = 0;
    }
  }
  return [0, ...cuts].map((from, index) => ({
    ...box,
    x: box.x + from,
    width: (cuts[index] ?? box.width) - from,
  }));
}

function* bandsIn(canvas: Canvas, box: Box): Generator<Box> {
  for (const band of cutRows(canvas, box)) {
    const columns = cutColumns(canvas, band);
    if (columns.length === 1) yield band;
    else for (const column of columns) yield* bandsIn(canvas, column);
  }
}

/** One by one: who finds that the area still changes needs no more of them. */
export const bandsOf = (area: Canvas): Generator<Box> =>
  bandsIn(area, { x: 0, y: 0, width: area.width, height: area.height });
