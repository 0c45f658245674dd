/**
 * A model and a word → what the word alone adds to each label's score, for each place that it can
 * have: summed once and remembered with the word. More than half of a token's features are such,
 * and each is a look at a random place of a megabyte.
 */
import { aloneAfter, aloneAs } from './features.ts';
import type { Weights } from './tagger.ts';
import type { Sight } from './word.ts';

/** Where the sums of each place stand in a word's; those behind a token of a label come last. */
export const place = { own: 0, left: 1, right: 2, left2: 3, right2: 4, after: 5 } as const;

/** @returns of a word `sums[place * labelCount + label]`; `place.after` plus the last label is a place, too */
export function createWordWeights(
  weights: Weights,
  labelCount: number,
): (sight: Sight) => Int16Array {
  const held = new WeakMap<Sight, Int16Array>();
  const labels = Array.from({ length: labelCount }, (_, label) => label);
  const sum = (sight: Sight): Int16Array => {
    const { own, left, right, left2, right2 } = aloneAs;
    const byPlace = [
      ...[own, left, right, left2, right2].map((bucketsOf) => bucketsOf(sight)),
      ...labels.map((last) => aloneAfter(sight, last)),
    ];
    const weightOf = (bucket: number, label: number): number =>
      weights[bucket * labelCount + label] ?? 0;
    return Int16Array.from(
      byPlace.flatMap((buckets) =>
        labels.map((label) => buckets.reduce((all, bucket) => all + weightOf(bucket, label), 0)),
      ),
    );
  };
  return (sight) => {
    const known = held.get(sight);
    if (known !== undefined) return known;
    const sums = sum(sight);
    held.set(sight, sums);
    return sums;
  };
}
