/**
 * Boosted decision trees (Friedman 2001) → how likely a word on a screen is sensitive. Made by
 * train/train-forest.ts from screens whose values were exchanged for other ones.
 */
import type { Traits } from './word-traits.ts';

/**
 * Trees of one depth, each as rows from its root down: the children of node `n` are `2n + 1`
 * (at most the threshold) and `2n + 2`. A node without a trait (-1, or none at all) is a leaf.
 */
export interface Forest {
  readonly traits: readonly string[];
  readonly base: number;
  readonly trees: readonly {
    readonly trait: readonly number[];
    readonly threshold: readonly number[];
    readonly value: readonly number[];
  }[];
}

/** @param values in the order of the forest's traits. @returns 0..1 */
export function chanceOfValues({ base, trees }: Forest, values: ArrayLike<number>): number {
  let score = base;
  for (const { trait, threshold, value } of trees) {
    let node = 0;
    for (let at = trait[0] ?? -1; at >= 0; at = trait[node] ?? -1)
      node = 2 * node + ((values[at] ?? 0) <= (threshold[node] ?? 0) ? 1 : 2);
    score += value[node] ?? 0;
  }
  return 1 / (1 + Math.exp(-score));
}

/** 0..1. @throws RangeError where the forest was made for other traits. */
export const chanceOf = (forest: Forest, word: Traits): number =>
  chanceOfValues(
    forest,
    forest.traits.map((trait) => {
      const value = word[trait];
      if (value === undefined)
        throw new RangeError(`The forest asks for "${trait}", which no word has.`);
      return value;
    }),
  );
