import { describe, expect, test } from 'vitest';
import { chanceOfValues, unpackForest, valuesOf } from '../src/ocr/forest.ts';
import { boostTrees, meanOfForests } from '../train/boost.ts';
import { seededChance } from '../train/chance.ts';
import { packForest } from '../train/pack-forest.ts';

const traits = Array.from({ length: 8 }, (_, at) => `trait${at}`);
const chance = seededChance(1);
/** Somebody's where one of the first two numbers is large, and not both: no single number tells. */
const rows = Array.from({ length: 4000 }, () => {
  const values = Float32Array.from(traits, () => chance());
  return { values, isPositive: (values[0] ?? 0) > 0.5 !== (values[1] ?? 0) > 0.5, weight: 1 };
});
const grow = (seed: number) =>
  boostTrees(rows, traits, { treeCount: 60, rate: 0.2 }, seededChance(seed));
const forest = grow(7);
const near = (...values: number[]): Float32Array =>
  Float32Array.from(traits, (_, at) => values[at] ?? 0.5);

describe('a forest', () => {
  test.each([
    [0.9, 0.1, true],
    [0.1, 0.9, true],
    [0.9, 0.9, false],
    [0.1, 0.1, false],
  ])('learns what two numbers tell together: %d and %d', (one, two, isPositive) => {
    const likely = chanceOfValues(forest, near(one, two));
    expect(isPositive ? likely : 1 - likely).toBeGreaterThan(0.8);
  });

  test('grows the same from the same rows and chance', () => {
    expect(packForest(grow(7))).toEqual(packForest(forest));
  });

  test('says the same when it was packed', () => {
    const unpacked = unpackForest(packForest(forest));
    for (const { values } of rows.slice(0, 50))
      expect(chanceOfValues(unpacked, values)).toBe(chanceOfValues(forest, values));
  });

  test('is refused where a tree breaks off', () => {
    const packed = packForest(forest);
    const cut = { ...forest, trait: forest.trait.slice(0, -1), number: forest.number.slice(0, -1) };
    expect(() => unpackForest({ ...packed, ...packForest(cut) })).toThrow(/breaks off/u);
  });

  test.each([
    ['fewer numbers than nodes', { ...forest, number: forest.number.slice(1) }],
    ['fewer traits than it asks for', { ...forest, traits: traits.slice(0, 1) }],
  ])('is refused with %s', (_, broken) => {
    expect(() => unpackForest(packForest(broken))).toThrow(/does not hold/u);
  });

  test('of several says the mean of their scores', () => {
    const other = grow(8);
    const scoreOf = (likely: number): number => Math.log(likely / (1 - likely));
    const { values } = rows[0] ?? { values: near() };
    const mean =
      (scoreOf(chanceOfValues(forest, values)) + scoreOf(chanceOfValues(other, values))) / 2;
    expect(scoreOf(chanceOfValues(meanOfForests([forest, other]), values))).toBeCloseTo(mean, 4);
  });

  test('judges no word that lacks what it asks for', () => {
    expect(() => valuesOf(traits, { trait0: 1 })).toThrow(/asks for "trait1"/u);
  });
});
