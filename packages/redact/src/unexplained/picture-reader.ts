/**
 * An area that no structure explains (a picture, a canvas) → what of it may be
 * shown: its ground, the words that were read for sure and are nobody's, and
 * stand-ins for those that are somebody's.
 *
 * Invariant: what was not read, or not for sure, is not shown; and nothing before
 * all of the area was read.
 */
import type { Clock } from '@understudy/base';
import { intersectBoxes, type Box } from '@understudy/recording';
import { paintFindings } from '../image/paint-findings.ts';
import { findInWords, type Finding } from '../ocr/find.ts';
import { readByTesseract, type ReadWords } from '../ocr/tesseract.ts';
import { clipBox, type Canvas } from '../pixels/canvas.ts';
import type { ShownArea } from '../pixels/screen.ts';
import type { SurrogateTable } from '../surrogate/table.ts';
import type { TextLayer } from '../text/text-layer.ts';
import { createAreaReader, type ReadArea } from './area-reader.ts';
import { clearWords } from './clear-words.ts';
import { keepExplained } from './keep-explained.ts';
import { lookOf, sketchOf } from './look.ts';
import { plainGroundOf } from './plain-ground.ts';
import { createReadingBudget, type ReadingLimits } from './reading-budget.ts';

/** What of the session decides about an area, and of the frame. */
interface AreaContext {
  readonly timeNs: number;
  readonly texts: TextLayer;
  readonly table: SurrogateTable;
  /** Whether a part of the area stays as it is for a moment. */
  readonly isSettled: (part: Box) => boolean;
}

export interface PictureReader {
  /** null: nothing of it. */
  show(area: Canvas, context: AreaContext): Promise<ShownArea | null>;
}

/** A twentieth of the time, and the first page at once. */
const defaultLimits: ReadingLimits = { share: 0.05, reserveMs: 4000, patienceMs: 5000 };
const rememberedBytes = 32 * 2 ** 20;
/** Smoothing stands a little outside of the boxes of words. */
const marginPx = 1;

/** What was found among the words of these bands, by this table. */
interface Judged {
  readonly looks: string;
  readonly version: number;
  readonly findings: readonly Finding[];
}

interface Held {
  readonly sketch: string;
  readonly version: number;
  readonly area: ShownArea;
}

export function createPictureReader(options: {
  readonly clock: Pick<Clock, 'monotonicNs'>;
  readonly limits?: ReadingLimits;
  readonly readWords?: ReadWords;
}): PictureReader {
  const limits = options.limits ?? defaultLimits;
  const budget = createReadingBudget(limits, options.clock);
  const reader = createAreaReader(options.readWords ?? readByTesseract, limits.patienceMs);
  /** Areas that were read whole, by their look. */
  const shown = new Map<string, Held>();
  const remember = (key: string, held: Held): void => {
    shown.delete(key);
    shown.set(key, held);
    let sizeBytes = 0;
    for (const [other, { area }] of [...shown].toReversed()) {
      sizeBytes += area.words.byteLength;
      if (sizeBytes > rememberedBytes) shown.delete(other);
    }
  };
  /** Its look is taken only where it may be one of them: a screen has some megabytes. */
  const heldOf = (area: Canvas, sketch: string): Held | undefined =>
    [...shown.values()].some((held) => held.sketch === sketch)
      ? shown.get(lookOf(area, wholeOf(area)))
      : undefined;
  let judged: Judged = { looks: '', version: -1, findings: [] };

  const judge = ({ looks, words }: ReadArea, { texts, table }: AreaContext): Judged => {
    if (judged.looks !== looks || judged.version !== table.version()) {
      const findings = findInWords(words, texts, 'strict');
      // What it taught the table is known by now.
      judged = { looks, version: table.version(), findings };
    }
    return judged;
  };

  const paint = async (
    area: Canvas,
    { words, unreadable }: ReadArea,
    findings: readonly Finding[],
    table: SurrogateTable,
  ): Promise<ShownArea> => {
    const painted = { ...area, words: area.words.slice() };
    const found = await paintFindings(painted, findings, table);
    const clear = clearWords(words, area)
      .flatMap(({ box }) => clipBox(grow(box), area) ?? [])
      .filter((box) => found.every((other) => intersectBoxes(box, other) === null));
    const ground = plainGroundOf(area, [...clear, ...found]);
    const kept = [...clear.filter((box) => standsOnGround(box, ground, area.width)), ...found];
    return {
      words: keepExplained(area, { painted, ground, kept, unreadable }),
      found,
    };
  };

  return {
    show: async (area, context) => {
      const meter = budget.start(context.timeNs);
      try {
        const sketch = sketchOf(area);
        const held = heldOf(area, sketch);
        if (held?.version === context.table.version()) return held.area;
        const read = meter.allows() ? await reader.read(area, meter, context.isSettled) : null;
        if (read === null) return null;
        const { findings, version } = judge(read, context);
        const made = await paint(area, read, findings, context.table);
        // A value that came meanwhile was not looked for.
        remember(lookOf(area, wholeOf(area)), { sketch, version, area: made });
        return made;
      } finally {
        meter.lap();
      }
    },
  };
}

const wholeOf = ({ width, height }: Canvas): Box => ({ x: 0, y: 0, width, height });

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
