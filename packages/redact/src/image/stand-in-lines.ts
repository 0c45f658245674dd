/**
 * What was found in a picture → the stand-ins to draw, each as what it stands
 * for is set. Those of neighbours on a line are set one behind the other, and a
 * value that was found in pieces has one.
 */
import { unionBox, type Box } from '@understudy/recording';
import type { Finding } from '../ocr/find.ts';
import { clipBox, copyPart, type Canvas } from '../pixels/canvas.ts';
import { letteringOf } from '../pixels/lettering.ts';
import { distance, inkOf, shapeOfInk, type Ink, type TextShape } from '../pixels/paint.ts';
import { lengthOf } from '../pixels/typeface.ts';
import { shapeOf, typesettingOf, usualFamily } from '../pixels/typesetting.ts';
import type { SensitiveKind } from '../span.ts';
import type { SurrogateTable } from '../surrogate/table.ts';

/** Boxes of words are tight; smoothing, and the room of a letter, stand a little outside. */
const growWord = ({ x, y, width, height }: Box): Box => {
  const besidePx = Math.max(2, 0.2 * height);
  const abovePx = Math.max(2, 0.12 * height);
  return {
    x: x - besidePx,
    y: y - abovePx,
    width: width + 2 * besidePx,
    height: height + 2 * abovePx,
  };
};

/** Behind the widest letter, in heights of a box, comes a column without ink; else it is no letter that is cut. */
const widestLetter = 1.1;
/** Of its ink: paler, the smoothing of two letters meets. */
const leastOfLetter = 0.3;
/** Of a box: letters, and no line under them. */
const lettersPart = { from: 0.1, to: 0.8 } as const;

/** A box that ends within a letter, as where it was read amiss → with all of that letter: a scrap of it tells of it. */
function wholeLetters(canvas: Canvas, box: Box, { ground, ink }: Ink): Box {
  const { y, height } = box;
  const first = Math.max(0, Math.floor(y + lettersPart.from * height));
  const end = Math.min(canvas.height, Math.ceil(y + lettersPart.to * height));
  const least = leastOfLetter * distance(ink, ground);
  const hasInk = (column: number): boolean => {
    for (let row = first; row < end; row += 1)
      if (distance(canvas.words[row * canvas.width + column] ?? ground, ground) > least)
        return true;
    return false;
  };
  /** The first column without ink beyond the one where the box ends. */
  const freeFrom = (edge: number, step: 1 | -1): number => {
    let column = edge;
    while (column >= 0 && column < canvas.width && hasInk(column)) {
      column += step;
      if (Math.abs(column - edge) > widestLetter * height) return edge;
    }
    return column;
  };
  const left = Math.floor(box.x);
  const right = Math.ceil(box.x + box.width) - 1;
  const x = Math.min(box.x, freeFrom(left, -1) + 1);
  return { ...box, x, width: Math.max(box.x + box.width, freeFrom(right, 1)) - x };
}

/** A finding, and how what it covers is set. */
export interface SetText {
  readonly finding: Finding;
  readonly place: Box;
  readonly colours: Ink;
  /** In the canvas, as where the first letter begins. */
  readonly shape: TextShape;
  readonly leftPx: number;
}

/** A box may hold more than its text, an icon beside it, or lines above each other: then it is higher than its text is long. */
const mostHigh = 1.2;

function shapeOfBox(text: string, { y, width, height }: Box): TextShape {
  const shape = shapeOfInk(text, y, height);
  const mostPx = (mostHigh * width) / Math.max(1, lengthOf(text, shape.face));
  if (shape.sizePx <= mostPx) return shape;
  return { ...shape, sizePx: mostPx, baselinePx: y + height / 2 + 0.35 * mostPx };
}

export function setTexts(canvas: Canvas, findings: readonly Finding[]): SetText[] {
  const read = findings.flatMap((finding) => {
    const { text } = finding;
    const around = clipBox(growWord(finding.box), canvas);
    if (around === null) return [];
    const colours = inkOf(copyPart(canvas.words, canvas.width, around));
    const box = wholeLetters(canvas, finding.box, colours);
    const place = clipBox(growWord(box), canvas) ?? around;
    const { width, height } = place;
    const words = copyPart(canvas.words, canvas.width, place);
    const inside = { ...box, x: box.x - place.x, y: box.y - place.y };
    const guess = shapeOfBox(text, inside);
    const lettering = letteringOf({ words, width, height }, inside, text, colours);
    return [{ finding, place, colours, guess, lettering }];
  });
  const setting = typesettingOf(read.flatMap(({ lettering }) => lettering ?? []));
  return read.map(({ finding, place, colours, guess, lettering }) => {
    const shape =
      lettering === null
        ? { ...guess, face: { ...guess.face, family: usualFamily(setting) } }
        : shapeOf(lettering, setting);
    const leftPx = lettering === null ? finding.box.x : place.x + lettering.leftPx;
    const baselinePx = place.y + shape.baselinePx;
    return { finding, place, colours, shape: { ...shape, baselinePx }, leftPx };
  });
}

/** Places that one stand-in, or several one behind the other, are set in: none is pushed away by a longer one. */
export interface StandInLine {
  readonly first: SetText;
  readonly places: readonly Box[];
  readonly text: string;
  /** Where it ends as others of its column do, which begin elsewhere; null where it begins as they do. */
  readonly endPx: number | null;
}

/** A value of such a kind that was found in pieces has one stand-in; names are put together of words. */
const isOfWords: ReadonlySet<SensitiveKind> = new Set([
  'name',
  'unknown',
  'location',
  'organization',
]);

/** Up to the next word on a line, in parts of the size. */
const mostBlank = 0.7;

export function isFree(canvas: Canvas, { x, y, width, height }: Box, ground: number): boolean {
  for (let row = Math.max(0, y); row < Math.min(canvas.height, y + height); row += 1)
    for (let column = Math.max(0, x); column < Math.min(canvas.width, x + width); column += 1)
      if (canvas.words[row * canvas.width + column] !== ground) return false;
  return true;
}

/** The rows in which a line of text has its ink. */
export const rowsOf = ({ shape: { baselinePx, sizePx } }: SetText): Pick<Box, 'y' | 'height'> => {
  const y = Math.floor(baselinePx - 0.8 * sizePx);
  return { y, height: Math.ceil(baselinePx + 0.25 * sizePx) - y };
};

/** Thin letters are never as dark as thick ones of their colour. */
const otherInk = 200;

function follows(canvas: Canvas, before: SetText, next: SetText): boolean {
  const { place, shape, colours } = next;
  const { sizePx, baselinePx } = before.shape;
  // By their words: places are grown, to all of a letter that both have a part of.
  const { x, width } = growWord(before.finding.box);
  const blank = growWord(next.finding.box).x - (x + width);
  const from = before.place.x + before.place.width;
  return (
    colours.ground === before.colours.ground &&
    distance(colours.ink, before.colours.ink) < otherInk &&
    Math.abs(shape.baselinePx - baselinePx) <= 0.2 * sizePx &&
    Math.abs(Math.log(shape.sizePx / sizePx)) < 0.25 &&
    Math.abs(blank) < mostBlank * sizePx &&
    isFree(canvas, { ...rowsOf(before), x: from, width: place.x - from }, colours.ground)
  );
}

/** Larger than text on screens. */
const mostSizePx = 64;

/** Less than a blank, in parts of the size: two values of one kind have one between them. */
const leastBlank = 0.2;

const isPieceOf = (before: Finding, { kind, box }: Finding, sizePx: number): boolean =>
  kind === before.kind &&
  !isOfWords.has(kind) &&
  box.x - (before.box.x + before.box.width) < leastBlank * sizePx;

/** The value is known by the longer of two pieces. */
const joined = (a: Finding, b: Finding): Finding => ({
  ...(b.text.length > a.text.length ? b : a),
  box: unionBox(a.box, b.box),
});

/** Of words: so near, two texts end on one column. */
const onePx = 1.5;
/** In parts of the size: so far apart, they do not begin on one. */
const leastApart = 0.6;
/** From line to line of a column, in parts of the size. */
const mostApart = 6;

/** Free before and behind it, in parts of the size: what stands within a line does not begin or end by itself. */
const leastBefore = 1;
const leastBehind = 0.4;

function standsAlone(canvas: Canvas, line: readonly SetText[]): boolean {
  const [first, last] = [line[0], line.at(-1)];
  if (first === undefined || last === undefined) return false;
  const { shape, colours, place } = first;
  const beforePx = Math.ceil(leastBefore * shape.sizePx);
  const behindPx = Math.ceil(leastBehind * shape.sizePx);
  const rows = rowsOf(first);
  const end = last.place.x + last.place.width;
  return (
    isFree(canvas, { ...rows, x: place.x - beforePx, width: beforePx }, colours.ground) &&
    isFree(canvas, { ...rows, x: end, width: behindPx }, colours.ground)
  );
}

/** Where the texts of a column end, if they are set to its right side. */
function endOf(line: readonly SetText[], lines: readonly (readonly SetText[])[]): number | null {
  const sideOf = (texts: readonly SetText[]) => {
    const boxes = texts.map(({ finding }) => finding.box);
    const [x, end] = [
      Math.min(...boxes.map((box) => box.x)),
      Math.max(...boxes.map((box) => box.x + box.width)),
    ];
    return {
      x,
      end,
      baselinePx: texts[0]?.shape.baselinePx ?? 0,
      sizePx: texts[0]?.shape.sizePx ?? 0,
    };
  };
  const own = sideOf(line);
  const near = lines
    .filter((other) => other !== line)
    .map(sideOf)
    .filter(({ baselinePx }) => {
      const apart = Math.abs(baselinePx - own.baselinePx) / own.sizePx;
      return apart > 0.5 && apart < mostApart;
    });
  const begins = near.some(({ x }) => Math.abs(x - own.x) <= onePx);
  const ends = near.some(
    ({ x, end }) =>
      Math.abs(end - own.end) <= onePx && Math.abs(x - own.x) > leastApart * own.sizePx,
  );
  return ends && !begins ? own.end : null;
}

export function standInLines(
  canvas: Canvas,
  sets: readonly SetText[],
  table: SurrogateTable,
): readonly StandInLine[] {
  const lines: SetText[][] = [];
  for (const set of sets.toSorted((a, b) => a.place.x - b.place.x)) {
    const line = lines.find((other) => {
      const last = other.at(-1);
      return last !== undefined && follows(canvas, last, set);
    });
    if (line === undefined) lines.push([set]);
    else line.push(set);
  }
  return lines.flatMap((line) => {
    const [first] = line;
    if (first === undefined) return [];
    const values: Finding[] = [];
    for (const { finding, shape } of line) {
      const last = values.at(-1);
      if (last === undefined || !isPieceOf(last, finding, shape.sizePx)) values.push(finding);
      // One more piece of it, perhaps longer.
      else values.splice(-1, 1, joined(last, finding));
    }
    // A signature, or a picture, was read as some letters: its ground alone is left.
    const isText = first.shape.sizePx <= mostSizePx;
    const standIns = values.map(({ text: value, kind }) => table.surrogateOf(value, kind));
    const places = line.map(({ place }) => place);
    const text = isText ? standIns.join(' ') : '';
    const endPx = standsAlone(canvas, line) ? endOf(line, lines) : null;
    return [{ first, places, text, endPx }];
  });
}
