/**
 * Names that stand on a screen in words joined by strokes or dots, as files and accounts have
 * them: "scan-chinwe-okereke.jpg" beside a Chinwe Okereke, or an Okereke alone; "cokereke".
 */
import { matchesOf } from '../matches.ts';
import type { Span } from '../span.ts';
import { classOfWord, foldWord, isInterfaceWord, isNameWord } from '../tagger/lexicon.ts';
import type { Cell } from './layout.ts';

const leastLetters = 4;
const joinedWord = /(?<!\S)[\p{L}\p{N}]{2,40}(?:[-_.][\p{L}\p{N}]{2,40}){1,8}(?!\S)/gu;

/** Words of names, folded: those that are no word besides. */
export function nameWordsOf(
  cells: readonly Cell[],
  spans: readonly (readonly Span[])[],
): Set<string> {
  return new Set(
    cells.flatMap(({ text }, at) =>
      (spans[at] ?? [])
        .filter(({ kind }) => kind === 'name')
        .flatMap(({ start, end }) => text.slice(start, end).match(/\p{L}+/gu) ?? [])
        .map(foldWord)
        .filter((word) => word.length >= leastLetters && classOfWord(word) === 0),
    ),
  );
}

/** Beside a name: another part of it. */
const mayBeNamed = (part: string): boolean =>
  /^\p{L}{3,}$/u.test(part) &&
  !isInterfaceWord(part) &&
  (isNameWord(part) || classOfWord(part) === 0);

/** In accounts: an initial and a family name of the screen. */
const account = /(?<![\p{L}\p{N}])\p{Ll}\p{Ll}{4,24}(?=\d{0,3}(?![\p{L}\p{N}]))/gu;

function accountNames(text: string, names: ReadonlySet<string>): Span[] {
  return matchesOf(account, text).flatMap(({ 0: word, index }): Span[] =>
    names.has(foldWord(word.slice(1))) && classOfWord(word) === 0
      ? [
          {
            start: index,
            end: index + word.length,
            kind: 'name',
            rule: 'handle.joined',
            confidence: 0.85,
          },
        ]
      : [],
  );
}

export function joinedNames(text: string, names: ReadonlySet<string>): Span[] {
  const joined = matchesOf(joinedWord, text).flatMap((hit): Span[] => {
    const parts = matchesOf(/[\p{L}\p{N}]+/gu, hit[0]);
    const isName = parts.map(([part]) => names.has(foldWord(part)));
    return parts.flatMap(({ 0: part, index }, at) => {
      const isBeside = isName[at - 1] === true || isName[at + 1] === true;
      if (isName[at] !== true && !(isBeside && mayBeNamed(part.toLowerCase()))) return [];
      const start = hit.index + index;
      return [
        { start, end: start + part.length, kind: 'name', rule: 'handle.joined', confidence: 0.85 },
      ];
    });
  });
  return [...joined, ...accountNames(text, names)];
}
