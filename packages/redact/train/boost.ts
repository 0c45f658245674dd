/** Rows of numbers with labels → boosted decision trees on histograms (Friedman 2001; Chen and Guestrin 2016). */
import type { Forest } from '../src/ocr/forest.ts';
import type { Chance } from './chance.ts';

export interface Row {
  readonly values: Float32Array;
  readonly isPositive: boolean;
  readonly weight: number;
}

const depth = 6;
/** L2 on leaves, and the least sum of second derivatives on each side of a split. */
const lambda = 3;
const leastHessian = 2;
const leastRows = 8;
/** Trees of few rows each are as good, and grow in half the time. */
const rowShare = 0.35;
const traitShare = 0.3;
const mostCuts = 31;
const binCount = mostCuts + 1;

function cutsOf(values: Float32Array): Float32Array {
  const sorted = values.toSorted();
  const distinct = [...new Set(sorted)];
  const cuts =
    distinct.length <= mostCuts + 1
      ? distinct.slice(1).map((value, index) => ((distinct[index] ?? 0) + value) / 2)
      : Array.from(
          { length: mostCuts },
          (_, cut) => sorted[Math.floor(((cut + 1) * sorted.length) / (mostCuts + 1))] ?? 0,
        );
  // As forests hold them, so that rows go the same way when they are learnt from and when they are judged.
  return Float32Array.from(new Set(cuts.map(Math.fround)));
}

/** The first bin whose cut the value does not pass. */
function binOf(value: number, cuts: Float32Array): number {
  let from = 0;
  let to = cuts.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (value <= (cuts[middle] ?? 0)) to = middle;
    else from = middle + 1;
  }
  return from;
}

interface Growth {
  readonly treeCount: number;
  /** How much of what is left each tree takes on. */
  readonly rate: number;
}

/** Of the first and the second derivatives of rows, side by side, for each trait and bin. */
type Sums = Float64Array;

interface Split {
  readonly trait: number;
  readonly bin: number;
}

/** The one loop that takes the time; a function of its own, which the compiler makes the most of. */
function addToBins(
  sums: Float64Array,
  bins: Uint8Array,
  members: Uint32Array,
  slopes: Float64Array,
): void {
  for (let at = 0; at < members.length; at += 1) {
    const bin = 2 * (bins[members[at] ?? 0] ?? 0);
    sums[bin] = (sums[bin] ?? 0) + (slopes[2 * at] ?? 0);
    sums[bin + 1] = (sums[bin + 1] ?? 0) + (slopes[2 * at + 1] ?? 0);
  }
}

/** @returns the same forest for the same rows and chance. */
export function boostTrees(
  rows: readonly Row[],
  traits: readonly string[],
  { treeCount, rate }: Growth,
  chance: Chance,
): Forest {
  const columns = traits.map(() => new Float32Array(rows.length));
  for (const [row, { values }] of rows.entries())
    for (const [at, column] of columns.entries()) column[row] = values[at] ?? 0;
  const cuts = columns.map(cutsOf);
  const bins = columns.map((column, at) => {
    const own = cuts[at] ?? new Float32Array();
    const binned = new Uint8Array(column.length);
    for (const [row, value] of column.entries()) binned[row] = binOf(value, own);
    return binned;
  });
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  const positive = rows.reduce((sum, { weight, isPositive }) => sum + (isPositive ? weight : 0), 0);
  const base = Math.log(positive / (total - positive));
  const scores = new Float64Array(rows.length).fill(base);
  const gradient = new Float64Array(rows.length);
  const hessian = new Float64Array(rows.length);

  const sumsOf = (members: Uint32Array, among: readonly number[]): Sums => {
    // Side by side: each trait reads them again.
    const slopes = new Float64Array(2 * members.length);
    for (let at = 0; at < members.length; at += 1) {
      slopes[2 * at] = gradient[members[at] ?? 0] ?? 0;
      slopes[2 * at + 1] = hessian[members[at] ?? 0] ?? 0;
    }
    const sums = new Float64Array(among.length * binCount * 2);
    for (const [place, trait] of among.entries()) {
      const own = bins[trait];
      if (own === undefined) continue;
      addToBins(
        sums.subarray(2 * place * binCount, 2 * (place + 1) * binCount),
        own,
        members,
        slopes,
      );
    }
    return sums;
  };

  const bestSplit = (
    sums: Sums,
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
        leftG += sums[2 * (place * binCount + bin)] ?? 0;
        leftH += sums[2 * (place * binCount + bin) + 1] ?? 0;
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

  const trait: number[] = [];
  const number: number[] = [];
  /** Where in a trait's bins a node parts its rows. */
  const splitBin: number[] = [];
  const right: number[] = [];

  const growTree = (): number => {
    const root = trait.length;
    const among = traits.flatMap((_, at) =>
      (cuts[at]?.length ?? 0) > 0 && chance() < traitShare ? [at] : [],
    );
    const grow = (level: number, members: Uint32Array, known: Sums | null): void => {
      let sumG = 0;
      let sumH = 0;
      for (const row of members) {
        sumG += gradient[row] ?? 0;
        sumH += hessian[row] ?? 0;
      }
      const isInner = level < depth && members.length >= leastRows;
      const sums = isInner ? (known ?? sumsOf(members, among)) : null;
      const split: Split | null = sums === null ? null : bestSplit(sums, among, sumG, sumH);
      const node = trait.length;
      trait.push(split?.trait ?? -1);
      splitBin.push(split?.bin ?? 0);
      right.push(0);
      if (sums === null || split === null) {
        number.push(Math.fround((-rate * sumG) / (sumH + lambda)));
        return;
      }
      number.push(cuts[split.trait]?.[split.bin] ?? 0);
      const own = bins[split.trait] ?? new Uint8Array();
      const toLeft = members.filter((row) => (own[row] ?? 0) <= split.bin);
      const toRight = members.filter((row) => (own[row] ?? 0) > split.bin);
      const isLast = level + 1 === depth;
      // What one side adds up to is what the other one leaves of both.
      const isLeftSmaller = toLeft.length < toRight.length;
      const smaller = isLast ? null : sumsOf(isLeftSmaller ? toLeft : toRight, among);
      const larger = smaller && sums.map((sum, at) => sum - (smaller[at] ?? 0));
      grow(level + 1, toLeft, isLeftSmaller ? smaller : larger);
      right[node] = trait.length;
      grow(level + 1, toRight, isLeftSmaller ? larger : smaller);
    };
    grow(0, Uint32Array.from([...rows.keys()].filter(() => chance() < rowShare)), null);
    for (let row = 0; row < scores.length; row += 1) {
      let node = root;
      for (let at = trait[node] ?? -1; at >= 0; at = trait[node] ?? -1)
        node = (bins[at]?.[row] ?? 0) <= (splitBin[node] ?? 0) ? node + 1 : (right[node] ?? 0);
      scores[row] = (scores[row] ?? 0) + (number[node] ?? 0);
    }
    return root;
  };

  const roots = Uint32Array.from({ length: treeCount }, () => {
    for (const [row, { isPositive, weight }] of rows.entries()) {
      const likely = 1 / (1 + Math.exp(-(scores[row] ?? 0)));
      gradient[row] = weight * (likely - (isPositive ? 1 : 0));
      hessian[row] = weight * likely * (1 - likely);
    }
    return growTree();
  });
  return {
    traits,
    base,
    roots,
    trait: Int16Array.from(trait),
    number: Float32Array.from(number),
    right: Uint32Array.from(right),
  };
}

/** Forests of the same traits → one whose score is the mean of theirs, which errs less than any of them (Breiman 1996). */
export function meanOfForests(forests: readonly Forest[]): Forest {
  const share = 1 / forests.length;
  const begins = forests.map((_, nth) =>
    forests.slice(0, nth).reduce((sum, { trait }) => sum + trait.length, 0),
  );
  return {
    traits: forests[0]?.traits ?? [],
    base: forests.reduce((sum, { base }) => sum + share * base, 0),
    roots: Uint32Array.from(
      forests.flatMap(({ roots }, nth) => Array.from(roots, (root) => root + (begins[nth] ?? 0))),
    ),
    trait: Int16Array.from(forests.flatMap(({ trait }) => [...trait])),
    number: Float32Array.from(
      forests.flatMap(({ trait, number }) =>
        Array.from(number, (own, node) => ((trait[node] ?? -1) < 0 ? share * own : own)),
      ),
    ),
    right: Uint32Array.from(
      forests.flatMap(({ right }, nth) => Array.from(right, (node) => node + (begins[nth] ?? 0))),
    ),
  };
}
