/** Frames, rules and the lines of a table: straight and thin, with ground on both sides. They tell nobody's name. */
import type { Canvas } from '../pixels/canvas.ts';
import { isRowLike } from './bands.ts';

/** Longer than any letter. */
const longPx = 40;
/** At most so thick; then as much again must be ground, in which bars of a code have their neighbours. */
const thickPx = 3;
const besidePx = 12;
const leastGround = 0.7;

/** The same for lines along the rows and along the columns. */
interface Direction {
  readonly lines: number;
  /** From one pixel of a line to the next, and from one line to the next, in pixels of the picture. */
  readonly step: number;
  readonly between: number;
}

function isFreeBeside(
  ground: Uint8Array,
  { lines, step, between }: Direction,
  run: { readonly line: number; readonly first: number; readonly end: number },
  side: 1 | -1,
): boolean {
  let free = 0;
  let all = 0;
  for (let away = thickPx; away <= besidePx; away += 1) {
    const line = run.line + side * away;
    if (line < 0 || line >= lines) continue;
    for (let at = run.first; at < run.end; at += 1) free += ground[line * between + at * step] ?? 0;
    all += run.end - run.first;
  }
  return free >= leastGround * all;
}

/** A run of one colour; short ones are no lines. */
type EndRun = (line: number, first: number, end: number) => void;

function markRuns(shown: Uint8Array, ground: Uint8Array, direction: Direction): EndRun {
  const { step, between } = direction;
  return (line, first, end) => {
    if (end - first < longPx || ground[line * between + first * step] === 1) return;
    const run = { line, first, end };
    if (!isFreeBeside(ground, direction, run, 1) || !isFreeBeside(ground, direction, run, -1))
      return;
    for (let at = first; at < end; at += 1) shown[line * between + at * step] = 1;
  };
}

/** Signed, a colour is a small integer to V8; and what is called for every row it compiles at once. */
const coloursOf = ({ words }: Canvas): Int32Array =>
  new Int32Array(words.buffer, words.byteOffset, words.length);

function endRunsOfRow(colours: Int32Array, row: number, width: number, endRun: EndRun): void {
  const from = row * width;
  let first = 0;
  let before = colours[from];
  for (let at = 1; at < width; at += 1) {
    const colour = colours[from + at];
    if (colour === before) continue;
    before = colour;
    if (at - first >= longPx) endRun(row, first, at);
    first = at;
  }
  endRun(row, first, width);
}

function endRunsOfRows(canvas: Canvas, endRun: EndRun): void {
  const colours = coloursOf(canvas);
  for (let row = 0; row < canvas.height; row += 1) endRunsOfRow(colours, row, canvas.width, endRun);
}

/** Of the columns whose run ends above this row. @param firstOf each column's run */
function endRunsAbove(
  colours: Int32Array,
  row: number,
  firstOf: Uint32Array,
  endRun: EndRun,
): void {
  const width = firstOf.length;
  for (let column = 0, at = row * width; column < width; column += 1, at += 1) {
    if (colours[at] === colours[at - width]) continue;
    const first = firstOf[column] ?? 0;
    firstOf[column] = row;
    if (row - first >= longPx) endRun(column, first, row);
  }
}

/** Row by row, too, as the pixels lie in memory. */
function endRunsOfColumns(canvas: Canvas, endRun: EndRun): void {
  const { width, height } = canvas;
  const whole = { x: 0, y: 0, width, height };
  const colours = coloursOf(canvas);
  const firstOf = new Uint32Array(width);
  for (let row = 1; row < height; row += 1)
    if (!isRowLike(canvas, whole, row, row - 1)) endRunsAbove(colours, row, firstOf, endRun);
  for (let column = 0; column < width; column += 1) endRun(column, firstOf[column] ?? 0, height);
}

/** Marks their pixels in `shown`. */
export function markRuledLines(shown: Uint8Array, ground: Uint8Array, canvas: Canvas): void {
  const { width, height } = canvas;
  const rows: Direction = { lines: height, step: 1, between: width };
  const columns: Direction = { lines: width, step: width, between: 1 };
  endRunsOfRows(canvas, markRuns(shown, ground, rows));
  endRunsOfColumns(canvas, markRuns(shown, ground, columns));
}
