/**
 * A window as a frame shows it, beside the last frame in which it was explained for sure.
 *
 * [Note: held paint] While a page loads a browser goes on showing the pixels of
 * the page before, for half a second and more (Chromium: "paint holding"; 4 s at
 * most, kNewContentRenderingDelay), but accessibility tells of the new page
 * already. So texts that are new where the pixels stayed as they were do not
 * stand there yet, and what nobody tells any more still stands where nothing
 * changed.
 */
import { intersectBoxes, unionBox, type Box, type Size, type TextBox } from '@understudy/recording';
import type { WindowStructure } from '../ports.ts';
import type { Paint } from './structure-store.ts';

export interface FramePixels {
  readonly size: Size;
  readonly pixels: Uint8Array;
}

/** What tells whether pixels may still be of the page before. */
export interface SeenWindow {
  /** When they were still what is shown, as far as anybody told. */
  readonly seenNs: number;
  readonly paints: readonly Paint[];
}

/** One window as a frame shows it; `covers`: the boxes of the windows in front of it. */
export interface ShownWindow extends FramePixels {
  /** When it was still shown, as far as anybody told. */
  readonly seenNs: number;
  readonly structure: WindowStructure;
  readonly covers: readonly Box[];
}

/** A text that stands where it stood, although nobody tells of it any more. */
export interface LingeringText {
  readonly text: TextBox;
  readonly goneNs: number;
}

/** The same in the last frame that was explained for sure. */
export interface ExplainedWindow extends ShownWindow {
  readonly lingering: readonly LingeringText[];
}

export type Comparison =
  /** Many of the texts that are said to stand as they stood look different. */
  | { readonly kind: 'moved' }
  /** Many of the texts that are said to be new stand where nothing changed. */
  | { readonly kind: 'unpainted'; readonly lingering: readonly LingeringText[] }
  | {
      readonly kind: 'agreeing';
      readonly lingering: readonly LingeringText[];
      /** Where what went stood, if that is a page or much of one. */
      readonly gonePlace: Box | null;
    };

interface Change {
  /** Pixels of the box, and their share of it. */
  readonly count: number;
  readonly share: number;
  /** Of the columns from the first that changed to the last. */
  readonly width: number;
}

/** No browser holds the pixels of the page before for longer. */
export const heldPaintNs = 5_000e6;

/**
 * Whether the pixels are of a page that came after another: half of its place was painted since.
 * @param other when that was last known to be shown, and where
 */
export function isPainted(
  { seenNs, paints }: SeenWindow,
  { atNs, place }: { readonly atNs: number; readonly place: Box },
): boolean {
  const isOver = (paint: Paint): boolean =>
    paint.atNs > atNs &&
    paint.boxes
      .flatMap((box) => intersectBoxes(box, place) ?? [])
      .reduce((sum, box) => sum + areaOf(box), 0) >=
      areaOf(place) / 2;
  return seenNs >= atNs + heldPaintNs || paints.some(isOver);
}

function areaOf({ width, height }: Box): number {
  return width * height;
}

function boxAround([first, ...texts]: readonly TextBox[]): Box | null {
  return first === undefined
    ? null
    : texts.reduce((box, text) => unionBox(box, text.box), first.box);
}

const boxesAtLeast = 4;
const movedShareAtLeast = 0.3;
const unpaintedShareAtLeast = 0.5;
/** Less than a whole page, since a browser's own buttons stay. */
const otherShareAtLeast = 0.2;
const caretWidth = 2;
const bytesPerPixel = 4;

export function compareWindow(before: ExplainedWindow, now: ShownWindow): Comparison {
  const agreeing: Comparison = { kind: 'agreeing', lingering: [], gonePlace: null };
  if (before.size.width !== now.size.width || before.size.height !== now.size.height) {
    return agreeing;
  }
  const covers = [...before.covers, ...now.covers];
  const isSeen = ({ box }: TextBox): boolean =>
    covers.every((cover) => intersectBoxes(cover, box) === null);
  const screen: Box = { x: 0, y: 0, ...now.size };
  const changed = ({ box }: TextBox, contrast: number): Change => {
    const shown = intersectBoxes(box, screen);
    return shown === null ? unchanged : changeOf(before, now, { box: shown, contrast });
  };
  const hasMoved = (text: TextBox): boolean => changed(text, movedContrast).share > movedInkAtLeast;
  const isInked = ({ box }: TextBox): boolean => {
    const shown = intersectBoxes(box, screen);
    return shown !== null && hasInk(now, shown);
  };
  const was = (index: number): TextBox | undefined =>
    keysBefore.get(now.structure.keys[index] ?? '');
  const keysBefore = new Map(
    before.structure.keys.map((key, index) => [key, before.structure.texts[index]]),
  );
  const stood = new Set(
    [...before.structure.texts, ...before.lingering.map(({ text }) => text)].map(wordsAt),
  );

  let same = 0;
  let moved = 0;
  let painted = 0;
  let unpainted = 0;
  for (const [index, text] of now.structure.texts.entries()) {
    if (!isSeen(text)) continue;
    const old = was(index);
    if (old !== undefined) {
      if (wordsAt(old) !== wordsAt(text)) continue;
      same += 1;
      if (hasMoved(text)) moved += 1;
    } else if (!stood.has(wordsAt(text))) {
      // Held pixels are the same to the last one; rows of a list may differ in a letter.
      if (changed(text, 0).count > 0) painted += 1;
      else if (isInked(text)) unpainted += 1;
    }
  }
  if (moved >= boxesAtLeast && moved >= same * movedShareAtLeast) return { kind: 'moved' };

  const keys = new Set(now.structure.keys);
  const told = new Set(now.structure.texts.map(wordsAt));
  const gone = before.structure.texts.filter(
    (_, index) => !keys.has(before.structure.keys[index] ?? ''),
  );
  const isHeld = ({ text, goneNs }: LingeringText): boolean => {
    if (now.seenNs - goneNs >= heldPaintNs || told.has(wordsAt(text))) return false;
    // What cannot be compared may stand there still.
    return !isSeen(text) || (isCaretAtMost(changed(text, 0), text.box) && isInked(text));
  };
  // What is told anew at one place must not add up.
  const taken = new Set(before.lingering.map(({ text }) => placeOf(text)));
  const lingering = [
    ...before.lingering,
    ...gone
      .filter((text) => !taken.has(placeOf(text)))
      .map((text) => ({ text, goneNs: now.seenNs })),
  ].filter(isHeld);
  const isOther =
    gone.length >= boxesAtLeast && gone.length >= before.structure.texts.length * otherShareAtLeast;
  const isUnpainted =
    unpainted >= boxesAtLeast && unpainted >= (painted + unpainted) * unpaintedShareAtLeast;
  return isUnpainted
    ? { kind: 'unpainted', lingering }
    : { kind: 'agreeing', lingering, gonePlace: isOther ? boxAround(gone) : null };
}

/** Nothing, or a caret that came or went: letters differ in more columns, or in fewer rows. */
function isCaretAtMost({ count, width }: Change, { height }: Box): boolean {
  return count === 0 || (width <= caretWidth && count >= height / 2);
}

function wordsAt(text: TextBox): string {
  return `${placeOf(text)} ${text.secure} ${text.text}`;
}

function placeOf({ box: { x, y, width, height } }: TextBox): string {
  return `${x},${y},${width},${height}`;
}

/** Smoothing of letters changes with whatever is in front; a moved letter changes far more. */
const movedContrast = 64;
const movedInkAtLeast = 0.03;
const green = 1;

const unchanged: Change = { count: 0, share: 0, width: 0 };

/** What of a box on the screen differs by more than `contrast`, of 255. */
function changeOf(
  a: FramePixels,
  b: FramePixels,
  { box, contrast }: { readonly box: Box; readonly contrast: number },
): Change {
  const right = box.x + box.width;
  let count = 0;
  let first = right;
  let last = box.x - 1;
  for (let y = box.y; y < box.y + box.height; y += 1) {
    for (let x = box.x; x < right; x += 1) {
      if (Math.abs(valueAt(a, x, y) - valueAt(b, x, y)) <= contrast) continue;
      count += 1;
      if (x < first) first = x;
      if (x > last) last = x;
    }
  }
  return { count, share: count / areaOf(box), width: Math.max(0, last - first + 1) };
}

/** The faintest text that anybody reads; what is blank shows nothing. */
const inkAtLeast = 24;

function hasInk(frame: FramePixels, box: Box): boolean {
  let darkest = 255;
  let lightest = 0;
  for (let y = box.y; y < box.y + box.height; y += 1) {
    for (let x = box.x; x < box.x + box.width; x += 1) {
      const value = valueAt(frame, x, y);
      if (value < darkest) darkest = value;
      if (value > lightest) lightest = value;
    }
  }
  return lightest - darkest >= inkAtLeast;
}

function valueAt({ pixels, size }: FramePixels, x: number, y: number): number {
  return pixels[(y * size.width + x) * bytesPerPixel + green] ?? 0;
}
