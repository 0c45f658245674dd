/**
 * A screen's cells and what the rules found in them → how likely each word is sensitive, in two looks:
 * the second knows what the first said of the words around.
 */
import type { Span } from '../span.ts';
import { chanceTraits } from './chance-traits.ts';
import { chanceOfValues, unpackForest, valuesOf, type Forest } from './forest.ts';
import packed from './forest.json' with { type: 'json' };
import type { Cell } from './layout.ts';
import type { LikelyWord } from './likely-words.ts';
import { wordsOfScreen } from './screen-words.ts';
import { surroundingsOf } from './surroundings.ts';

interface Forests {
  readonly first: Forest;
  readonly second: Forest;
  /** Traits that only the second asks for; before them it asks for what the first does. */
  readonly ofContext: readonly string[];
}

let loaded: Forests | null = null;

function loadForests(): Forests {
  const first = unpackForest(packed.first);
  const second = unpackForest(packed.second);
  if (first.traits.some((trait, at) => second.traits[at] !== trait))
    throw new RangeError('The two forests were not made for the same traits.');
  return { first, second, ofContext: second.traits.slice(first.traits.length) };
}

export function judgeWords(
  cells: readonly Cell[],
  spansOf: ReadonlyMap<Cell, readonly Span[]>,
): LikelyWord[] {
  const { first, second, ofContext } = (loaded ??= loadForests());
  const around = surroundingsOf(cells);
  const words = wordsOfScreen(cells, spansOf, around);
  const values = words.map(({ traits }) => valuesOf(first.traits, traits));
  const context = chanceTraits(
    words,
    values.map((own) => chanceOfValues(first, own)),
    around,
  );
  return words.map((word, at) => {
    const all = new Float32Array(second.traits.length);
    all.set(values[at] ?? []);
    all.set(valuesOf(ofContext, context[at] ?? {}), first.traits.length);
    return { word, chance: chanceOfValues(second, all) };
  });
}
