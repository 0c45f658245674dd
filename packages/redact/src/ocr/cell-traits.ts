/** Where a cell stands on its screen, in numbers: its column, its row, what is above, below and beside it. */
import { fitsLabel, kindOfLabel } from '../text/context.ts';
import type { Span } from '../span.ts';
import type { Cell } from './layout.ts';
import { coverTraits } from './rule-traits.ts';
import { columnReach, type Surroundings } from './surroundings.ts';
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

const mostNameWords = 4;
const mostRank = 6;

/** One to four capitalised words: what a name looks like. */
const isNameShaped = ({ words }: Cell): boolean =>
  words.length <= mostNameWords && words.every(({ text }) => /^\p{Lu}[\p{L}'’.-]*,?$/u.test(text));

const shareOfWords = ({ words }: Cell, pattern: RegExp): number =>
  words.filter(({ text }) => pattern.test(text)).length / words.length;

/** @param spansOf what the rules found in each cell. @returns for each cell what its words have in common. */
export function traitsOfCells(
  cells: readonly Cell[],
  spansOf: ReadonlyMap<Cell, readonly Span[]>,
  around: ReadonlyMap<Cell, Surroundings>,
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
  /** How many stand above it in its column: 0 of a head. */
  const rankOf = (cell: Cell): number =>
    (around.get(cell)?.column ?? []).filter(({ box }) => box.y < cell.box.y).length;
  const ranks = new Map(cells.map((cell) => [cell, rankOf(cell)]));
  const isHead = (cell: Cell): boolean =>
    ranks.get(cell) === 0 && (around.get(cell)?.column.length ?? 0) > 1;
  const columnTraits = (cell: Cell, column: readonly Cell[]): Traits => {
    const share = (holds: (other: Cell) => boolean): number =>
      column.length === 0 ? 0 : column.filter(holds).length / column.length;
    const steps = column.map((other) => Math.abs(other.box.y - cell.box.y) / cell.box.height);
    return {
      'column.size': Math.min(20, column.length),
      'column.rank': Math.min(mostRank, ranks.get(cell) ?? 0),
      // A state or a sort of thing stands there again and again.
      'column.distinct':
        new Set([cell, ...column].map(({ text }) => text)).size / (column.length + 1),
      'column.same': column.filter(({ text }) => text === cell.text).length,
      'column.named': share((other) => hasName(other) && other.words.length <= mostNameWords),
      'column.short': share(({ words }) => words.length <= mostNameWords),
      'column.nameShaped': share(isNameShaped),
      'column.step': Math.min(columnReach, ...steps),
    };
  };
  const rowTraits = (row: readonly Cell[]): Traits => {
    const holds = (pattern: RegExp): number => count(row.some(({ text }) => pattern.test(text)));
    return {
      'row.size': Math.min(10, row.length),
      'row.heads': row.length === 0 ? 0 : row.filter(isHead).length / row.length,
      'row.email': holds(/[@©®]/u),
      'row.phone': holds(/\d{3}.{0,8}\d{3}/u),
      'row.name': count(row.some(hasName)),
    };
  };
  return new Map(
    cells.map((cell) => {
      const { above, below, left, right, column = [], row = [] } = around.get(cell) ?? {};
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
          ...columnTraits(cell, column),
          ...rowTraits(row),
          ...prefixed('above.', neighbour(above)),
          ...prefixed('below.', neighbour(below)),
          ...prefixed('left.', neighbour(left)),
          ...prefixed('right.', neighbour(right)),
        },
      ];
    }),
  );
}
