/**
 * An area → bands of its rows, cut where rows say nothing: what is written into
 * one line leaves all other bands as they were, and so does a scroll. Where lines of two columns
 * stand beside each other, each column has its own (XY-cut: Nagy and Seth 1984), and so has each
 * panel: a page scrolls beside the entries of its navigation, whose lines it meets.
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
/** A panel is another ground from an edge on that is longer than any letter's, and holds some words beside each other. */
const leastPanelPx = 160;
const leastEdgePx = 200;
/** An edge so long is met by many of the rows of which there is one in so many. */
const sampledRows = 20;

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
  let last = y;
  for (let row = y + 1; row <= end; row += 1) {
    if (row < end && !isRowLike(canvas, { x, y, width, height }, row, row - 1)) {
      if (top < 0) top = row - 1;
      last = row;
    }
    const isOver = top >= 0 && (row - last >= gapRows || row === end);
    if (!isOver) continue;
    // Also where what stands beside it goes on for some rows: then it is as it is alone.
    const bottom = end === canvas.height && row === end ? end : last + 1;
    bands.push({ x, y: top, width, height: bottom - top });
    top = -1;
  }
  return bands;
}

/** Whether in all of the rows one colour ends here, and another begins: no letter crosses it. */
function isEdge({ words, width }: Canvas, { y, height }: Box, x: number): boolean {
  const left = words[y * width + x - 1];
  const right = words[y * width + x];
  if (left === right) return false;
  for (let row = y + 1; row < y + height; row += 1)
    if (words[row * width + x - 1] !== left || words[row * width + x] !== right) return false;
  return true;
}

/** Columns of pixels with which a panel may begin: where some rows say so, over a long stretch. */
function panelStartsOf({ words, width, height }: Canvas): readonly number[] {
  const metIn = new Uint16Array(width);
  const edgePx = new Uint16Array(width);
  const starts = new Set<number>();
  for (let row = sampledRows; row < height; row += sampledRows) {
    const from = row * width;
    const above = from - sampledRows * width;
    let left = words[from + leastPanelPx - 1];
    for (let x = leastPanelPx; x <= width - leastPanelPx; x += 1) {
      const right = words[from + x];
      if (left === right) continue;
      const goesOn = left === words[above + x - 1] && right === words[above + x];
      left = right;
      if (!goesOn) continue;
      edgePx[x] = sampledRows + (metIn[x] === row - sampledRows ? (edgePx[x] ?? 0) : 0);
      metIn[x] = row;
      if ((edgePx[x] ?? 0) >= leastEdgePx) starts.add(x);
    }
  }
  return [...starts].toSorted((a, b) => a - b);
}

/** Side by side: the panels that stand in these rows. */
function cutPanels(canvas: Canvas, box: Box, starts: readonly number[]): Box[] {
  const end = box.x + box.width;
  const panels: Box[] = [];
  let from = box.x;
  for (const x of starts) {
    if (x - from < leastPanelPx || end - x < leastPanelPx || !isEdge(canvas, box, x)) continue;
    panels.push({ ...box, x: from, width: x - from });
    from = x;
  }
  return [...panels, { ...box, x: from, width: end - from }];
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

function* bandsIn(canvas: Canvas, box: Box, panelStarts: readonly number[]): Generator<Box> {
  for (const band of cutRows(canvas, box)) {
    const panels = cutPanels(canvas, band, panelStarts);
    const columns = panels.length === 1 ? cutColumns(canvas, band) : panels;
    if (columns.length === 1) yield band;
    else for (const column of columns) yield* bandsIn(canvas, column, panelStarts);
  }
}

/** One by one: who finds that the area still changes needs no more of them. */
export const bandsOf = (area: Canvas): Generator<Box> =>
  bandsIn(area, { x: 0, y: 0, width: area.width, height: area.height }, panelStartsOf(area));
