/** Frames, rules and the lines of a table: straight and thin, with ground on both sides. They tell nobody's name. */
import type { Canvas } from '../pixels/canvas.ts';

/** Longer than any letter. */
const longPx = 40;
/** At most so thick; then as much again must be ground, in which bars of a code have their neighbours. */
const thickPx = 3;
const besidePx = 12;
const leastGround = 0.7;

/** The same for lines along the rows and along the columns. */
interface Direction {
  readonly lines: number;
  readonly length: number;
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

function markAlong(
  shown: Uint8Array,
  ground: Uint8Array,
  words: Uint32Array,
  direction: Direction,
): void {
  const { lines, length, step, between } = direction;
  /** Of each line, where its run of one colour began. */
  const firstOf = new Uint32Array(lines);
  const endRun = (line: number, end: number): void => {
    const first = firstOf[line] ?? 0;
    firstOf[line] = end;
    if (end - first < longPx || ground[line * between + first * step] === 1) return;
    const run = { line, first, end };
    if (!isFreeBeside(ground, direction, run, 1) || !isFreeBeside(ground, direction, run, -1))
      return;
    for (let one = first; one < end; one += 1) shown[line * between + one * step] = 1;
  };
  // Row by row both ways, as the pixels lie in memory.
  const [rows, columns] = step === 1 ? [lines, length] : [length, lines];
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const [line, at] = step === 1 ? [row, column] : [column, row];
      const place = line * between + at * step;
      if (at > 0 && words[place] !== words[place - step]) endRun(line, at);
    }
  for (let line = 0; line < lines; line += 1) endRun(line, length);
}

/** Marks their pixels in `shown`. */
export function markRuledLines(
  shown: Uint8Array,
  ground: Uint8Array,
  { words, width, height }: Canvas,
): void {
  markAlong(shown, ground, words, { lines: height, length: width, step: 1, between: width });
  markAlong(shown, ground, words, { lines: width, length: height, step: width, between: 1 });
}
