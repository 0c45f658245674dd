/**
 * Words that were read in an area → those that may be shown as they stand: read
 * for sure, nobody's by any list, and whole. A number may be anybody's: none is shown.
 */
import type { Box, Size } from '@understudy/recording';
import type { Word } from '../ocr/tesseract.ts';
import { classOfWord, isInterfaceWord, isNameWord } from '../tagger/lexicon.ts';

/** Below this the engine guesses. */
const sureConfidence = 0.6;
/** Nearer to the side of the area, the rest of the word may stand beyond it. */
const cutPx = 3;
/** Letters are at most so wide, in heights: what is wider was no writing. */
const widestLetter = 1.1;

function isWhole({ x, y, width, height }: Box, area: Size): boolean {
  return (
    x > cutPx && y > cutPx && x + width < area.width - cutPx && y + height < area.height - cutPx
  );
}

function isKnown(text: string): boolean {
  const bare = text.toLowerCase().replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const parts = bare.split(/[-/]/u);
  return parts.every(
    (part) =>
      part.length >= 2 && !isNameWord(part) && (classOfWord(part) !== 0 || isInterfaceWord(part)),
  );
}

export function clearWords(words: readonly Word[], area: Size): Word[] {
  return words.filter(
    ({ text, box, confidence }) =>
      confidence >= sureConfidence &&
      isWhole(box, area) &&
      box.width <= widestLetter * box.height * text.length &&
      !/\p{N}/u.test(text) &&
      isKnown(text),
  );
}
