/** Rows of numbers with labels → boosted decision trees on histograms (Friedman 2001; Chen and Guestrin 2016). */
import type { Forest } from '../src/ocr/forest.ts';
import type { Chance } from './chance.ts';

export interface Row {
  readonly values: Float32Array;
  readonly isPositive: boolean;
  readonly weight: number;
}

const depth = 4;
/** L2 on leaves, and the least sum of second derivatives on each side of a split. */
const lambda = 3;
const leastHessian = 2;
const leastRows = 8;
const rowShare = 0.7;
const traitShare = 0.3;
const mostCuts = 31;
const binCount = mostCuts + 1;
const nodeCount = 2 ** (depth + 1) - 1;
const innerCount = 2 ** depth - 1;

function cutsOf(values: Float32Array): number[] {
  const sorted = values.toSorted();
  const distinct = [...new Set(sorted)];
  if (distinct.length <= mostCuts + 1)
    return distinct.slice(1).map((value, index) => ((distinct[index] ?? 0) + value) / 2);
  const quantiles = Array.from(
    { length: mostCuts },
    (_, cut) => sorted[Math.floor(((cut + 1) * sorted.length) / (mostCuts + 1))] ?? 0,
  );
  return [...new Set(quantiles)];
}

const binOf = (value: number, cuts: readonly number[]): number => {
  const bin = cuts.findIndex((cut) => value <= cut);
  return bin < 0 ? cuts.length : bin;
};

interface Growth {
  readonly treeCount: number;
  /** How much of what is left each tree takes on. */
  readonly rate: number;
}

interface Sums {
  readonly g: Float64Array;
  readonly h: Float64Array;
}

interface Split {
  readonly trait: number;
  readonly bin: number;
}

/** @returns the same forest for the same rows and chance. */
export function boostTrees(
  rows: readonly Row[],
  traits: readonly string[],
  { treeCount, rate }: Growth,
  chance: Chance,
): Forest {
  const cuts = traits.map((_, at) =>
    cutsOf(Float32Array.from(rows, ({ values }) => values[at] ?? 0)),
  );
  const bins = traits.map((_, at) =>
    Uint8Array.from(rows, ({ values }) => binOf(values[at] ?? 0, cuts[at] ?? [])),
  );
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  const positive = rows.reduce((sum, { weight, isPositive }) => sum + (isPositive ? weight : 0), 0);
  const base = Math.log(positive / (total - positive));
  const scores = new Float64Array(rows.length).fill(base);
  const gradient = new Float64Array(rows.length);
  const hessian = new Float64Array(rows.length);

  /** Sums of the first and second derivatives of rows, for each trait and bin. */
  const sumsOf = (members: Uint32Array, among: readonly number[]): Sums => {
    // Side by side: each trait reads them again.
    const ownG = Float64Array.from(members, (row) => gradient[row] ?? 0);
    const ownH = Float64Array.from(members, (row) => hessian[row] ?? 0);
    const g = new Float64Array(among.length * binCount);
    const h = new Float64Array(among.length * binCount);
    for (const [place, trait] of among.entries()) {
      const own = bins[trait] ?? new Uint8Array();
      const from = place * binCount;
      for (let at = 0; at < members.length; at += 1) {
        const bin = from + (own[members[at] ?? 0] ?? 0);
        g[bin] = (g[bin] ?? 0) + (ownG[at] ?? 0);
        h[bin] = (h[bin] ?? 0) + (ownH[at] ?? 0);
      }
    }
    return { g, h };
  };

  const bestSplit = (
    { g, h }: Sums,
    among: readonly number[],
    sumG: number,
    sumH: number,
  ): Split | null => {
    let best: Split | null = null;
    let bestGain = 1e-3;
    for (const [place, trait] of among.entries()) {
      let leftG = 0;
      let leftH = 0;
      for (let bin = 0; bin < (cuts[trait]?.length ?? 0); bin += 1) {
        leftG += g[place * binCount + bin] ?? 0;
        leftH += h[place * binCount + bin] ?? 0;
        if (leftH < leastHessian || sumH - leftH < leastHessian) continue;
        const gain =
          leftG ** 2 / (leftH + lambda) +
          (sumG - leftG) ** 2 / (sumH - leftH + lambda) -
          sumG ** 2 / (sumH + lambda);
        if (gain > bestGain) {
          bestGain = gain;
          best = { trait, bin };
        }
      }
    }
    return best;
  };

  const growTree = (): Forest['trees'][number] => {
    const trait = Array.from({ length: innerCount }, () => -1);
    const threshold = Array.from({ length: innerCount }, () => 0);
    const value = Array.from({ length: nodeCount }, () => 0);
    const among = traits.flatMap((_, at) =>
      (cuts[at]?.length ?? 0) > 0 && chance() < traitShare ? [at] : [],
    );
    const grow = (node: number, members: Uint32Array, known: Sums | null): void => {
      let sumG = 0;
      let sumH = 0;
      for (const row of members) {
        sumG += gradient[row] ?? 0;
        sumH += hessian[row] ?? 0;
      }
      const isInner = node < innerCount && members.length >= leastRows;
      const sums = isInner ? (known ?? sumsOf(members, among)) : null;
      const split: Split | null = sums === null ? null : bestSplit(sums, among, sumG, sumH);
      if (sums === null || split === null) {
        value[node] = Number(((-rate * sumG) / (sumH + lambda)).toFixed(5));
        return;
      }
      const own = bins[split.trait] ?? new Uint8Array();
      trait[node] = split.trait;
      threshold[node] = Number((cuts[split.trait]?.[split.bin] ?? 0).toFixed(5));
      const left = members.filter((row) => (own[row] ?? 0) <= split.bin);
      const right = members.filter((row) => (own[row] ?? 0) > split.bin);
      if (2 * node + 1 >= innerCount) {
        grow(2 * node + 1, left, null);
        grow(2 * node + 2, right, null);
        return;
      }
      // What one side adds up to is what the other one leaves of both.
      const isLeftSmaller = left.length < right.length;
      const smaller = sumsOf(isLeftSmaller ? left : right, among);
      const larger: Sums = {
        g: sums.g.map((sum, at) => sum - (smaller.g[at] ?? 0)),
        h: sums.h.map((sum, at) => sum - (smaller.h[at] ?? 0)),
      };
      grow(2 * node + 1, left, isLeftSmaller ? smaller : larger);
      grow(2 * node + 2, right, isLeftSmaller ? larger : smaller);
    };
    grow(0, Uint32Array.from([...rows.keys()].filter(() => chance() < rowShare)), null);
    return { trait, threshold, value };
  };

  const leafOf = (
    { trait, value }: Forest['trees'][number],
    row: number,
    tree: Forest['trees'][number],
  ): number => {
    let node = 0;
    for (let at = trait[0] ?? -1; at >= 0; at = trait[node] ?? -1)
      node = 2 * node + ((rows[row]?.values[at] ?? 0) <= (tree.threshold[node] ?? 0) ? 1 : 2);
    return value[node] ?? 0;
  };

  const trees = Array.from({ length: treeCount }, () => {
    for (const [row, { isPositive, weight }] of rows.entries()) {
      const likely = 1 / (1 + Math.exp(-(scores[row] ?? 0)));
      gradient[row] = weight * (likely - (isPositive ? 1 : 0));
      hessian[row] = weight * likely * (1 - likely);
    }
    const tree = growTree();
    for (const row of rows.keys()) scores[row] = (scores[row] ?? 0) + leafOf(tree, row, tree);
    return tree;
  });
  return { traits, base, trees };
}

/** Forests of the same traits → one whose score is the mean of theirs, which errs less than any of them (Breiman 1996). */
export function meanOfForests(forests: readonly Forest[]): Forest {
  const share = 1 / forests.length;
  return {
    traits: forests[0]?.traits ?? [],
    base: forests.reduce((sum, { base }) => sum + share * base, 0),
    trees: forests.flatMap(({ trees }) =>
      trees.map((tree) => ({
        ...tree,
        value: tree.value.map((value) => Number((share * value).toFixed(5))),
      })),
    ),
  };
}
