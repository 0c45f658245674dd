/** Where a cell stands among the others of its screen: what is above, below and beside it, its column and its row. */
import type { Cell } from './layout.ts';

/** In heights of a line. */
export const columnReach = 30;
const lineReach = 1.6;

const middle = ({ box }: Cell): number => box.y + box.height / 2;
const isBeside = (cell: Cell, other: Cell): boolean =>
  Math.abs(middle(other) - middle(cell)) < 0.6 * cell.box.height;

function isAligned(cell: Cell, other: Cell): boolean {
  const { box } = cell;
  const shared =
    Math.min(box.x + box.width, other.box.x + other.box.width) - Math.max(box.x, other.box.x);
  const centres = other.box.x + other.box.width / 2 - box.x - box.width / 2;
  return (
    Math.abs(other.box.x - box.x) < box.height || (shared > 0 && Math.abs(centres) < box.height)
  );
}

const isInColumn = (cell: Cell, other: Cell): boolean =>
  Math.abs(other.box.x - cell.box.x) < 0.4 * cell.box.height &&
  Math.abs(other.box.height - cell.box.height) < 0.4 * cell.box.height &&
  Math.abs(other.box.y - cell.box.y) < columnReach * cell.box.height;

function nearest(
  cells: readonly Cell[],
  holds: (cell: Cell) => boolean,
  distance: (cell: Cell) => number,
): Cell | undefined {
  return cells.filter(holds).toSorted((a, b) => distance(a) - distance(b))[0];
}

export interface Surroundings {
  readonly above: Cell | undefined;
  readonly below: Cell | undefined;
  readonly left: Cell | undefined;
  readonly right: Cell | undefined;
  /** Others that begin where it begins, of its height. */
  readonly column: readonly Cell[];
  /** Others on its line. */
  readonly row: readonly Cell[];
}

function surround(cell: Cell, cells: readonly Cell[]): Surroundings {
  const { box } = cell;
  const others = cells.filter((other) => other !== cell);
  const lines = others.filter((other) => isAligned(cell, other));
  const row = others.filter((other) => isBeside(cell, other));
  const gapAbove = (other: Cell): number => box.y - other.box.y - other.box.height;
  const gapBelow = (other: Cell): number => other.box.y - box.y - box.height;
  const isNear = (gap: number, step: number): boolean =>
    step > 0.5 * box.height && gap < lineReach * box.height;
  return {
    above: nearest(
      lines,
      (other) => isNear(gapAbove(other), middle(cell) - middle(other)),
      gapAbove,
    ),
    below: nearest(
      lines,
      (other) => isNear(gapBelow(other), middle(other) - middle(cell)),
      gapBelow,
    ),
    left: nearest(
      row,
      (other) => other.box.x < box.x,
      (other) => box.x - other.box.x,
    ),
    right: nearest(
      row,
      (other) => other.box.x > box.x,
      (other) => other.box.x - box.x,
    ),
    column: others.filter((other) => isInColumn(cell, other)),
    row,
  };
}

export const surroundingsOf = (cells: readonly Cell[]): ReadonlyMap<Cell, Surroundings> =>
  new Map(cells.map((cell) => [cell, surround(cell, cells)]));
