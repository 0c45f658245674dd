/**
 * A token's text → what can be said of it by itself: its form, what the lists say of it, and
 * what the tagger sees of it. Told once and remembered: most tokens of a text were seen before.
 */
import { createMemory } from '../memory.ts';
import { entryOf, isInterfaceWord, type Entry } from './lexicon.ts';

/** What the tagger sees of a token: hashes of its letters and its first and last ones, its form and class. */
export interface Sight {
  readonly hash: number;
  readonly prefix2: number;
  readonly prefix3: number;
  readonly suffix2: number;
  readonly suffix3: number;
  readonly shape: number;
  readonly lexical: number;
}

export interface Word extends Sight, Entry {
  readonly lower: string;
  /** Begins with a letter or a digit: is no sign. */
  readonly isWord: boolean;
  readonly isNumber: boolean;
  readonly isCapitalised: boolean;
  /** BMI, IVA, NIF: alone they are the short name of a thing. */
  readonly isAcronym: boolean;
  readonly isInterface: boolean;
}

/** Added to the class of a word that is a name as well; above all classes. */
const nameMark = 6;
/** The class of what is no word. */
const noClass = 4;

function hashOf(text: string, from = 0, to = text.length): number {
  let hash = 0x811c9dc5;
  for (let index = Math.max(0, from); index < to; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

const firstUpper = /^\p{Lu}/u;
const anyLower = /\p{Ll}/u;
const latin = /^[\p{Script=Latin}\p{M}'’]+$/u;

/** 1 to 12: the form of a token, without its signs; from 8 on it has letters, 12 is another script's. */
function shapeOf(text: string): number {
  const code = text.charCodeAt(0);
  if (text === '\n') return 1;
  if (code >= 48 && code <= 57) return 1 + Math.min(5, text.length);
  if (/^[\p{L}\p{M}]/u.test(text)) {
    if (!latin.test(text)) return 12;
    if (!firstUpper.test(text)) return 8;
    if (text.length === 1) return 9;
    return anyLower.test(text) ? 10 : 11;
  }
  return 7;
}

function readWord(text: string): Word {
  const shape = shapeOf(text);
  const hasLetters = shape >= 8;
  const lower = hasLetters ? text.toLowerCase() : text;
  const { length } = lower;
  const isNumeric = shape >= 2 && shape <= 6;
  const entry = entryOf(lower);
  const { isName, wordClass } = entry;
  return {
    hash: isNumeric ? hashOf(`#${length}`) : hashOf(lower),
    prefix2: hashOf(lower, 0, 2),
    prefix3: hashOf(lower, 0, 3),
    suffix2: hashOf(lower, length - 2),
    suffix3: hashOf(lower, length - 3),
    shape,
    lexical: hasLetters ? wordClass + (isName ? nameMark : 0) : noClass,
    lower,
    isWord: /^[\p{L}\p{N}]/u.test(text),
    isNumber: /^\p{N}/u.test(text),
    isCapitalised: firstUpper.test(text),
    isAcronym: text.length <= 4 && shape === 11 && !isName,
    isInterface: isInterfaceWord(lower),
    ...entry,
  };
}

const rememberedWords = 20_000;

/** @param text of a token, as it stands in its text. */
export const wordOf: (text: string) => Word = createMemory(rememberedWords, readWord);
