/**
 * Which pixels of an area are plainly ground, and may be shown although nobody
 * read them: the colour that most of it has, and filled rectangles (buttons,
 * fields, bars) in which a word stands that may be shown. Whatever else is of
 * one colour may be a letter, or a part of a code, however large it is.
 */
import type { Box } from '@understudy/recording';
import { areasOf, type Areas } from '../pixels/areas.ts';
import type { Canvas } from '../pixels/canvas.ts';

/** The page itself: so much of the area, and of its sides, where a code leaves a margin. */
const leastShare = 0.25;
const leastSides = 0.5;
/** The least filled rectangle, how much of its edge is its own, and how much of it is left under its text. */
const leastWidthPx = 40;
const leastHeightPx = 16;
const leastEdge = 0.9;
const leastFill = 0.6;

/** An area that is large enough to be ground. */
interface Candidate {
  readonly area: number;
  readonly box: Box;
  /** Its pixels on the sides of its own box, and on the sides of the picture. */
  edge: number;
  sides: number;
}

function candidatesOf(
  { runCount, areaOf, left, right, top, bottom, size }: Areas,
  canvas: Canvas,
): Map<number, Candidate> {
  const leastPage = leastShare * canvas.width * canvas.height;
  const found = new Map<number, Candidate>();
  for (let area = 0; area < runCount; area += 1) {
    if (areaOf[area] !== area) continue;
    const x = left[area] ?? 0;
    const y = top[area] ?? 0;
    const box = { x, y, width: (right[area] ?? 0) - x, height: (bottom[area] ?? 0) - y };
    const count = size[area] ?? 0;
    const isFilled =
      box.width >= leastWidthPx &&
      box.height >= leastHeightPx &&
      count >= leastFill * box.width * box.height;
    if (isFilled || count >= leastPage) found.set(area, { area, box, edge: 0, sides: 0 });
  }
  return found;
}

/** How many pixels of a run, `from` up to `to` on row `y`, lie on the sides of a box. */
function onSides({ x, y, width, height }: Box, row: number, from: number, to: number): number {
  if (row === y || row === y + height - 1) return to - from;
  return (from === x ? 1 : 0) + (to === x + width ? 1 : 0);
}

const outlinePx = ({ width, height }: Box): number => 2 * (width + height - 2);

/**
 * @param words places of words that may be shown
 * @returns one byte a pixel: 1 where it is plainly ground
 */
export function plainGroundOf(canvas: Canvas, words: readonly Box[]): Uint8Array {
  const { width, height } = canvas;
  const whole: Box = { x: 0, y: 0, width, height };
  const areas = areasOf(canvas, 0);
  const { runCount, startOf, areaOf, size } = areas;
  const candidates = candidatesOf(areas, canvas);
  for (let run = 0; run < runCount; run += 1) {
    const candidate = candidates.get(areaOf[run] ?? 0);
    if (candidate === undefined) continue;
    const start = startOf[run] ?? 0;
    const row = Math.floor(start / width);
    const from = start - row * width;
    const to = (startOf[run + 1] ?? 0) - row * width;
    candidate.edge += onSides(candidate.box, row, from, to);
    candidate.sides += onSides(whole, row, from, to);
  }
  const isPage = ({ area, sides }: Candidate): boolean =>
    (size[area] ?? 0) >= leastShare * width * height && sides >= leastSides * outlinePx(whole);
  const isRectangle = ({ area, box, edge }: Candidate): boolean =>
    box.width >= leastWidthPx &&
    box.height >= leastHeightPx &&
    (size[area] ?? 0) >= leastFill * box.width * box.height &&
    edge >= leastEdge * outlinePx(box);
  const isGround = new Set<number>();
  for (const candidate of candidates.values())
    if (isPage(candidate) || (isRectangle(candidate) && holdsWord(candidate.box, words)))
      isGround.add(candidate.area);
  const ground = new Uint8Array(canvas.words.length);
  for (let run = 0; run < runCount; run += 1)
    if (isGround.has(areaOf[run] ?? 0)) ground.fill(1, startOf[run], startOf[run + 1]);
  return ground;
}

function holdsWord(outer: Box, words: readonly Box[]): boolean {
  return words.some(
    ({ x, y, width, height }) =>
      x >= outer.x &&
      y >= outer.y &&
      x + width <= outer.x + outer.width &&
      y + height <= outer.y + outer.height,
  );
}
