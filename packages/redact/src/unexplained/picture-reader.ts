/**
 * An area that no structure explains (a picture, a canvas, a window without
 * accessibility) → what of it may be shown: its ground, the words that were
 * read for sure and are nobody's, and stand-ins for those that are somebody's.
 *
 * Invariant: what was not read, or not for sure, is not shown.
 */
import type { Clock } from '@understudy/base';
import { intersectBoxes, type Box } from '@understudy/recording';
import { paintFindings, type FoundBox } from '../image/paint-findings.ts';
import { findInWords } from '../ocr/find.ts';
import { groundOf } from '../ocr/ground.ts';
import { readByTesseract, type ReadWords, type Word } from '../ocr/tesseract.ts';
import { clipBox, type Canvas } from '../pixels/canvas.ts';
import type { SurrogateTable } from '../surrogate/table.ts';
import type { TextLayer } from '../text/text-layer.ts';
import { createAreaReader } from './area-reader.ts';
import { keepExplained } from './keep-explained.ts';
import { lookOf } from './look.ts';
import type { ReadingLimits } from './reading-budget.ts';

/** What of the session decides about an area, and of the frame. */
export interface AreaContext {
  readonly timeNs: number;
  readonly texts: TextLayer;
  readonly table: SurrogateTable;
  /** Whether a part of the area stays as it is for a moment. */
  readonly isSettled: (part: Box) => boolean;
}

export interface ShownArea {
  /** The pixels of the area; the same object for as long as nothing of it changes. */
  readonly words: Uint32Array;
  readonly found: readonly FoundBox[];
}

export interface PictureReader {
  show(area: Canvas, context: AreaContext): Promise<ShownArea>;
}

/** A twentieth of the time, and the first page at once. */
const defaultLimits: ReadingLimits = { share: 0.05, reserveMs: 4000, patienceMs: 5000 };
const rememberedAreas = 16;
/** Below this the engine guesses. */
const sureConfidence = 0.6;
/** Smoothing stands a little outside of the boxes of words. */
const marginPx = 1;

export function createPictureReader(options: {
  readonly clock: Pick<Clock, 'monotonicNs'>;
  readonly limits?: ReadingLimits;
  readonly readWords?: ReadWords;
}): PictureReader {
  const reader = createAreaReader({
    readWords: options.readWords ?? readByTesseract,
    limits: options.limits ?? defaultLimits,
    clock: options.clock,
  });
  /** Areas that were read whole, by their look. */
  const shown = new Map<string, { readonly version: number; readonly area: ShownArea }>();

  return {
    show: async (area, { timeNs, texts, table, isSettled }) => {
      const key = lookOf(area);
      const held = shown.get(key);
      if (held?.version === table.version()) return held.area;
      const { words, unread, isFinal } = await reader.read(area, timeNs, isSettled);
      const findings = findInWords(words, texts, 'strict');
      const painted = { ...area, words: area.words.slice() };
      const found = await paintFindings(painted, findings, table);
      const ground = groundOf(area);
      const clear = words
        .filter(isSure)
        .flatMap(({ box }) => clipBox(grow(box), area) ?? [])
        .filter((box) => found.every((other) => intersectBoxes(box, other) === null))
        .filter((box) => standsOnGround(box, ground, area.width));
      const explained = { painted, ground, kept: [...clear, ...found], unread };
      const made = { words: keepExplained(area, explained), found };
      if (isFinal) {
        shown.set(key, { version: table.version(), area: made });
        if (shown.size > rememberedAreas) shown.delete(shown.keys().next().value ?? '');
      }
      return made;
    },
  };
}

function isSure({ text, confidence }: Word): boolean {
  return confidence >= sureConfidence && /[\p{L}\p{N}]/u.test(text);
}

/** Letters leave most of their box free; a part of a photograph, taken for a word, leaves nothing. */
const leastGround = 0.2;

function standsOnGround(box: Box, ground: Uint8Array, width: number): boolean {
  let free = 0;
  for (let row = box.y; row < box.y + box.height; row += 1) {
    const from = row * width + box.x;
    for (let at = from; at < from + box.width; at += 1) free += ground[at] ?? 0;
  }
  return free >= leastGround * box.width * box.height;
}

function grow({ x, y, width, height }: Box): Box {
  return {
    x: x - marginPx,
    y: y - marginPx,
    width: width + 2 * marginPx,
    height: height + 2 * marginPx,
  };
}
