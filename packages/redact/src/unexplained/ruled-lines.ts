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
  for (let line = 0; line < lines; line += 1) {
    let first = 0;
    for (let at = 1; at <= length; at += 1) {
      const place = line * between + at * step;
      if (at < length && words[place] === words[place - step]) continue;
      const run = { line, first, end: at };
      first = at;
      if (run.end - run.first < longPx || ground[line * between + run.first * step] === 1) continue;
      if (!isFreeBeside(ground, direction, run, 1) || !isFreeBeside(ground, direction, run, -1))
        continue;
      for (let one = run.first; one < run.end; one += 1) shown[line * between + one * step] = 1;
    }
  }
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
