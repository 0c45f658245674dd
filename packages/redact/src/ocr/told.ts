/**
 * What the marked screens tell of words and of the words around them: on how many of them a word was
 * somebody's data, and on how many it was not, by the word itself, by its neighbours and by what stands
 * above it, left of it and at the head of its column.
 */
import { foldWord } from '../tagger/lexicon.ts';
import { createWordTable } from '../tagger/word-table.ts';
import type { Cell } from './layout.ts';
import type { Surroundings } from './surroundings.ts';
import shipped from './told.json' with { type: 'json' };
import { bareWord, type Traits } from './word-traits.ts';

export const places = ['own', 'before', 'after', 'above', 'left', 'head'] as const;
export type PlaceOfWord = (typeof places)[number];

/** Screens on which it was sensitive, and on which it was not. */
export type Count = readonly [sensitive: number, plain: number];
export type Told = (place: PlaceOfWord, key: string) => Count;

const longestKey = 28;
/** A word on one screen alone tells nothing of others. */
export const leastScreens = 2;

/** Numbers are one word. */
const keyOf = (text: string): string => foldWord(text).replace(/\d+/gu, '#').slice(0, longestKey);

export const wordKey = (text: string | undefined): string =>
  text === undefined ? '' : keyOf(bareWord(text));
export const textOf = (cell: Cell | undefined): string =>
  cell === undefined ? '' : keyOf(cell.text.replace(/[\s:*]+$/u, ''));

/** Its label, or what stands at the top of its column. */
export function headOf(cell: Cell, around: Surroundings | undefined): string {
  if (cell.label !== '') return keyOf(cell.label.replace(/[\s:*]+$/u, ''));
  const top = around?.column.toSorted((a, b) => a.box.y - b.box.y)[0];
  return top !== undefined && top.box.y < cell.box.y ? textOf(top) : '';
}

const none: Count = [0, 0];

/** Lines of key, count and count, apart by tabs. */
function loadTable(lines: string): (key: string) => Count {
  const keys = createWordTable(lines, '\n', '\t');
  const counts = Uint16Array.from(
    lines.split('\n').flatMap((line) => line.split('\t').slice(1)),
    Number,
  );
  return (key) => {
    const place = keys.placeOf(key);
    return place < 0 ? none : [counts[2 * place] ?? 0, counts[2 * place + 1] ?? 0];
  };
}

let tables: Readonly<Record<PlaceOfWord, (key: string) => Count>> | null = null;
const loadTables = (): Readonly<Record<PlaceOfWord, (key: string) => Count>> => ({
  own: loadTable(shipped.own),
  before: loadTable(shipped.before),
  after: loadTable(shipped.after),
  above: loadTable(shipped.above),
  left: loadTable(shipped.left),
  head: loadTable(shipped.head),
});

export const shippedTold: Told = (place, key) => (tables ??= loadTables())[place](key);

export function toldTraits(place: PlaceOfWord, told: Told, key: string): Traits {
  const [sensitive, plain] = key === '' ? none : told(place, key);
  const seen = sensitive + plain < leastScreens ? 0 : sensitive + plain;
  return {
    [`told.${place}`]: seen === 0 ? 0 : Math.log((sensitive + 0.5) / (plain + 0.5)),
    [`told.${place}.seen`]: Math.min(8, seen),
  };
}
