/**
 * A model and a word → what the word alone adds to each label's score, for each place that it can
 * have: summed once and remembered. More than half of a token's features are such, and each is a
 * look at a random place of a megabyte. All words share one table: buffers of their own cost more
 * to collect than they save.
 */
import { aloneAfter, aloneAs, edge } from './features.ts';
import type { Weights } from './tagger.ts';
import type { Sight } from './word.ts';

/** Where the sums of each place stand in a word's; those behind a token of a label come last. */
export const place = { own: 0, left: 1, right: 2, left2: 3, right2: 4, after: 5 } as const;

export interface WordSums {
  /** `table[row + place * labelCount + label]`; `place.after` plus the last label is a place, too. */
  readonly table: Int16Array;
  /** Where the row of each word begins. */
  readonly rows: readonly number[];
  readonly edgeRow: number;
}

const rememberedWords = 20_000;

export function createWordWeights(
  weights: Weights,
  labelCount: number,
): (sights: readonly Sight[]) => WordSums {
  const rowLength = (place.after + labelCount) * labelCount;
  const rows = new Map<Sight, number>();
  let table = new Int16Array(0);
  const write = (sight: Sight, row: number): void => {
    const { own, left, right, left2, right2 } = aloneAs;
    let at = row;
    const put = (buckets: readonly number[]): void => {
      for (let label = 0; label < labelCount; label += 1) {
        let sum = 0;
        for (const bucket of buckets) sum += weights[bucket * labelCount + label] ?? 0;
        table[at] = sum;
        at += 1;
      }
    };
    for (const bucketsOf of [own, left, right, left2, right2]) put(bucketsOf(sight));
    for (let last = 0; last < labelCount; last += 1) put(aloneAfter(sight, last));
  };
  const rowOf = (sight: Sight): number => {
    const known = rows.get(sight);
    if (known !== undefined) return known;
    const row = rows.size * rowLength;
    rows.set(sight, row);
    write(sight, row);
    return row;
  };
  return (sights) => {
    const most = rows.size + sights.length + 1;
    if (most * rowLength > table.length) {
      // All at once, as in memory.ts; memory that is not written to costs nothing.
      rows.clear();
      table = new Int16Array(Math.max(rememberedWords, sights.length + 1) * rowLength);
    }
    return { edgeRow: rowOf(edge), rows: sights.map(rowOf), table };
  };
}
