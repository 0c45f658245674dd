/**
 * An index of values by their words: where any of them stands in a text is found
 * in one pass over the text's words, however many values there are, and a new
 * value costs nothing but its own entry.
 */
import { matchesOf } from '../matches.ts';
import type { SensitiveKind } from '../span.ts';

export interface KnownPlace {
  readonly start: number;
  readonly end: number;
  readonly kind: SensitiveKind;
}

const wordPattern = /[\p{L}\p{M}\p{N}]+/gu;

interface KnownWords {
  readonly words: readonly string[];
  readonly kind: SensitiveKind;
}

/** A word or a number as it stands in a text. */
interface TextWord {
  readonly lower: string;
  readonly start: number;
  readonly end: number;
}

export const wordsIn = (text: string): TextWord[] =>
  matchesOf(wordPattern, text).map((hit) => ({
    lower: hit[0].toLowerCase(),
    start: hit.index,
    end: hit.index + hit[0].length,
  }));

export interface KnownValues {
  /** A value of words, found under any spacing and in upper or lower case. */
  addWords(value: string, kind: SensitiveKind): void;
  /** A number, found under any grouping. */
  addNumber(bare: string, kind: SensitiveKind): void;
  /** @param words of the text: called where there is anything to look for */
  find(text: string, words: () => readonly TextWord[]): readonly KnownPlace[];
}

/** What may stand between two words of one value, in characters. */
const longestGap = 3;
/** A number is written in at most so many groups. */
const mostGroups = 12;
const groupGap = /^[ .()/-]{0,2}$/u;

export function createKnownValues(): KnownValues {
  const byFirstWord = new Map<string, KnownWords[]>();
  const numbers = new Map<string, SensitiveKind>();
  return {
    addWords: (value, kind) => {
      const words = value.toLowerCase().match(wordPattern) ?? [];
      const [first] = words;
      if (first === undefined) return;
      const held = byFirstWord.get(first);
      if (held === undefined) byFirstWord.set(first, [{ words, kind }]);
      else held.push({ words, kind });
    },
    addNumber: (bare, kind) => {
      numbers.set(bare.toLowerCase(), kind);
    },
    find: (text, words) => {
      if (byFirstWord.size === 0 && numbers.size === 0) return [];
      const tokens = words();
      const places: KnownPlace[] = [];
      for (const [at, token] of tokens.entries()) {
        for (const { words, kind } of byFirstWord.get(token.lower) ?? []) {
          let last = token;
          const whole = words.every((word, index) => {
            const next = tokens[at + index];
            if (
              next === undefined ||
              next.lower !== word ||
              (index > 0 && next.start - last.end > longestGap)
            )
              return false;
            last = next;
            return true;
          });
          if (whole) places.push({ start: token.start, end: last.end, kind });
        }
        if (numbers.size === 0) continue;
        let bare = '';
        let before = token.start;
        for (let index = at; index < at + mostGroups; index += 1) {
          const next = tokens[index];
          if (
            next === undefined ||
            !groupGap.test(text.slice(before, next.start)) ||
            bare.length > 40
          )
            break;
          bare += next.lower;
          before = next.end;
          const kind = numbers.get(bare);
          if (kind !== undefined) places.push({ start: token.start, end: next.end, kind });
        }
      }
      return places;
    },
  };
}
