/** Where a cell stands on its screen, in numbers: its column, its row, what is above, below and beside it. */
import { fitsLabel, kindOfLabel } from '../text/context.ts';
import type { Span } from '../span.ts';
import type { Cell } from './layout.ts';
import { coverTraits } from './rule-traits.ts';
import { count, prefixed, type Traits } from './word-traits.ts';

const labelKinds = [
  'name',
  'email',
  'phone',
  'address',
  'location',
  'secret',
  'nationalId',
  'account',
  'birthDate',
  'medicalId',
  'handle',
];

/** In heights of a line. */
const columnReach = 30;
const lineReach = 1.6;
const mostNameWords = 4;

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

/** One to four capitalised words: what a name looks like. */
const isNameShaped = ({ words }: Cell): boolean =>
  words.length <= mostNameWords && words.every(({ text }) => /^\p{Lu}[\p{L}'’.-]*,?$/u.test(text));

const shareOfWords = ({ words }: Cell, pattern: RegExp): number =>
  words.filter(({ text }) => pattern.test(text)).length / words.length;

function nearest(
  cells: readonly Cell[],
  holds: (cell: Cell) => boolean,
  distance: (cell: Cell) => number,
): Cell | undefined {
  return cells.filter(holds).toSorted((a, b) => distance(a) - distance(b))[0];
}

interface Around {
  readonly above: Cell | undefined;
  readonly below: Cell | undefined;
  readonly left: Cell | undefined;
  readonly right: Cell | undefined;
}

function aroundOf(cell: Cell, cells: readonly Cell[]): Around {
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
  };
}

/** @param spansOf what the rules found in each cell. @returns for each cell what its words have in common. */
export function traitsOfCells(
  cells: readonly Cell[],
  spansOf: ReadonlyMap<Cell, readonly Span[]>,
): Map<Cell, Traits> {
  const covers = new Map(
    cells.map((cell) => [cell, coverTraits(spansOf.get(cell) ?? [], 0, cell.text.length)]),
  );
  const coverOf = (cell: Cell | undefined): Traits =>
    (cell === undefined ? undefined : covers.get(cell)) ?? coverTraits([], 0, 0);
  const hasName = (cell: Cell): boolean => (coverOf(cell)['by.person'] ?? 0) > 0.3;
  const neighbour = (cell: Cell | undefined): Traits => ({
    ...coverOf(cell),
    words: cell?.words.length ?? 0,
    isLabel: count(cell !== undefined && kindOfLabel(cell.text) !== null),
    hasDigits: count(cell !== undefined && /\d/u.test(cell.text)),
    isNameShaped: count(cell !== undefined && isNameShaped(cell)),
    endsInColon: count(cell?.text.endsWith(':') === true),
  });
  const columnTraits = (cell: Cell): Traits => {
    const column = cells.filter((other) => other !== cell && isInColumn(cell, other));
    const share = (holds: (other: Cell) => boolean): number =>
      column.length === 0 ? 0 : column.filter(holds).length / column.length;
    const steps = column.map((other) => Math.abs(other.box.y - cell.box.y) / cell.box.height);
    return {
      'column.size': Math.min(20, column.length),
      'column.named': share((other) => hasName(other) && other.words.length <= mostNameWords),
      'column.short': share(({ words }) => words.length <= mostNameWords),
      'column.nameShaped': share(isNameShaped),
      'column.step': Math.min(columnReach, ...steps),
    };
  };
  const rowTraits = (cell: Cell): Traits => {
    const row = cells.filter((other) => other !== cell && isBeside(cell, other));
    const holds = (pattern: RegExp): number => count(row.some(({ text }) => pattern.test(text)));
    return {
      'row.size': Math.min(10, row.length),
      'row.email': holds(/[@©®]/u),
      'row.phone': holds(/\d{3}.{0,8}\d{3}/u),
      'row.name': count(row.some(hasName)),
    };
  };
  return new Map(
    cells.map((cell) => {
      const { above, below, left, right } = aroundOf(cell, cells);
      const labelKind = kindOfLabel(cell.label);
      return [
        cell,
        {
          ...prefixed('cell.', coverOf(cell)),
          'cell.words': Math.min(12, cell.words.length),
          'cell.capitals': shareOfWords(cell, /^\P{L}*\p{Lu}/u),
          'cell.lower': shareOfWords(cell, /^\P{L}*\p{Ll}/u),
          'cell.digits': shareOfWords(cell, /\d/u),
          'cell.nameShaped': count(isNameShaped(cell)),
          'cell.isLabel': count(kindOfLabel(cell.text) !== null),
          'label.is': count(cell.label !== ''),
          'label.kind': labelKind === null ? -1 : labelKinds.indexOf(labelKind),
          'label.isName': count(labelKind === 'name'),
          'label.isAddress': count(labelKind === 'address' || labelKind === 'location'),
          'label.fits': count(cell.label !== '' && fitsLabel(cell.text, cell.label)),
          ...columnTraits(cell),
          ...rowTraits(cell),
          ...prefixed('above.', neighbour(above)),
          ...prefixed('below.', neighbour(below)),
          ...prefixed('left.', neighbour(left)),
          ...prefixed('right.', neighbour(right)),
        },
      ];
    }),
  );
}
