/**
 * Clean frames that are stored, and terms that were missed in them → the same
 * frames with the terms covered: read by OCR where the picture changed, and
 * told by the structure that was recorded beside them.
 *
 * Invariant: what was covered stays so until its own pixels change, and what
 * could not be read is covered whole. Memory: three pictures of the screen.
 */
import type { Clock, Random } from '@understudy/base';
import {
  subtractBox,
  type Box,
  type RecordingEvent,
  type RedactionEvent,
  type ScreenEvent,
} from '@understudy/recording';
import { createTermReader, termCover } from '../ocr/term-reader.ts';
import { createTermFinder } from '../ocr/terms.ts';
import { readByTesseract } from '../ocr/tesseract.ts';
import { createReport } from '../report.ts';
import { mergeBoxes } from './boxes.ts';
import { changedPart, copyPart, createCanvas, type Canvas } from './canvas.ts';
import type { Cover } from './cover.ts';
import { createScreen } from './screen.ts';
import { paintPatches } from './stored-picture.ts';
import { createStructureBoxes } from './structure-boxes.ts';

export interface MissedTerms {
  readonly terms: readonly string[];
  /** The session's stand-in of a term, as it is drawn. */
  readonly standIn: (term: string) => string;
  readonly random: Random;
  readonly clock: Clock;
}

export type PictureEvent = ScreenEvent | RedactionEvent;

/** A line of text reaches at most so far above and below what changed in it. */
const linePx = 24;

/** Where to read what changed: whole lines, as wide as the screen. */
function linesAround({ y, height }: Box, screen: Canvas): Box {
  const by = Math.max(linePx, height);
  const top = Math.max(0, y - by);
  return {
    x: 0,
    y: top,
    width: screen.width,
    height: Math.min(screen.height, y + height + by) - top,
  };
}

/** A cover, and the stored pixels under it. */
interface FoundCover {
  readonly cover: Cover;
  readonly words: Uint32Array;
}

const asFound = (cover: Cover, canvas: Canvas): FoundCover => ({
  cover,
  words: copyPart(canvas.words, canvas.width, cover.box),
});

/** Covers whose pixels are as they were; of those that changed in part, the rest. */
function stillCovered(covers: readonly FoundCover[], canvas: Canvas): FoundCover[] {
  return covers.flatMap((held) => {
    const { box, rule } = held.cover;
    const changed = changedPart(canvas, box, held.words);
    if (changed === null) return [held];
    return subtractBox(box, changed).map((rest) => asFound(termCover(rest, rule, null), canvas));
  });
}

/** The covers of one stored frame after the other. */
function createCovering(
  events: readonly RecordingEvent[],
  { terms, standIn }: MissedTerms,
): (canvas: Canvas, changes: readonly Box[], fromNs: number, untilNs: number) => Promise<Cover[]> {
  const finder = createTermFinder(terms);
  const coversIn = createTermReader(finder, standIn, readByTesseract);
  const structureBoxes = createStructureBoxes(events, finder.holds);
  let found: FoundCover[] = [];
  return async (canvas, changes, fromNs, untilNs) => {
    found = stillCovered(found, canvas);
    for (const region of mergeBoxes(changes.map((box) => linesAround(box, canvas))))
      for (const cover of await coversIn(canvas, region)) found.push(asFound(cover, canvas));
    return [
      ...structureBoxes(fromNs, untilNs, canvas).map((box) => termCover(box, 'missed', null)),
      ...found.map(({ cover }) => cover),
    ];
  };
}

/** @returns the screen and redaction events, in order; frames in which nothing changes any more are gone. */
export async function coverStoredFrames(
  events: readonly RecordingEvent[],
  missed: MissedTerms,
): Promise<PictureEvent[]> {
  const frames = events.filter((event) => event.kind === 'screen');
  const toldBefore = Map.groupBy(
    events.filter((event) => event.kind === 'redaction'),
    ({ frame }) => frame,
  );
  const { random, clock } = missed;
  const screen = createScreen({ random, clock, report: createReport() });
  const covered: PictureEvent[] = [];
  let canvas = createCanvas({ width: 0, height: 0 });
  let coversOf = createCovering(events, missed);
  let before: RedactionEvent['boxes'] = [];
  let lastTold = '[]';
  for (const [index, { timeNs, frame, size, cause, keyframe, patches }] of frames.entries()) {
    const isResized = size.width !== canvas.width || size.height !== canvas.height;
    if (isResized) {
      canvas = createCanvas(size);
      coversOf = createCovering(events, missed);
    }
    const { parts, changes } = await paintPatches(canvas, patches);
    const untilNs = frames[index + 1]?.timeNs ?? Number.POSITIVE_INFINITY;
    const covers = await coversOf(canvas, changes, timeNs, untilNs);
    const whole = keyframe || isResized;
    const event = { timeNs, frame, size, cause };
    const encoded = await screen.encode({ event, windows: [], parts, whole, sizeBytes: 0 }, covers);
    before = toldBefore.get(frame)?.flatMap(({ boxes }) => boxes) ?? before;
    const shown = encoded.filter((one) => one.kind === 'screen');
    covered.push(...shown);
    const boxes = [
      ...before,
      ...covers.map(({ box, kind, rule }) => ({ ...box, label: kind, rule })),
    ];
    const telling = JSON.stringify(boxes);
    if (shown.length === 0 || (telling === lastTold && (!whole || boxes.length === 0))) continue;
    lastTold = telling;
    covered.push({ kind: 'redaction', timeNs, frame, boxes });
  }
  return covered;
}
