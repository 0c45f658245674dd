/**
 * Words that were read in an area → those that may be shown as they stand: read
 * for sure, nobody's by any list, whole, and no part of a long number.
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
const digitsAtMost = 6;
/** In heights: numbers so near to each other may be one. */
const nearNumbers = 2;

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

const digitsIn = (text: string): number => text.replace(/\D/gu, '').length;

function isNumber(text: string): boolean {
  return /^[\p{P}\p{S}]*\d[\d\p{P}\p{S}]*$/u.test(text);
}

function isBeside(a: Box, b: Box): boolean {
  const gap = Math.max(a.x, b.x) - Math.min(a.x + a.width, b.x + b.width);
  return (
    gap < nearNumbers * Math.max(a.height, b.height) &&
    Math.abs(a.y + a.height / 2 - b.y - b.height / 2) < Math.max(a.height, b.height) / 2
  );
}

export function clearWords(words: readonly Word[], area: Size): Word[] {
  const numbers = words.filter(({ text }) => /\d/u.test(text));
  return words.filter((word) => {
    const { text, box, confidence } = word;
    if (confidence < sureConfidence || !isWhole(box, area)) return false;
    if (box.width > widestLetter * box.height * text.length) return false;
    if (!isNumber(text)) return isKnown(text);
    const isAlone = numbers.every((other) => other === word || !isBeside(other.box, box));
    return digitsIn(text) <= digitsAtMost && isAlone;
  });
}
