/**
 * A word as it was read → as it may stand there, where that is a word and what was
 * read is none: "W6jcik", "Phoneno", "Cédigo", "annēbuild-2". A reading that is sure, and a name,
 * stay as they are.
 */
import { classOfWord, isInterfaceWord, isNameWord } from '../tagger/lexicon.ts';
import type { Word } from './tesseract.ts';

/** What is read → what may stand there: letters with accents and letters that touch each other above all. */
const confusions: readonly (readonly [string, string])[] = [
  ['é', 'o'],
  ['dé', 'o'],
  ['d', 'o'],
  ['f', 'i'],
  ['g', 'c'],
  ['n', 'rr'],
  ['m', 'rn'],
  ['rn', 'm'],
  ['ii', 'u'],
  ['vv', 'w'],
  ['cl', 'd'],
  ['l', 'i'],
  ['i', 'l'],
  ['l', 't'],
  ['t', 'l'],
  ['c', 'e'],
  ['e', 'c'],
];
/** Over this the engine is sure. */
const sureConfidence = 0.95;

const digitLetters: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '5': 's',
  '6': 'o',
  '8': 'B',
};

const capitalDigits: Readonly<Record<string, string>> = { '0': 'O', '5': 'S', '6': 'G', '8': 'B' };

/** A rare word is not what was meant: a name may be as near to one. */
const isUsual = (word: string): boolean => [1, 2].includes(classOfWord(word.toLowerCase()));
const isKnown = (word: string): boolean => classOfWord(word.toLowerCase()) !== 0;

/** One digit between the letters of a word, or in the place of its capital. */
function withoutDigit(text: string): string {
  if (/^[0568]\p{Ll}{4,}\P{L}*$/u.test(text))
    return text.replace(/^\d/u, (digit) => capitalDigits[digit] ?? digit);
  return /^\P{L}*\p{L}+\d\p{Ll}{2,}\P{L}*$|^\P{L}*\p{L}{2,}\d\p{Ll}+\P{L}*$/u.test(text)
    ? text.replace(/(?<=\p{L})\d(?=\p{L})/u, (digit) => digitLetters[digit] ?? digit)
    : text;
}

/** The sign between who is logged in and the machine, whose name has a number or a hyphen. */
const misreadAt = /(?<=^\P{L}*[a-z_][a-z\d_.-]*)[ēĕě](?=[a-z\d][a-z\d.]*[-\d])/u;

function split(word: string): string | undefined {
  for (let at = 2; at <= word.length - 2; at += 1) {
    const [head, tail] = [word.slice(0, at), word.slice(at)];
    if (isInterfaceWord(head.toLowerCase()) && isInterfaceWord(tail.toLowerCase()))
      return `${head} ${tail}`;
  }
  return undefined;
}

function corrected(word: string): string | undefined {
  for (const [read, meant] of confusions) {
    for (let at = word.indexOf(read, 1); at >= 0; at = word.indexOf(read, at + 1)) {
      const other = word.slice(0, at) + meant + word.slice(at + read.length);
      if (isUsual(other)) return other;
    }
  }
  return undefined;
}

export function mendWord(word: Word): Word {
  const text = withoutDigit(word.text).replace(misreadAt, '@');
  const letters = /[\p{L}\p{M}]{4,}/u.exec(text)?.[0];
  if (letters === undefined || word.confidence > sureConfidence)
    return text === word.text ? word : { ...word, text };
  if (isKnown(letters) || isNameWord(letters.toLowerCase())) return { ...word, text };
  // A box to tick, or a sign, before the word was taken for a letter.
  const tail = letters.slice(1);
  const meant =
    /^\p{Lu}\p{Lu}\p{Ll}/u.test(letters) && isKnown(tail)
      ? tail
      : (split(letters) ?? corrected(letters));
  return { ...word, text: meant === undefined ? text : text.replace(letters, meant) };
}
