/** What was found in a picture → stand-ins painted in its places. */
import { intersectBoxes, type Box } from '@understudy/recording';
import type { Finding } from '../ocr/find.ts';
import { putPart, type Canvas } from '../pixels/canvas.ts';
import { blend, fitText, textMask } from '../pixels/paint.ts';
import { lengthOf } from '../pixels/typeface.ts';
import type { SensitiveKind } from '../span.ts';
import type { SurrogateTable } from '../surrogate/table.ts';
import {
  isFree,
  rowsOf,
  setTexts,
  standInLines,
  type SetText,
  type StandInLine,
} from './stand-in-lines.ts';

/** A place that was painted over, and why. */
export interface FoundBox extends Box {
  readonly kind: SensitiveKind;
  readonly rule: string;
  readonly confidence: number;
}

/** Beside a stand-in that is longer than its value, in parts of its size: to the next ink. */
const leastGap = 0.35;

/** Letters of other fonts are a little wider, and so is what smooths them. */
const slack = 1.06;

/** Up to where a stand-in may stand: its place, and the free ground right of it, as far as it is needed. */
function endOfRoom(
  canvas: Canvas,
  { first, places, text }: StandInLine,
  all: readonly Box[],
): number {
  const { shape, colours, leftPx } = first;
  const gap = leastGap * shape.sizePx;
  const own = Math.max(...places.map(({ x, width }) => x + width));
  const length = lengthOf(text, shape.face) * shape.sizePx;
  const wanted = Math.min(canvas.width, Math.ceil(leftPx + slack * length + gap));
  let column = own;
  while (
    column < wanted &&
    isFree(canvas, { ...rowsOf(first), x: column, width: 1 }, colours.ground)
  )
    column += 1;
  const end = Math.max(own - 1, Math.floor(column - gap));
  const { y, height } = rowsOf(first);
  // Lines above and below stand so near that places share some rows.
  const isOnLine = (place: Box): boolean =>
    Math.abs(place.y + place.height / 2 - (y + height / 2)) < 0.4 * height;
  const next = all.filter(
    (place) => !places.includes(place) && place.x > leftPx && place.x < end && isOnLine(place),
  );
  return Math.min(end, ...next.map((place) => place.x));
}

/** From where a stand-in may stand that ends with its place: as far left over free ground as it is needed. */
function startOfRoom(
  canvas: Canvas,
  { first, places, text }: StandInLine,
  all: readonly Box[],
): number {
  const { shape, colours } = first;
  const gap = leastGap * shape.sizePx;
  const own = Math.min(...places.map(({ x }) => x));
  const end = Math.max(...places.map(({ x, width }) => x + width));
  const wanted = Math.max(0, Math.floor(end - slack * lengthOf(text, shape.face) * shape.sizePx));
  const rows = rowsOf(first);
  let column = own;
  while (column > wanted && isFree(canvas, { ...rows, x: column - 1, width: 1 }, colours.ground))
    column -= 1;
  const before = all.filter(
    (place) =>
      !places.includes(place) &&
      place.x < own &&
      place.y < rows.y + rows.height &&
      place.y + place.height > rows.y,
  );
  const start = column === own ? own : Math.min(own, Math.ceil(column + gap));
  return Math.max(start, ...before.map(({ x, width }) => Math.min(own, x + width)));
}

/** Of one colour from side to side of a place. */
interface Rule {
  readonly at: Box;
  readonly colour: number;
}

/** Thicker, it may be of a letter that is larger than its box. */
const mostRulePx = 3;

/**
 * The lines that run above or below a text through all of its place, and on behind both of its ends:
 * of a field that is written on, of a table. They are no letters', and tell of none.
 */
function rulesOf(canvas: Canvas, { place, shape, colours }: SetText): readonly Rule[] {
  const { x, width } = place;
  const top = shape.baselinePx - 0.8 * shape.sizePx;
  const rules: Rule[] = [];
  for (let y = place.y; y < place.y + place.height; y += 1) {
    const colour = canvas.words[y * canvas.width + x] ?? 0;
    const isOutside = y < top || y >= shape.baselinePx;
    if (
      !isOutside ||
      colour === colours.ground ||
      !isFree(canvas, { x, y, width, height: 1 }, colour)
    )
      continue;
    const last = rules.at(-1);
    const isNext = last !== undefined && last.colour === colour && last.at.y + last.at.height === y;
    if (isNext) rules.splice(-1, 1, { colour, at: { ...last.at, height: last.at.height + 1 } });
    else rules.push({ colour, at: { x, y, width, height: 1 } });
  }
  return rules.filter(({ at }) => at.height <= mostRulePx);
}

/** What is drawn over the ground of its places, and over free ground beside them. */
interface Drawing extends StandInLine {
  readonly at: Box;
  readonly mask: Uint8Array;
}

async function draw(canvas: Canvas, line: StandInLine, all: readonly Box[]): Promise<Drawing> {
  const { shape, leftPx } = line.first;
  const { sizePx, baselinePx } = shape;
  // The mask begins a pixel before the text, and the text some before its first ink.
  const beginning = (): Pick<Box, 'x' | 'width'> => {
    const x = Math.max(0, Math.round(leftPx - 0.07 * sizePx) - 1);
    return { x, width: Math.max(1, Math.min(canvas.width, endOfRoom(canvas, line, all)) - x) };
  };
  const ending = (endPx: number): Pick<Box, 'x' | 'width'> => {
    const roomPx = endPx - startOfRoom(canvas, line, all);
    const fitted = fitText(line.text, roomPx, shape);
    const length = lengthOf(fitted.text, shape.face) * fitted.sizePx * fitted.stretch;
    const x = Math.max(0, Math.round(endPx + 0.07 * sizePx - length) - 1);
    return { x, width: Math.min(canvas.width - x, Math.ceil(length) + 2) };
  };
  const y = Math.max(0, Math.floor(baselinePx - sizePx));
  const across = line.endPx === null ? beginning() : ending(line.endPx);
  const at = {
    y,
    ...across,
    height: Math.max(1, Math.min(canvas.height, Math.ceil(baselinePx + 0.3 * sizePx)) - y),
  };
  const mask = await textMask(line.text, at, { ...shape, baselinePx: baselinePx - y });
  return { ...line, at, mask };
}

const holds = ({ x, y, width, height }: Box, column: number, row: number): boolean =>
  column >= x && row >= y && column < x + width && row < y + height;

/**
 * Blends the ink into the canvas: what is neither one of its places nor free ground stays as it is.
 * @param later places that are painted after it, @param all of any stand-in
 */
function putInk(
  canvas: Canvas,
  { first, places, at, mask }: Drawing,
  { later, all }: { readonly later: readonly Box[]; readonly all: readonly Box[] },
): void {
  const { ground, ink } = first.colours;
  for (let row = 0; row < at.height; row += 1) {
    for (let column = 0; column < at.width; column += 1) {
      const share = mask[row * at.width + column] ?? 0;
      if (share === 0) continue;
      const [x, y] = [at.x + column, at.y + row];
      const isIn = (place: Box): boolean => holds(place, x, y);
      const pixel = y * canvas.width + x;
      const isOwn = places.some(isIn) && !later.some(isIn);
      if (isOwn || (canvas.words[pixel] === ground && !all.some(isIn)))
        canvas.words[pixel] = blend(ground, ink, share);
    }
  }
}

/** Paints into the canvas. */
export async function paintFindings(
  canvas: Canvas,
  findings: readonly Finding[],
  table: SurrogateTable,
): Promise<readonly FoundBox[]> {
  const sets = setTexts(canvas, findings);
  const all = sets.map(({ place }) => place);
  // Asked for all at once: stand-ins that are drawn together cost less.
  const drawings = await Promise.all(
    standInLines(canvas, sets, table).map((line) => draw(canvas, line, all)),
  );
  const rules = sets.flatMap((set) => rulesOf(canvas, set));
  const fill = (box: Box, colour: number): void =>
    putPart(canvas, box, new Uint32Array(box.width * box.height).fill(colour));
  for (const { place, colours } of sets) fill(place, colours.ground);
  for (const { at, colour } of rules) fill(at, colour);
  for (const [nth, drawing] of drawings.entries()) {
    const meets = (place: Box): boolean => intersectBoxes(place, drawing.at) !== null;
    const later = drawings.slice(nth + 1).flatMap(({ places }) => places.filter(meets));
    putInk(canvas, drawing, { later, all: all.filter(meets) });
  }
  return sets.map(({ place, finding: { kind, rule, confidence } }) => ({
    ...place,
    kind,
    rule,
    confidence,
  }));
}
