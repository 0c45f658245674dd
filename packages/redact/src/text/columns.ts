/**
 * A table written as text (CSV, TSV, pipes), or rows for a database → the cells that are values by
 * what heads their column. A cell alone tells nothing: "72610045" may be anything, below "dni" it is somebody's.
 */
import type { Span } from '../span.ts';
import { kindOfLabel, spansByLabel } from './context.ts';

interface Cell {
  readonly text: string;
  readonly start: number;
}

const delimiters = ['\t', '|', ';', ','] as const;
const quotes: ReadonlySet<string> = new Set(['"', "'"]);

/** The parts of a row between its delimiters, those within quotes whole and without them. */
function cellsOf(row: string, delimiter: string, offset: number): Cell[] {
  const cells: Cell[] = [];
  let [from, quote] = [0, ''];
  const take = (end: number): void => {
    const raw = row.slice(from, end);
    const bare = raw.trim();
    const isQuoted = bare.length > 1 && quotes.has(bare.charAt(0)) && bare.endsWith(bare.charAt(0));
    cells.push({
      text: isQuoted ? bare.slice(1, -1) : bare,
      start: offset + from + raw.indexOf(bare) + (isQuoted ? 1 : 0),
    });
    from = end + 1;
  };
  for (let at = 0; at < row.length; at += 1) {
    const sign = row.charAt(at);
    if (quote !== '') {
      if (sign === quote) quote = '';
    } else if (quotes.has(sign) && row.slice(from, at).trim() === '') quote = sign;
    else if (sign === delimiter) take(at);
  }
  take(row.length);
  return cells;
}

/** The head as a label: `first_name`, `firstName`. */
const labelOfHead = (head: string): string =>
  head.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ').replaceAll('_', ' ');

const isHead = (text: string): boolean =>
  /^\p{L}[\p{L}\p{M}\p{N}._#/-]{0,30}(?: [\p{L}\p{M}\p{N}._#/-]{1,20}){0,2}$/u.test(text);

/** Heads of a row of which one tells a kind; null where it is no row of heads. */
function labelsOf(cells: readonly Cell[]): readonly string[] | null {
  if (cells.length < 2 || !cells.every(({ text }) => text === '' || isHead(text))) return null;
  // The strokes at the sides of a table make empty ones; an empty one inside is a sentence's comma.
  if (cells.slice(1, -1).some(({ text }) => text === '')) return null;
  const labels = cells.map(({ text }) => labelOfHead(text));
  return labels.some((label) => kindOfLabel(label) !== null) ? labels : null;
}

const spansOfRow = (cells: readonly Cell[], labels: readonly string[]): Span[] =>
  cells.flatMap(({ text, start }, column) =>
    spansByLabel(text, { label: labels[column] ?? '' }).map((span) => ({
      ...span,
      start: start + span.start,
      end: start + span.end,
    })),
  );

interface Heads {
  readonly delimiter: string;
  readonly labels: readonly string[];
}

function headsOf(line: string): Heads | null {
  const delimiter = delimiters.find((sign) => line.includes(sign));
  const labels = delimiter === undefined ? null : labelsOf(cellsOf(line, delimiter, 0));
  return delimiter === undefined || labels === null ? null : { delimiter, labels };
}

/** So many rows of another length end a table: one may be a note over two lines. */
const endingRows = 3;

function spansOfTables(text: string): Span[] {
  const spans: Span[] = [];
  let offset = 0;
  let heads: Heads | null = null;
  let others = 0;
  for (const line of text.split('\n')) {
    const cells = heads === null ? [] : cellsOf(line, heads.delimiter, offset);
    if (heads !== null && cells.length === heads.labels.length) {
      others = 0;
      spans.push(...spansOfRow(cells, heads.labels));
    } else {
      others += 1;
      const next = headsOf(line);
      if (next !== null || others === endingRows || line.trim() === '') {
        heads = next;
        others = 0;
      }
    }
    offset += line.length + 1;
  }
  return spans;
}

const insertion =
  /\binsert\s{1,4}into\s{1,4}[^\s()]{1,100}\s{0,4}\((?<heads>[^()]{1,1000})\)\s{0,4}values\s{0,4}/giu;
/** As long as a row may be: what goes on for longer is none. */
const longestRow = 4000;

/** Where the bracket that opens at `open` closes, outside of quotes; -1 where it does not. */
function endOfRow(text: string, open: number): number {
  let quote = '';
  for (let at = open + 1; at < text.length && at - open < longestRow; at += 1) {
    const sign = text.charAt(at);
    if (quote !== '') {
      // Two in a row stand for one: the quotation closes and opens again.
      if (sign === quote) quote = '';
    } else if (quotes.has(sign)) quote = sign;
    else if (sign === ')') return at;
  }
  return -1;
}

function spansOfInsertions(text: string): Span[] {
  const spans: Span[] = [];
  for (const { 0: whole, index, groups } of text.matchAll(insertion)) {
    const labels = labelsOf(cellsOf(groups?.['heads'] ?? '', ',', 0));
    if (labels === null) continue;
    let open = index + whole.length;
    while (text.charAt(open) === '(') {
      const end = endOfRow(text, open);
      if (end < 0) break;
      const cells = cellsOf(text.slice(open + 1, end), ',', open + 1);
      if (cells.length === labels.length) spans.push(...spansOfRow(cells, labels));
      open = end + 1;
      while (/[\s,]/u.test(text.charAt(open))) open += 1;
    }
  }
  return spans;
}

export function spansOfColumns(text: string): Span[] {
  const tables = text.includes('\n') ? spansOfTables(text) : [];
  return /\binsert\s/iu.test(text) ? [...tables, ...spansOfInsertions(text)] : tables;
}
