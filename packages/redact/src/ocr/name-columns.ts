/**
 * Cells that stand under each other → the ones that are names because most of the
 * others are: a list of people has no other entries, whatever words they are named by.
 */
import type { Span } from '../span.ts';
import { classOfWord, isInterfaceWord, isNameWord } from '../tagger/lexicon.ts';
import type { Cell } from './layout.ts';

const leastNamed = 2;
const leastShare = 0.6;
/** In heights of a line: what is further away belongs to another list. */
const furthest = 30;
const mostWords = 4;

const isOneName = (cell: Cell, spans: readonly Span[]): boolean =>
  spans.some(
    ({ kind, rule, start, end }) =>
      (kind === 'name' || rule === 'word.unknown') && end - start > 0.7 * cell.text.length,
  );

function mayBeName({ text }: Cell): boolean {
  const words = text.split(' ');
  return (
    words.length <= mostWords &&
    words.every((word) => /^\p{Lu}[\p{L}\p{M}'’.-]*$/u.test(word)) &&
    words.some((word) => {
      const lower = word.toLowerCase();
      return !isInterfaceWord(lower) && (classOfWord(lower) !== 1 || isNameWord(lower));
    })
  );
}

const areInColumn = (a: Cell, b: Cell): boolean =>
  Math.abs(a.box.x - b.box.x) < 0.3 * a.box.height &&
  Math.abs(a.box.height - b.box.height) < 0.35 * a.box.height &&
  Math.abs(a.box.y - b.box.y) < furthest * a.box.height;

/** The first of its column: what the others are. */
const isHead = (cell: Cell, cells: readonly Cell[]): boolean =>
  cells.every((other) => other === cell || !areInColumn(cell, other) || other.box.y > cell.box.y);

/** @param spansOf what was found in each cell. @returns for each cell what to add. */
export function namesInColumns(
  cells: readonly Cell[],
  spansOf: readonly (readonly Span[])[],
): Span[][] {
  return cells.map((cell, index) => {
    if (isHead(cell, cells)) return [];
    if (spansOf[index]?.length !== 0 || !mayBeName(cell)) return [];
    const others = cells.flatMap((other, at) =>
      other !== cell && areInColumn(cell, other) ? [isOneName(other, spansOf[at] ?? [])] : [],
    );
    const named = others.filter((isName) => isName).length;
    if (named < leastNamed || named < leastShare * others.length) return [];
    return [{ start: 0, end: cell.text.length, kind: 'name', rule: 'list.name', confidence: 0.5 }];
  });
}
