/**
 * The nodes of a snapshot of which only the place is another ↔ columns: a page
 * that is scrolled moves hundreds of nodes alike, and columns of like numbers
 * take a fifth of what rows take, compressed (spec/recording.md, `snapshot`).
 */
import type { Box } from './geometry.ts';

/** Sorted by id; the nth number of each column is the nth id's. */
export interface MovedNodes {
  /** Runs of ids that follow each other: the first, and how many. */
  readonly ids: readonly (readonly [first: number, count: number])[];
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly width: readonly number[];
  readonly height: readonly number[];
}

interface Placed {
  readonly id: number;
  readonly box: Box;
}

export function placesToMovedNodes(places: readonly Placed[]): MovedNodes {
  const sorted = places.toSorted((a, b) => a.id - b.id);
  const ids: [number, number][] = [];
  for (const { id } of sorted) {
    const run = ids.at(-1);
    if (run !== undefined && run[0] + run[1] === id) run[1] += 1;
    else ids.push([id, 1]);
  }
  const column = (edge: keyof Box): number[] => sorted.map(({ box }) => box[edge]);
  return { ids, x: column('x'), y: column('y'), width: column('width'), height: column('height') };
}

export function* movedNodesToPlaces(moved: MovedNodes): Generator<Placed> {
  const { ids, x, y, width, height } = moved;
  let at = 0;
  for (const [first, count] of ids) {
    for (let id = first; id < first + count; id += 1) {
      const box = {
        x: x[at] ?? 0,
        y: y[at] ?? 0,
        width: width[at] ?? 0,
        height: height[at] ?? 0,
      };
      yield { id, box };
      at += 1;
    }
  }
}

/** Whether each column has a number for each id: a file is attacker-controlled. */
export function isWhole({ ids, ...columns }: MovedNodes): boolean {
  const count = ids.reduce((sum, [, count]) => sum + count, 0);
  return Object.values(columns).every(({ length }) => length === count);
}
