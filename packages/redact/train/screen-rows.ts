/** A screen with its marks → what its words are judged by, and whether each is sensitive. */
import { systemRandom } from '@understudy/base';
import { intersectBoxes, type Box } from '@understudy/recording';
import { findByRules } from '../src/ocr/find.ts';
import type { Cell } from '../src/ocr/layout.ts';
import { surroundingsOf, type Surroundings } from '../src/ocr/surroundings.ts';
import type { Word } from '../src/ocr/tesseract.ts';
import type { Span } from '../src/span.ts';
import { createSurrogateTable } from '../src/surrogate/table.ts';
import { languagesOf } from '../src/tagger/language.ts';
import { createTextLayer } from '../src/text/text-layer.ts';
import type { Row } from './boost.ts';

export interface Mark extends Box {
  readonly kind: string | null;
}

/** Shares of a word's width that are marked so. */
function sharesOf({ box }: Word, marks: readonly Mark[]): Map<string | null, number> {
  const shares = new Map<string | null, number>();
  for (const mark of marks) {
    const shared = intersectBoxes(box, mark);
    if (shared === null || shared.height < 0.3 * box.height) continue;
    shares.set(mark.kind, (shares.get(mark.kind) ?? 0) + shared.width / box.width);
  }
  return shares;
}

export const kindOfWord = (word: Word, marks: readonly Mark[]): string | null =>
  [...sharesOf(word, marks)].find(([kind, share]) => kind !== null && share > 0.6)?.[0] ?? null;

/** What may be covered and may be kept: firms, numbers that only their owner can tell. */
const doubtful: readonly string[] = ['either', 'customerId', 'geo'];
/** In an avatar. */
const isInitials = ({ text }: Word): boolean => /^\P{L}*\p{Lu}{2}\P{L}*$/u.test(text);

/** Null where it is in doubt, and where a word is sensitive in part. */
export function isSensitive(word: Word, marks: readonly Mark[]): boolean | null {
  const shares = sharesOf(word, marks);
  const plain = shares.get(null) ?? 0;
  const either = doubtful.reduce((sum, kind) => sum + (shares.get(kind) ?? 0), 0);
  const sensitive = [...shares.values()].reduce((sum, share) => sum + share, 0) - plain - either;
  if (either > 0.4) return null;
  if (sensitive > 0.5) return isInitials(word) ? null : true;
  return sensitive > 0.1 || plain < 0.2 ? null : false;
}

/** A reading of a screen, with all that its words are judged by. */
export interface Reading {
  readonly cells: readonly Cell[];
  readonly spansOf: ReadonlyMap<Cell, readonly Span[]>;
  readonly around: ReadonlyMap<Cell, Surroundings>;
}

export function readingOf(words: readonly Word[]): Reading {
  const languages = languagesOf(words.map(({ text }) => text).join(' '));
  const texts = createTextLayer(createSurrogateTable(systemRandom), {
    mode: 'strict',
    scope: 'identifying',
    languages,
    rules: {},
  });
  const { cells, spansOf } = findByRules(words, texts, 'strict');
  return { cells, spansOf, around: surroundingsOf(cells) };
}

/** A miss weighs more than a word too much. */
const missWeight = 2;

export interface JudgedRow {
  readonly values: Float32Array;
  /** Null where it is in doubt: nothing is learnt from it. */
  readonly isPositive: boolean | null;
}

export const judgedRow = (values: Float32Array, word: Word, marks: readonly Mark[]): JudgedRow => ({
  values,
  isPositive: isSensitive(word, marks),
});

export const rowsToLearn = (rows: readonly JudgedRow[]): Row[] =>
  rows.flatMap(({ values, isPositive }) =>
    isPositive === null ? [] : [{ values, isPositive, weight: isPositive ? missWeight : 1 }],
  );
