/**
 * A screen's cells and what the rules found in them → how likely each word is sensitive, in two looks:
 * the second knows what the first said of the words around.
 */
import type { Span } from '../span.ts';
import { chanceTraits } from './chance-traits.ts';
import { chanceOf } from './forest.ts';
import forests from './forest.json' with { type: 'json' };
import type { Cell } from './layout.ts';
import type { LikelyWord } from './likely-words.ts';
import { wordsOfScreen } from './screen-words.ts';
import { surroundingsOf } from './surroundings.ts';

export function judgeWords(
  cells: readonly Cell[],
  spansOf: ReadonlyMap<Cell, readonly Span[]>,
): LikelyWord[] {
  const around = surroundingsOf(cells);
  const words = wordsOfScreen(cells, spansOf, around);
  const first = words.map(({ traits }) => chanceOf(forests.first, traits));
  const context = chanceTraits(words, first, around);
  return words.map((word, at) => ({
    word,
    chance: chanceOf(forests.second, { ...word.traits, ...context[at] }),
  }));
}
