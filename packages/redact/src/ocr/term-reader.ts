/**
 * A part of a picture → what covers the terms in it, by OCR, remembered by its
 * pixels. Invariant: what cannot be read is covered whole.
 */
import { createHash } from 'node:crypto';
import type { Box } from '@understudy/recording';
import { clipBox, copyPart, type Canvas } from '../pixels/canvas.ts';
import type { Cover } from '../pixels/cover.ts';
import { toContrast } from './contrast.ts';
import type { TermFinder } from './terms.ts';
import type { ReadWords } from './tesseract.ts';

/** @param clean drawn instead; null for a solid fill. */
export function termCover(box: Box, rule: string, clean: string | null): Cover {
  const draw = clean === null ? null : { origin: box, raw: '', clean };
  return { box, kind: 'unknown', layer: 'rules', rule, draw };
}

/** Boxes of words are tight; smoothing stands a little outside. */
const marginPx = 2;

const growWord = ({ x, y, width, height }: Box): Box => ({
  x: x - marginPx,
  y: y - marginPx,
  width: width + 2 * marginPx,
  height: height + 2 * marginPx,
});

const rememberedReadings = 64;

/** @param standIn of a term, as it is drawn. */
export function createTermReader(
  finder: TermFinder,
  standIn: (term: string) => string,
  readWords: ReadWords,
): (canvas: Canvas, region: Box) => Promise<Cover[]> {
  const readings = new Map<string, readonly Cover[]>();
  const unread = ({ width, height }: Box): Cover[] => [
    termCover({ x: 0, y: 0, width, height }, 'missed.unread', null),
  ];
  /** A stand-in that reads like a term again hides nothing. */
  const shown = (term: string): string | null => {
    const clean = standIn(term);
    return finder.holds(clean) ? null : clean;
  };
  const read = async (words: Uint32Array, region: Box): Promise<Cover[]> => {
    if (!finder.isReadable) return unread(region);
    try {
      const { width, height } = region;
      const found = finder.find(await readWords(toContrast({ words, width, height })));
      return found.map(({ box, term }) => termCover(growWord(box), 'missed', shown(term)));
    } catch {
      return unread(region);
    }
  };
  return async (canvas, region) => {
    const words = copyPart(canvas.words, canvas.width, region);
    const digest = createHash('sha256').update(new Uint8Array(words.buffer)).digest('base64');
    const key = `${region.width} ${digest}`;
    const held = readings.get(key) ?? (await read(words, region));
    readings.delete(key);
    readings.set(key, held);
    if (readings.size > rememberedReadings) readings.delete(readings.keys().next().value ?? '');
    return held.flatMap(({ box, rule, draw }) => {
      const place = clipBox({ ...box, x: box.x + region.x, y: box.y + region.y }, canvas);
      return place === null ? [] : [termCover(place, rule, draw?.clean ?? null)];
    });
  };
}
