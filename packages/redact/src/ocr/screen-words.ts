/**
 * A screen's cells and what the rules found in them → for each word the numbers that tell
 * whether it is sensitive: what it is, what stands beside it, and where its cell stands.
 */
import type { Box } from '@understudy/recording';
import type { Span } from '../span.ts';
import {
  classOfWord,
  foldWord,
  isDictionaryWord,
  rootLanguageOf,
  rootLanguages,
  type RootLanguage,
} from '../tagger/lexicon.ts';
import { tagTokens } from '../tagger/tagger.ts';
import { tokenize } from '../tagger/token.ts';
import { traitsOfCells } from './cell-traits.ts';
import type { Cell } from './layout.ts';
import { coverTraits } from './rule-traits.ts';
import { meaningTraits, shippedMeaning, type Meaning } from './meaning.ts';
import type { Surroundings } from './surroundings.ts';
import type { Word } from './tesseract.ts';
import { headOf, shippedTold, textOf, toldTraits, wordKey, type Told } from './told.ts';
import { bareWord, count, formTraits, listTraits, prefixed, type Traits } from './word-traits.ts';

export interface ScreenWord {
  readonly word: Word;
  readonly cell: Cell;
  /** Of the word in the cell's text. */
  readonly start: number;
  readonly end: number;
  readonly traits: Traits;
}

/** What of the whole screen tells about one of its words. */
interface Screen {
  readonly medianHeight: number;
  readonly right: number;
  readonly bottom: number;
  readonly counts: ReadonlyMap<string, number>;
  /** Words that stand in lower case, too. */
  readonly lowered: ReadonlySet<string>;
  /** Parts of e-mail addresses, before the sign. */
  readonly mailParts: readonly string[];
  /** Of the words in lower case, those that no list has, and those that are English: what an unknown word says depends on them. */
  readonly unknownShare: number;
  readonly englishShare: number;
  /** And those that only one of the other languages has. */
  readonly rootShares: ReadonlyMap<RootLanguage, number>;
  /** Of the words behind one in lower case, those with a capital: many in German, whose nouns have one. */
  readonly innerCapitals: number;
  /** Two capitals on their own, as avatars have them. */
  readonly initials: ReadonlySet<string>;
}

const leastMailPart = 4;
/** Fewer tell nothing of the language. */
const leastLower = 6;

function screenOf(cells: readonly Cell[]): Screen {
  const words = cells.flatMap((cell) => cell.words);
  const heights = words.map(({ box }) => box.height).toSorted((a, b) => a - b);
  const counts = new Map<string, number>();
  for (const { text } of words) {
    const folded = foldWord(bareWord(text));
    counts.set(folded, (counts.get(folded) ?? 0) + 1);
  }
  const mailParts = words.flatMap(({ text }) => {
    const local = /(?<local>[\p{L}\p{N}._%+-]{2,64})[@©®]/u.exec(text)?.groups?.['local'] ?? '';
    return local
      .split(/[^\p{L}]+/u)
      .filter((part) => part.length >= leastMailPart)
      .map(foldWord);
  });
  const lower = words
    .map(({ text }) => bareWord(text))
    .filter((bare) => /^\p{Ll}{4,}$/u.test(bare));
  const shareOf = (holds: (word: string) => boolean): number =>
    lower.length < leastLower ? -1 : lower.filter(holds).length / lower.length;
  const inner = cells.flatMap((cell) =>
    cell.words.filter((_, at) => /^\p{Ll}{2,}$/u.test(cell.words[at - 1]?.text ?? '')),
  );
  return {
    innerCapitals:
      inner.length < leastLower
        ? -1
        : inner.filter(({ text }) => /^\p{Lu}/u.test(text)).length / inner.length,
    unknownShare: shareOf((word) => classOfWord(word) === 0),
    englishShare: shareOf((word) => isDictionaryWord(foldWord(word))),
    rootShares: new Map(
      rootLanguages.map((language) => [
        language,
        shareOf((word) => rootLanguageOf(word) === language),
      ]),
    ),
    medianHeight: heights[Math.floor(heights.length / 2)] ?? 1,
    right: words.reduce((most, { box }) => Math.max(most, box.x + box.width), 1),
    bottom: words.reduce((most, { box }) => Math.max(most, box.y + box.height), 1),
    counts,
    lowered: new Set(
      words.map(({ text }) => bareWord(text)).filter((bare) => /^\p{Ll}/u.test(bare)),
    ),
    mailParts,
    initials: new Set(words.map(({ text }) => text).filter((text) => /^\p{Lu}{2}$/u.test(text))),
  };
}

const initialsOf = (first: string, second: string): string =>
  `${first.charAt(0)}${second.charAt(0)}`.toUpperCase();

function taggerTraits(cell: Cell): Traits[] {
  const tokens = tokenize(cell.text);
  const tags = tagTokens(tokens);
  return cell.words.map(({ text }, index) => {
    const start = cell.starts[index] ?? 0;
    const own = tags
      .filter((_, at) => {
        const token = tokens[at];
        return (
          token !== undefined &&
          token.start >= start &&
          token.start < start + text.length &&
          /[\p{L}\p{N}]/u.test(token.text)
        );
      })
      .toSorted((a, b) => b.margin - a.margin)[0];
    const isPerson = own?.top === 'person';
    return {
      margin: own?.margin ?? -999,
      isPerson: count(isPerson),
      isPlace: count(own?.top === 'location' || own?.top === 'address'),
      personMargin: isPerson ? own.margin : -500,
    };
  });
}

/** What is told of the nearest words, and of those behind them. */
const fewTraits = new Set([
  'class',
  'name',
  'interface',
  'capitalised',
  'capitals',
  'lower',
  'digits',
  'leads',
  'sound',
]);

const fewOf = (traits: Traits): Traits =>
  Object.fromEntries(Object.entries(traits).filter(([name]) => fewTraits.has(name)));

function traitsInCell(cell: Cell, spans: readonly Span[], screen: Screen): Traits[] {
  const own = cell.words.map(({ text }, index) => {
    const start = cell.starts[index] ?? 0;
    return { ...listTraits(text), ...coverTraits(spans, start, start + text.length) };
  });
  const tagged = taggerTraits(cell);
  const bare = cell.words.map(({ text }) => bareWord(text));
  const none = { ...listTraits(''), ...coverTraits([], 0, 0) };
  const isMailPart = (word: string | undefined): boolean => {
    const folded = foldWord(word ?? '');
    return folded.length >= leastMailPart && screen.mailParts.some((part) => part.includes(folded));
  };
  const spokenShare = (language: RootLanguage | null): number =>
    language === null ? 0 : (screen.rootShares.get(language) ?? 0);
  return cell.words.map((word, at) => {
    const before = cell.words[at - 1]?.text ?? '';
    const folded = foldWord(bare[at] ?? '');
    const hasInitials = (first: number): boolean =>
      screen.initials.has(initialsOf(bare[first] ?? '', bare[first + 1] ?? ''));
    return {
      ...(own[at] ?? none),
      ...formTraits(word.text),
      ...tagged[at],
      ...prefixed('before.', own[at - 1] ?? none),
      ...prefixed('after.', own[at + 1] ?? none),
      ...prefixed('before2.', fewOf(own[at - 2] ?? none)),
      ...prefixed('after2.', fewOf(own[at + 2] ?? none)),
      'before2.any': own[at - 2]?.['by.any'] ?? 0,
      'after2.any': own[at + 2]?.['by.any'] ?? 0,
      'before.ends': count(/[.!?:]$/u.test(before)),
      'before.comma': count(before.endsWith(',')),
      at: Math.min(6, at),
      left: Math.min(6, cell.words.length - 1 - at),
      confidence: word.confidence,
      height: word.box.height / screen.medianHeight,
      rootSpoken: spokenShare(rootLanguageOf((bare[at] ?? '').toLowerCase())),
      count: Math.min(6, screen.counts.get(folded) ?? 1),
      isLowered: count(
        /^\p{Lu}/u.test(bare[at] ?? '') && screen.lowered.has((bare[at] ?? '').toLowerCase()),
      ),
      isMailPart: count(isMailPart(bare[at])),
      'before.isMailPart': count(isMailPart(bare[at - 1])),
      'after.isMailPart': count(isMailPart(bare[at + 1])),
      hasInitials: count(hasInitials(at) || (at > 0 && hasInitials(at - 1))),
    };
  });
}

/** Menus and lists stand at the edges of a screen. */
const placeTraits = ({ x, y }: Box, { right, bottom }: Screen): Traits => ({
  'place.x': x / right,
  'place.y': y / bottom,
});

/** @param spansOf what the rules found in each cell. */
export function wordsOfScreen(
  cells: readonly Cell[],
  spansOf: ReadonlyMap<Cell, readonly Span[]>,
  around: ReadonlyMap<Cell, Surroundings>,
  told: Told = shippedTold,
  meaning: Meaning = shippedMeaning,
): ScreenWord[] {
  const screen = screenOf(cells);
  const cellTraits = traitsOfCells(cells, spansOf, around);
  const meant = meaningTraits(cells, around, meaning);
  return cells.flatMap((cell) => {
    const traits = traitsInCell(cell, spansOf.get(cell) ?? [], screen);
    const beside = around.get(cell);
    const above = toldTraits('above', told, textOf(beside?.above));
    const left = toldTraits('left', told, textOf(beside?.left));
    const head = toldTraits('head', told, headOf(cell, beside));
    return cell.words.map((word, index) => {
      const start = cell.starts[index] ?? 0;
      return {
        word,
        cell,
        start,
        end: start + word.text.length,
        traits: {
          ...traits[index],
          ...cellTraits.get(cell),
          ...above,
          ...left,
          ...head,
          ...toldTraits('own', told, wordKey(word.text)),
          ...toldTraits('before', told, wordKey(cell.words[index - 1]?.text)),
          ...toldTraits('after', told, wordKey(cell.words[index + 1]?.text)),
          ...meant.get(cell)?.[index],
          ...placeTraits(word.box, screen),
          'screen.unknown': screen.unknownShare,
          'screen.english': screen.englishShare,
          'screen.innerCapitals': screen.innerCapitals,
          ...Object.fromEntries(
            Array.from(screen.rootShares, ([language, share]) => [`screen.${language}`, share]),
          ),
        },
      };
    });
  });
}
