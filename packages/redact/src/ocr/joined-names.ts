/**
 * Names that stand on a screen in words joined by strokes or dots, as files and accounts have
 * them: "scan-chinwe-okereke.jpg" beside a Chinwe Okereke, or an Okereke alone.
 */
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

export function joinedNames(text: string, names: ReadonlySet<string>): Span[] {
  return Array.from(text.matchAll(joinedWord)).flatMap((hit) => {
    const parts = Array.from(hit[0].matchAll(/[\p{L}\p{N}]+/gu));
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
}
