/**
 * What words mean, as far as it tells whose they are: how likely a word like this one, or a word beside
 * or above it, is somebody's data. It is learnt from published word vectors and from the marked screens
 * (train/learn-meaning.ts), so that a word of which no marked screen tells is judged by those like it.
 */
import { foldWord } from '../tagger/lexicon.ts';
import { createWordTable } from '../tagger/word-table.ts';
import type { Cell } from './layout.ts';
import shipped from './meaning.json' with { type: 'json' };
import type { Surroundings } from './surroundings.ts';
import { headOf } from './told.ts';
import { bareWord, type Traits } from './word-traits.ts';

export const roles = ['own', 'before', 'after', 'near', 'above', 'head'] as const;
export type Role = (typeof roles)[number];

/** Undefined of a word that has no vector. */
export type Meaning = (role: Role, word: string) => number | undefined;

const least = -0.3;
const most = 1.3;
/** A score takes one sign of these. */
const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-';
const levels = signs.length - 1;

export const levelOf = (score: number): number =>
  Math.round(((Math.min(most, Math.max(least, score)) - least) / (most - least)) * levels);
export const scoreOf = (level: number): number => least + (level / levels) * (most - least);

export interface MeaningTable extends Readonly<Record<Role, string>> {
  /** In order of the alphabet; each begins with how many letters it shares with the one before it. */
  readonly words: string;
}

const longestShared = 35;
const radix = 36;

/** @param words folded, in order. */
export function encodeMeaning(words: readonly string[], meaning: Meaning): MeaningTable {
  let before = '';
  const fronted = words.map((word) => {
    let shared = 0;
    while (shared < longestShared && shared < word.length && word[shared] === before[shared])
      shared += 1;
    before = word;
    return shared.toString(radix) + word.slice(shared);
  });
  const signsOf = (role: Role): string =>
    words.map((word) => signs.charAt(levelOf(meaning(role, word) ?? 0))).join('');
  return {
    words: fronted.join(' '),
    own: signsOf('own'),
    before: signsOf('before'),
    after: signsOf('after'),
    near: signsOf('near'),
    above: signsOf('above'),
    head: signsOf('head'),
  };
}

export function decodeMeaning(table: MeaningTable): Meaning {
  let before = '';
  const words = table.words.split(' ').map((fronted) => {
    before = before.slice(0, Number.parseInt(fronted.charAt(0), radix)) + fronted.slice(1);
    return before;
  });
  const places = createWordTable(words.join(' '));
  const scores = Array.from(signs, (_, level) => scoreOf(level));
  return (role, word) => {
    const at = places.placeOf(word);
    return at < 0 ? undefined : scores[signs.indexOf(table[role].charAt(at))];
  };
}

let loaded: Meaning | null = null;
export const shippedMeaning: Meaning = (role, word) =>
  (loaded ??= decodeMeaning(shipped))(role, word);

const lettersOnly = /\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})/gu;
const leastPart = 2;

/** The word itself, or else the words that it is made of ("first_name", "firstName"), if most are known. */
export function knownWords(text: string, isKnown: (word: string) => boolean): string[] {
  const bare = bareWord(text);
  const folded = foldWord(bare);
  if (isKnown(folded)) return [folded];
  const parts = (bare.match(lettersOnly) ?? [])
    .filter((part) => part.length >= leastPart)
    .map(foldWord);
  const known = parts.filter(isKnown);
  return 2 * known.length < parts.length ? [] : known;
}

/** Beyond these words a text says no more. */
const mostWords = 12;
const wordsIn = (text: string): string[] => text.split(/\s+/u).slice(0, mostWords);

/** Words within this distance are near. */
const reach = 3;

/** Of every word of a cell, by role the words with vectors that stand there. */
export function wordsByRole(
  cell: Cell,
  around: Surroundings | undefined,
  known: (text: string) => readonly string[],
): Record<Role, readonly string[]>[] {
  const own = cell.words.map(({ text }) => known(text));
  const above = wordsIn(around?.above?.text ?? '').flatMap(known);
  const head = wordsIn(headOf(cell, around)).flatMap(known);
  return own.map((at, index) => ({
    own: at,
    before: own[index - 1] ?? [],
    after: own[index + 1] ?? [],
    near: [
      ...own.slice(Math.max(0, index - reach), index),
      ...own.slice(index + 1, index + 1 + reach),
    ].flat(),
    above,
    head,
  }));
}

/** @returns the same function, which looks up no text twice. */
export function rememberKnown(isKnown: (word: string) => boolean): (text: string) => string[] {
  const held = new Map<string, string[]>();
  return (text) => {
    const known = held.get(text) ?? knownWords(text, isKnown);
    held.set(text, known);
    return known;
  };
}

/** -1 where no word has a vector: surely less than a score. */
function meanScore(meaning: Meaning, role: Role, words: readonly string[]): number {
  let sum = 0;
  for (const word of words) sum += meaning(role, word) ?? 0;
  return words.length === 0 ? -1 : sum / words.length;
}

/** @returns for each word of each cell what the meaning of it and of those around tells. */
export function meaningTraits(
  cells: readonly Cell[],
  around: ReadonlyMap<Cell, Surroundings>,
  meaning: Meaning,
): Map<Cell, Traits[]> {
  const known = rememberKnown((word) => meaning('own', word) !== undefined);
  return new Map(
    cells.map((cell) => [
      cell,
      wordsByRole(cell, around.get(cell), known).map((words) => ({
        'meant.own': meanScore(meaning, 'own', words.own),
        'meant.before': meanScore(meaning, 'before', words.before),
        'meant.after': meanScore(meaning, 'after', words.after),
        'meant.near': meanScore(meaning, 'near', words.near),
        'meant.above': meanScore(meaning, 'above', words.above),
        'meant.head': meanScore(meaning, 'head', words.head),
      })),
    ]),
  );
}
