/** Words that were read apart, though no blank stands between them: "marta. lindqvist@north.se". */
import { unionBox } from '@understudy/recording';
import type { Word } from './tesseract.ts';

/** Of a word's height; a blank is over a quarter of it. */
const widestSeam = 0.15;

function isBroken({ box }: Word, { box: next }: Word): boolean {
  const height = Math.min(box.height, next.height);
  const overlap = Math.min(box.y + box.height, next.y + next.height) - Math.max(box.y, next.y);
  const gap = next.x - (box.x + box.width);
  return overlap > 0.6 * height && Math.abs(gap) <= widestSeam * Math.max(box.height, next.height);
}

/** @param words in the order in which they were read, line by line. */
export function joinBroken(words: readonly Word[]): Word[] {
  const joined: Word[] = [];
  for (const word of words) {
    const last = joined.at(-1);
    if (last === undefined || !isBroken(last, word)) {
      joined.push(word);
      continue;
    }
    joined[joined.length - 1] = {
      text: last.text + word.text,
      box: unionBox(last.box, word.box),
      confidence: Math.min(last.confidence, word.confidence),
    };
  }
  return joined;
}
