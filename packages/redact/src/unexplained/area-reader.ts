/**
 * An area of the screen → the words in it. Each look of a band is read once,
 * while the budget lasts; nothing is told of an area before all of it was read.
 *
 * Invariant: a reading that fails, or takes too long, explains nothing. What is
 * remembered is in memory only, and bounded.
 */
import { intersectBoxes, type Box } from '@understudy/recording';
import { contrastOfScreen } from '../ocr/contrast.ts';
import type { ReadWords, Word } from '../ocr/tesseract.ts';
import { copyPart, type Canvas } from '../pixels/canvas.ts';
import { bandsOf } from './bands.ts';
import { frameInk } from './frame-ink.ts';
import { lookOf } from './look.ts';
import type { ReadingMeter } from './reading-budget.ts';

export interface ReadArea {
  readonly words: readonly Word[];
  /** The looks of the bands that the words are of: equal for equal words. */
  readonly looks: string;
  /** Photographs. */
  readonly unreadable: readonly Box[];
}

export interface AreaReader {
  /**
   * @param isSettled whether a band of the area stays as it is for a moment: video is not read
   * @returns null until all of it is known: a value may stand apart from what tells it
   */
  read(
    area: Canvas,
    meter: ReadingMeter,
    isSettled: (band: Box) => boolean,
  ): Promise<ReadArea | null>;
}

const rememberedBands = 4096;
/** Lower than any letter that can be read: rules, and the frames of tables. */
const leastLetterPx = 5;

/** What is known of a band; on a photograph stands no text of a screen. */
type Reading = { readonly kind: 'read'; readonly words: readonly Word[] } | 'photograph' | 'unread';

/** @param patienceMs how long one reading may take */
export function createAreaReader(readWords: ReadWords, patienceMs: number): AreaReader {
  const known = new Map<string, Exclude<Reading, 'unread'>>();
  const remember = (look: string, reading: Exclude<Reading, 'unread'>): Reading => {
    known.delete(look);
    known.set(look, reading);
    if (known.size > rememberedBands) known.delete(known.keys().next().value ?? '');
    return reading;
  };

  const readBand = async (
    area: Canvas,
    box: Box,
    look: string,
    meter: ReadingMeter,
  ): Promise<Reading> => {
    const held = known.get(look);
    if (held !== undefined) return remember(look, held);
    if (!meter.allows()) return 'unread';
    const { width, height } = box;
    const band = { width, height, words: copyPart(area.words, area.width, box) };
    const contrast = contrastOfScreen(band);
    if (contrast === null) return remember(look, 'photograph');
    const ink = height < leastLetterPx ? null : frameInk(contrast);
    if (ink === null) return remember(look, { kind: 'read', words: [] });
    try {
      const read = await inTime(readWords(ink.image), patienceMs);
      const words = read.flatMap((word) => {
        const placed = { ...word.box, x: word.box.x + ink.x, y: word.box.y + ink.y };
        // In the white around it a word has nothing: there another band may begin.
        const inside = intersectBoxes(placed, { x: 0, y: 0, width, height });
        return inside === null ? [] : [{ ...word, box: inside }];
      });
      return remember(look, { kind: 'read', words });
    } catch {
      meter.fail();
      return 'unread';
    } finally {
      meter.lap();
    }
  };

  return {
    read: async (area, meter, isSettled) => {
      const words: Word[] = [];
      const looks: string[] = [];
      const unreadable: Box[] = [];
      let isKnown = true;
      const bands: Box[] = [];
      for (const box of bandsOf(area)) {
        // What still changes keeps all of it hidden: the rest is not worth a look before.
        if (!isSettled(box) && !known.has(lookOf(area, box))) return null;
        bands.push(box);
      }
      for (const box of bands) {
        const look = lookOf(area, box);
        const reading = await readBand(area, box, look, meter);
        if (reading === 'unread') isKnown = false;
        else if (reading === 'photograph') unreadable.push(box);
        else {
          looks.push(`${box.x} ${box.y} ${look}`);
          for (const word of reading.words)
            words.push({
              ...word,
              box: { ...word.box, x: word.box.x + box.x, y: word.box.y + box.y },
            });
        }
      }
      return isKnown ? { words, looks: looks.join(), unreadable } : null;
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
