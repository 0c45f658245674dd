/**
 * Marked screens → what they tell of words (src/ocr/told.ts). What an author's own screens tell is
 * left out where that author's screens are learnt from, for of unseen screens no author is known.
 */
import type { Cell } from '../src/ocr/layout.ts';
import type { Surroundings } from '../src/ocr/surroundings.ts';
import {
  headOf,
  leastScreens,
  places,
  textOf,
  wordKey,
  type Count,
  type PlaceOfWord,
  type Told,
} from '../src/ocr/told.ts';
import { isSensitive, type Mark } from './screen-rows.ts';

/** By place and key, the screens where such a word was sensitive, and where it was plain. */
type Counts = Map<PlaceOfWord, Map<string, [sensitive: number, plain: number]>>;

export interface ToldCounts {
  add(
    author: string,
    cells: readonly Cell[],
    around: ReadonlyMap<Cell, Surroundings>,
    marks: readonly Mark[],
  ): void;
  without(author: string): Told;
  /** What ships: nothing that one screen alone tells. */
  toTables(): Record<string, string>;
}

function keysAt(
  cell: Cell,
  at: number,
  around: Surroundings | undefined,
): Record<PlaceOfWord, string> {
  return {
    own: wordKey(cell.words[at]?.text),
    before: wordKey(cell.words[at - 1]?.text),
    after: wordKey(cell.words[at + 1]?.text),
    above: textOf(around?.above),
    left: textOf(around?.left),
    head: headOf(cell, around),
  };
}

const toldOf =
  (counts: readonly Counts[]): Told =>
  (place, key) => {
    const own = counts.map((of): Count => of.get(place)?.get(key) ?? [0, 0]);
    return [
      own.reduce((sum, [sensitive]) => sum + sensitive, 0),
      own.reduce((sum, [, plain]) => sum + plain, 0),
    ];
  };

export function createToldCounts(): ToldCounts {
  const byAuthor = new Map<string, Counts>();
  return {
    add: (author, cells, around, marks) => {
      const seen = new Map<string, [PlaceOfWord, string, 0 | 1]>();
      for (const cell of cells) {
        for (const [at, word] of cell.words.entries()) {
          const holds = isSensitive(word, marks);
          if (holds === null) continue;
          const keys = keysAt(cell, at, around.get(cell));
          for (const place of places)
            if (keys[place] !== '')
              seen.set(JSON.stringify([place, keys[place], holds]), [
                place,
                keys[place],
                holds ? 0 : 1,
              ]);
        }
      }
      const counts: Counts = byAuthor.get(author) ?? new Map();
      byAuthor.set(author, counts);
      for (const [place, key, side] of seen.values()) {
        const own = counts.get(place) ?? new Map<string, [number, number]>();
        const count = own.get(key) ?? [0, 0];
        count[side] += 1;
        own.set(key, count);
        counts.set(place, own);
      }
    },
    without: (author) =>
      toldOf([...byAuthor].filter(([other]) => other !== author).map(([, own]) => own)),
    toTables: () => {
      const told = toldOf([...byAuthor.values()]);
      return Object.fromEntries(
        places.map((place) => {
          const keys = new Set(
            [...byAuthor.values()].flatMap((own) => [...(own.get(place)?.keys() ?? [])]),
          );
          const lines = [...keys].toSorted().flatMap((key) => {
            const [sensitive, plain] = told(place, key);
            return sensitive + plain < leastScreens ? [] : [`${key}\t${sensitive}\t${plain}`];
          });
          return [place, lines.join('\n')];
        }),
      );
    },
  };
}
