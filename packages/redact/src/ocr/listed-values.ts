/**
 * A list kept as text (RFC 4180, by commas, semicolons or upright strokes), as an editor shows it →
 * the values in its columns. Its first line names them, which no other line repeats.
 */
import { fitsLabel, kindOfLabel } from '../text/context.ts';
import type { Span } from '../span.ts';
import type { Cell } from './layout.ts';

const separators = [';', '|', ','] as const;
type Separator = (typeof separators)[number];

const leastColumns = 3;
/** In words and in signs: what names a column is short. */
const mostWords = 3;
const longestName = 30;
/** In heights of a line: between two lines of one list, and between their left edges. */
const widestGap = 1.6;
const widestShift = 2;

/** A row may look like a first line: what both say of the rows under it counts, and of no more than these. */
const mostLists = 3;

/** The number that an editor writes beside a line. */
const lineNumber = /^\d{1,5} (?=\D)/u;

interface Field {
  readonly text: string;
  readonly start: number;
}

function fieldsOf(text: string, separator: Separator): Field[] {
  let at = lineNumber.exec(text)?.[0].length ?? 0;
  return text
    .slice(at)
    .split(separator)
    .map((part) => {
      const start = at + Math.max(0, part.search(/[^\s"']/u));
      at += part.length + separator.length;
      return { text: part.replace(/^[\s"']+|[\s"']+$/gu, ''), start };
    });
}

interface List {
  readonly separator: Separator;
  /** What each column is called: "user_name" as "user name". */
  readonly names: readonly string[];
}

const isColumnName = (name: string): boolean =>
  /^\p{L}[\p{L}\p{M}\p{N} .#'’-]*$/u.test(name) &&
  name.length <= longestName &&
  name.split(' ').length <= mostWords;

/** What begins at a line, where the line names columns and one of them asks for somebody's data. */
function listFrom({ text }: Cell): List | null {
  for (const separator of separators) {
    const names = fieldsOf(text, separator).map((field) =>
      field.text.replace(/[\s_]+|(?<!^e)-/giu, ' '),
    );
    if (
      names.length >= leastColumns &&
      names.every(isColumnName) &&
      names.some((name) => kindOfLabel(name) !== null)
    )
      return { separator, names };
  }
  return null;
}

/** The lines under the first one, down to a gap or a line that is no row. @param below from it on, from the top */
function rowsUnder(head: Cell, { separator }: List, below: Iterable<Cell>): Cell[] {
  const rows: Cell[] = [];
  let last = head;
  const { height } = head.box;
  for (const cell of below) {
    const gap = cell.box.y - last.box.y - last.box.height;
    if (gap > widestGap * height) break;
    if (gap < -0.5 * height || Math.abs(cell.box.x - head.box.x) > widestShift * height) continue;
    if (!cell.text.includes(separator)) break;
    rows.push(cell);
    last = cell;
  }
  return rows;
}

/**
 * A separator that was misread, or that stands in a value, shifts what is behind it: a field is a
 * secret, then, where it is one counted from either end.
 */
function nameOf(at: number, count: number, names: readonly string[]): string {
  const fromStart = names[at] ?? '';
  const fromEnd = names[names.length - count + at] ?? '';
  if (count === names.length) return fromStart;
  return [fromStart, fromEnd].find((name) => kindOfLabel(name) === 'secret') ?? '';
}

/** @returns the values of each line that is a row of a list. */
export function listedValues(cells: readonly Cell[]): Map<Cell, Span[]> {
  const found = new Map<Cell, Span[]>();
  const listsOf = new Map<Cell, number>();
  const inOrder = cells.toSorted((a, b) => a.box.y - b.box.y);
  for (const [place, head] of inOrder.entries()) {
    if ((listsOf.get(head) ?? 0) >= mostLists) continue;
    const list = listFrom(head);
    if (list === null) continue;
    for (const row of rowsUnder(head, list, inOrder.values().drop(place + 1))) {
      const fields = fieldsOf(row.text, list.separator);
      const spans = fields.flatMap(({ text, start }, at): Span[] => {
        const name = nameOf(at, fields.length, list.names);
        const kind = kindOfLabel(name);
        // In a column of secrets whatever stands there is one: "correct horse battery staple".
        const isSurely = kind === 'secret' && fields.length === list.names.length;
        if (kind === null || text === '' || !(isSurely || fitsLabel(text, name))) return [];
        const end = start + text.length;
        return [{ start, end, kind, rule: `label.${kind}`, confidence: 0.85 }];
      });
      found.set(row, [...(found.get(row) ?? []), ...spans]);
      listsOf.set(row, (listsOf.get(row) ?? 0) + 1);
    }
  }
  return found;
}
