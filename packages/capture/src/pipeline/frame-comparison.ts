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
  /** Pixels of the box. */
  readonly count: number;
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
  const changed = ({ box }: TextBox, contrast: number): Change =>
    changeOf(before.pixels, now.pixels, { box, size: now.size, contrast });
  const hasMoved = (text: TextBox): boolean =>
    changed(text, movedContrast).count > areaOnScreen(text.box, now.size) * movedInkAtLeast;
  const isInked = ({ box }: TextBox): boolean => hasInk(now.pixels, box, now.size);
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

/** What of a box differs by more than `contrast`, of 255. */
function changeOf(
  a: Uint8Array,
  b: Uint8Array,
  { box, size, contrast }: { readonly box: Box; readonly size: Size; readonly contrast: number },
): Change {
  const { left, right, top, bottom } = clip(box, size);
  if (right <= left || bottom <= top) return { count: 0, width: 0 };
  let count = 0;
  let first = right;
  let last = left - 1;
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const at = (y * size.width + x) * bytesPerPixel + green;
      if (Math.abs((a[at] ?? 0) - (b[at] ?? 0)) <= contrast) continue;
      count += 1;
      if (x < first) first = x;
      if (x > last) last = x;
    }
  }
  const width = Math.max(0, last - first + 1);
  return { count, width };
}

/** The faintest text that anybody reads; what is blank shows nothing. */
const inkAtLeast = 24;

function hasInk(pixels: Uint8Array, box: Box, size: Size): boolean {
  const { left, right, top, bottom } = clip(box, size);
  let darkest = 255;
  let lightest = 0;
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const value = pixels[(y * size.width + x) * bytesPerPixel + green] ?? 0;
      if (value < darkest) darkest = value;
      if (value > lightest) lightest = value;
    }
  }
  return lightest - darkest >= inkAtLeast;
}

function areaOnScreen(box: Box, size: Size): number {
  const { left, right, top, bottom } = clip(box, size);
  return (right - left) * (bottom - top);
}

function clip(box: Box, size: Size): { left: number; right: number; top: number; bottom: number } {
  return {
    left: Math.max(0, box.x),
    right: Math.min(size.width, box.x + box.width),
    top: Math.max(0, box.y),
    bottom: Math.min(size.height, box.y + box.height),
  };
}
