/**
 * Words with places → cells (what stands together on a line) with the label
 * that stands left of them or at the head of their column.
 */
import { unionBox, type Box } from '@understudy/recording';
import { kindOfLabel } from '../text/context.ts';
import { partOfWord } from './sign-places.ts';
import type { Word } from './tesseract.ts';

export interface Cell {
  readonly words: readonly Word[];
  readonly text: string;
  readonly box: Box;
  /** Where each word begins in `text`. */
  readonly starts: readonly number[];
  readonly label: string;
}

const middle = ({ y, height }: Box): number => y + height / 2;
const right = ({ x, width }: Box): number => x + width;
const bottom = ({ y, height }: Box): number => y + height;

/** Words whose middles lie within each other's height, left to right. */
export function linesOf(words: readonly Word[]): Word[][] {
  const lines: { words: Word[]; box: Box }[] = [];
  for (const word of words.toSorted((a, b) => middle(a.box) - middle(b.box))) {
    const line = lines.findLast(
      ({ box }) =>
        Math.abs(middle(box) - middle(word.box)) < 0.5 * Math.min(box.height, word.box.height) + 1,
    );
    if (line === undefined) {
      lines.push({ words: [word], box: word.box });
    } else {
      line.words.push(word);
      // The line's height is that of its words, not of their drift.
      line.box = {
        ...line.box,
        y: (line.box.y + word.box.y) / 2,
        height: (line.box.height + word.box.height) / 2,
      };
    }
  }
  return lines.map(({ words }) => words.toSorted((a, b) => a.box.x - b.box.x));
}

function toCell(words: readonly Word[]): Omit<Cell, 'label'> {
  let text = '';
  const starts: number[] = [];
  let box = words[0]?.box ?? { x: 0, y: 0, width: 0, height: 0 };
  for (const word of words) {
    if (text !== '') text += ' ';
    starts.push(text.length);
    text += word.text;
    box = unionBox(box, word.box);
  }
  return { words, text, box, starts };
}

/** A gap wider than this many heights of the line ends a cell. */
const cellGap = 1.3;

function cellsOfLine(line: readonly Word[]): Omit<Cell, 'label'>[] {
  const heights = line.map(({ box }) => box.height).toSorted((a, b) => a - b);
  const height = heights[Math.floor(heights.length / 2)] ?? 1;
  const groups: Word[][] = [];
  for (const word of line) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (
      group !== undefined &&
      before !== undefined &&
      word.box.x - right(before.box) <= cellGap * height
    )
      group.push(word);
    else groups.push([word]);
  }
  return groups.map(toCell);
}

/** What is typed where a terminal asks so is not shown: "[sudo] password for ann:", and psql's. */
const asksUnseen = /^\[sudo\] |^Password for user \p{Ll}[\p{Ll}\d._-]{0,31}:?$/u;

/** A label names a kind, and holds no value itself. */
function isLabel({ text }: Omit<Cell, 'label'>): boolean {
  return (
    text.length <= 40 &&
    !asksUnseen.test(text) &&
    !/[=\d@"?!¿¡]|,.*,|:.*\S|(?:\S+ ){5}/u.test(text) &&
    kindOfLabel(text) !== null
  );
}

/** A head of a column is at most this many heights above the first cell under it; it holds to the next head. */
const labelGap = 2.6;

function labelOfCell(
  cell: Omit<Cell, 'label'>,
  cells: readonly Omit<Cell, 'label'>[],
  heads: readonly Omit<Cell, 'label'>[],
): string {
  const { box } = cell;
  const beside = cells.filter(
    (other) =>
      other !== cell &&
      Math.abs(middle(other.box) - middle(box)) < 0.6 * box.height &&
      right(other.box) <= box.x + 1 &&
      box.x - right(other.box) < 14 * box.height,
  );
  const left = beside.toSorted((a, b) => right(b.box) - right(a.box))[0];
  if (left !== undefined && isLabel(left) && !isColumnHead(left, cells)) return left.text;
  const above = heads
    .filter(
      (head) =>
        bottom(head.box) <= box.y + 1 &&
        Math.min(right(head.box), right(box)) - Math.max(head.box.x, box.x) > -2 &&
        Math.abs(head.box.x - box.x) < 3 * box.height,
    )
    .toSorted((a, b) => bottom(b.box) - bottom(a.box))[0];
  if (above === undefined) return '';
  const near = box.y - bottom(above.box) < labelGap * box.height;
  return near || (isColumnHead(above, cells) && box.y < endOfTable(above, cells)) ? above.text : '';
}

/** Rows of a table are at most this many heights apart. */
const rowGap = 5;

/** Where the table under a head of a column ends: at a wide gap, or at a line that is a heading. */
function endOfTable(head: Omit<Cell, 'label'>, cells: readonly Omit<Cell, 'label'>[]): number {
  const heads = cells.map((cell) => asPersonId(cell, cells)).filter((cell) => isBeside(cell, head));
  const from = Math.min(...heads.map(({ box }) => box.x));
  const to = Math.max(...heads.map(({ box }) => right(box)));
  const rows = cells
    .filter(({ box }) => box.y > bottom(head.box) && right(box) > from && box.x < to)
    .toSorted((a, b) => a.box.y - b.box.y);
  let end = bottom(head.box);
  for (const cell of rows) {
    const gap = cell.box.y - end;
    if (gap > rowGap * cell.box.height) return end;
    // A second line of a cell stands alone, too, but close under the first.
    const isAlone = rows.every((other) => other === cell || !isBeside(other, cell));
    if (isAlone && gap > 1.2 * cell.box.height) return cell.box.y;
    end = Math.max(end, bottom(cell.box));
  }
  return Number.POSITIVE_INFINITY;
}

const isBeside = (a: Omit<Cell, 'label'>, b: Omit<Cell, 'label'>): boolean =>
  Math.abs(middle(a.box) - middle(b.box)) < 0.6 * b.box.height;

/** A label with other short cells on its line and nothing of prose is the head of a column. */
function isColumnHead(head: Omit<Cell, 'label'>, cells: readonly Omit<Cell, 'label'>[]): boolean {
  const line = cells.filter(
    (other) => Math.abs(middle(other.box) - middle(head.box)) < 0.6 * head.box.height,
  );
  return line.length >= 3 && line.every(({ text }) => text.length <= 24 && !/\d/u.test(text));
}

/** A label whose value stands on its own line says nothing of the cell below it. */
function valueBeside(
  label: Omit<Cell, 'label'>,
  cells: readonly Omit<Cell, 'label'>[],
): Omit<Cell, 'label'> | undefined {
  return cells.find(
    (other) =>
      other !== label &&
      !isLabel(other) &&
      Math.abs(middle(other.box) - middle(label.box)) < 0.6 * label.box.height &&
      other.box.x >= right(label.box) &&
      other.box.x - right(label.box) < 10 * label.box.height,
  );
}

/** "ID" beside "Employee" at the head of a table is the employee's. */
function asPersonId(
  cell: Omit<Cell, 'label'>,
  cells: readonly Omit<Cell, 'label'>[],
): Omit<Cell, 'label'> {
  if (!/^(?:id|no\.?|nr\.?|number|#)$/iu.test(cell.text) || !isColumnHead(cell, cells)) return cell;
  const isPerson = cells.some(
    (other) =>
      isBeside(other, cell) &&
      /^(?:employee|staff|worker|mitarbeiter|employé|empleado)/iu.test(other.text),
  );
  return isPerson ? { ...cell, text: 'Employee ID' } : cell;
}

export function cellsOf(words: readonly Word[]): Cell[] {
  const cells = linesOf(words).flatMap(cellsOfLine);
  const heads = cells
    .map((cell) => asPersonId(cell, cells))
    .filter(
      (cell) =>
        isLabel(cell) && (isColumnHead(cell, cells) || valueBeside(cell, cells) === undefined),
    );
  return cells.map((cell) => {
    const label = isLabel(cell) || isColumnHead(cell, cells) ? '' : labelOfCell(cell, cells, heads);
    return { ...cell, label };
  });
}

/** The boxes of a stretch of a cell's text: whole words, and parts of a word (sign-places.ts). */
export function boxesOfStretch(
  cell: Cell,
  start: number,
  end: number,
  evenStep: number | null,
): Box[] {
  return cell.words.flatMap((word, index) => {
    const from = cell.starts[index] ?? 0;
    const length = word.text.length;
    const first = Math.max(0, start - from);
    const last = Math.min(length, end - from);
    if (last <= first) return [];
    // A word that is mostly sensitive goes whole, but for what names it.
    const isNamed = first > 2 && /[=:@]["'([{]{0,2}$/u.test(word.text.slice(0, first));
    if (!isNamed && (last - first > 0.6 * length || length < 6)) return [word.box];
    return [partOfWord(word, first, last, evenStep)];
  });
}
