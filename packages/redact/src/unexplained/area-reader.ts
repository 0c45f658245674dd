/**
 * An area of the screen → the words in it. Each look of a band is read once,
 * while the budget lasts; what was not read is told, to be covered.
 *
 * Invariant: a reading that fails, or takes too long, explains nothing. What is
 * remembered is in memory only, and bounded.
 */
import type { Clock } from '@understudy/base';
import type { Box } from '@understudy/recording';
import { toContrast } from '../ocr/contrast.ts';
import { groundOf } from '../ocr/ground.ts';
import type { ReadWords, Word } from '../ocr/tesseract.ts';
import { copyPart, type Canvas } from '../pixels/canvas.ts';
import { bandsOf } from './bands.ts';
import { lookOf } from './look.ts';
import { createReadingBudget, type ReadingLimits } from './reading-budget.ts';

export interface ReadArea {
  readonly words: readonly Word[];
  /** Bands of which nothing is known. */
  readonly unread: readonly Box[];
  /** Whether another look would tell no more: photographs stay unread. */
  readonly isFinal: boolean;
}

export interface AreaReader {
  /** @param isSettled whether a band of the area stays as it is for a moment: video is not read */
  read(area: Canvas, timeNs: number, isSettled: (band: Box) => boolean): Promise<ReadArea>;
}

export interface AreaReaderParts {
  readonly readWords: ReadWords;
  readonly limits: ReadingLimits;
  readonly clock: Pick<Clock, 'monotonicNs'>;
}

const rememberedBands = 4096;
/** A photograph has less: no text of a screen stands there. */
const leastGround = 0.3;

function isFlat(band: Canvas): boolean {
  const ground = groundOf(band).reduce((sum, one) => sum + one, 0);
  return ground >= leastGround * band.words.length;
}

export function createAreaReader({ readWords, limits, clock }: AreaReaderParts): AreaReader {
  const budget = createReadingBudget(limits);
  /** Words by the look of their band; null: a photograph. */
  const known = new Map<string, readonly Word[] | null>();
  const remember = (key: string, words: readonly Word[] | null): void => {
    known.delete(key);
    known.set(key, words);
    if (known.size > rememberedBands) known.delete(known.keys().next().value ?? '');
  };

  const readNow = async (band: Canvas): Promise<readonly Word[] | undefined> => {
    const startNs = clock.monotonicNs();
    try {
      return await inTime(readWords(toContrast(band)), limits.patienceMs);
    } catch {
      budget.spend(limits.patienceMs);
      return undefined;
    } finally {
      budget.spend(Number(clock.monotonicNs() - startNs) / 1e6);
    }
  };

  /** undefined: not read yet. */
  const wordsOf = async (
    band: Canvas,
    mayRead: () => boolean,
  ): Promise<readonly Word[] | null | undefined> => {
    const key = lookOf(band);
    const held = known.get(key);
    if (held !== undefined) {
      remember(key, held);
      return held;
    }
    if (!isFlat(band)) {
      remember(key, null);
      return null;
    }
    if (!mayRead()) return undefined;
    const words = await readNow(band);
    if (words !== undefined) remember(key, words);
    return words;
  };

  return {
    read: async (area, timeNs, isSettled) => {
      const words: Word[] = [];
      const unread: Box[] = [];
      let isFinal = true;
      for (const box of bandsOf(area)) {
        const band = {
          width: box.width,
          height: box.height,
          words: copyPart(area.words, area.width, box),
        };
        const found = await wordsOf(band, () => budget.allows(timeNs) && isSettled(box));
        if (found === undefined) isFinal = false;
        if (found === undefined || found === null) unread.push(box);
        else
          words.push(
            ...found.map((word) => ({ ...word, box: { ...word.box, y: word.box.y + box.y } })),
          );
      }
      return { words, unread, isFinal };
    },
  };
}

/** @throws where the answer takes longer; it is not waited for any more */
async function inTime<Value>(work: Promise<Value>, patienceMs: number): Promise<Value> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('late')), patienceMs);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
