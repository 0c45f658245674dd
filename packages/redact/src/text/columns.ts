/**
 * A table written as text (CSV, TSV, pipes), or rows for a database → the cells that are values by
 * what heads their column. A cell alone tells nothing: "72610045" may be anything, below "dni" it is somebody's.
 */
import { matchesOf } from '../matches.ts';
import type { Span } from '../span.ts';
import { kindOfLabel, spansByLabel } from './context.ts';

interface Cell {
  readonly text: string;
  readonly start: number;
}

const delimiters = ['\t', '|', ';', ','] as const;
const quotes: ReadonlySet<string> = new Set(['"', "'"]);

/** Whether a quotation ends at `at`, before a delimiter or the end; a sign within a word is an apostrophe. */
const isClosing = (row: string, at: number, delimiter: string): boolean => {
  const after = row.slice(at + 1, at + 40).trimStart();
  return after === '' || after.startsWith(delimiter);
};

/** The parts of a row between its delimiters, those within quotes whole and without them. */
function cellsOf(row: string, delimiter: string, offset: number): Cell[] {
  const cells: Cell[] = [];
  let [from, quote] = [0, ''];
  /** Whether there is more than blanks in the cell so far. */
  let isBegun = false;
  const take = (end: number): void => {
    const raw = row.slice(from, end);
    const bare = raw.trim();
    const isQuoted = bare.length > 1 && quotes.has(bare.charAt(0)) && bare.endsWith(bare.charAt(0));
    cells.push({
      text: isQuoted ? bare.slice(1, -1) : bare,
      start: offset + from + raw.indexOf(bare) + (isQuoted ? 1 : 0),
    });
    from = end + 1;
    isBegun = false;
  };
  /** Quotes that never close: the first of each kind shows it, and all behind it are signs like others. */
  const plain = new Set<string>();
  for (let at = 0; at <= row.length; at += 1) {
    if (at === row.length) {
      if (quote === '') break;
      plain.add(quote);
      quote = '';
      isBegun = false;
      at = from - 1;
      continue;
    }
    const sign = row.charAt(at);
    if (quote !== '') {
      if (sign !== quote) continue;
      // Two in a row stand for one.
      if (row.charAt(at + 1) === quote) at += 1;
      else if (isClosing(row, at, delimiter)) quote = '';
    } else if (sign === delimiter) take(at);
    else {
      if (!isBegun && quotes.has(sign) && !plain.has(sign)) quote = sign;
      isBegun ||= sign.trim() !== '';
    }
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
  const told = labels.filter((label) => kindOfLabel(label) !== null);
  if (told.length === 0) return null;
  // What is in stock has a name, too.
  return told.every((label) => thingName.test(label)) && labels.some((label) => ofStock.test(label))
    ? null
    : labels;
}

const thingName = /^(?:name|nom|nombre|nome|naam|namn|navn|nimi|nazwa)$/iu;
const ofStock =
  /^(?:sku|ean|gtin|upc|isbn|bar ?code|stock|in stock|colou?r|farbe|couleur|artikel(?:nummer|nr\.?)?|bestand|lager(?:bestand)?)$/iu;

const spansOfRow = (cells: readonly Cell[], labels: readonly string[]): Span[] =>
  cells.flatMap(({ text, start }, column) =>
    spansByLabel(text, { label: labels[column] ?? '' }).map((span) => ({
      ...span,
      start: start + span.start,
      end: start + span.end,
    })),
  );

/** What heads the rows of one table. */
interface Heads {
  readonly delimiter: string;
  readonly labels: readonly string[];
  readonly text: string;
}

interface Row {
  readonly cells: readonly Cell[];
  readonly heads: Heads;
}

function headsOf(line: string): Heads | null {
  const delimiter = delimiters.find((sign) => line.includes(sign));
  const labels = delimiter === undefined ? null : labelsOf(cellsOf(line, delimiter, 0));
  return delimiter === undefined || labels === null ? null : { delimiter, labels, text: line };
}

/** So many rows of another length end a table: one may be a note over two lines. */
const endingRows = 3;
function* rowsOfTables(text: string): Generator<Row> {
  let offset = 0;
  let heads: Heads | null = null;
  let others = 0;
  for (const line of text.split('\n')) {
    const cells: readonly Cell[] = heads === null ? [] : cellsOf(line, heads.delimiter, offset);
    if (heads !== null && cells.length === heads.labels.length) {
      others = 0;
      yield { cells, heads };
    } else {
      others += 1;
      const next: Heads | null = headsOf(line);
      if (next !== null || others === endingRows || line.trim() === '') {
        heads = next;
        others = 0;
      }
    }
    offset += line.length + 1;
  }
}

const insertion =
  /\binsert\s{1,4}into\s{1,4}[^\s()]{1,100}\s{0,4}\((?<heads>[^()]{1,1000})\)\s{0,4}values\s{0,4}/giu;

/** As long as a row of an insertion may be: what goes on for longer is none. */
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

function* rowsOfInsertions(text: string, isAbove: boolean): Generator<Row> {
  for (const { 0: whole, index, groups } of matchesOf(insertion, text)) {
    const labels = labelsOf(cellsOf(groups?.['heads'] ?? '', ',', 0));
    if (labels === null) continue;
    const heads = { delimiter: ',', labels, text: whole };
    let open = index + whole.length;
    // What goes on from above may begin within a row: the next one is whole.
    if (isAbove && index === 0 && text.charAt(open) !== '(') {
      const next = /\)\s{0,4},\s{0,4}(?=\()/u.exec(text.slice(open));
      if (next !== null) open += next.index + next[0].length;
    }
    while (text.charAt(open) === '(') {
      const end = endOfRow(text, open);
      if (end < 0) break;
      const cells = cellsOf(text.slice(open + 1, end), ',', open + 1);
      if (cells.length === labels.length) yield { cells, heads };
      open = end + 1;
      while (/[\s,]/u.test(text.charAt(open))) open += 1;
    }
  }
}

/** @param isAbove the text begins with what heads it from above */
function* rowsOf(text: string, isAbove = false): Generator<Row> {
  if (text.includes('\n')) yield* rowsOfTables(text);
  if (/\binsert\s/iu.test(text)) yield* rowsOfInsertions(text, isAbove);
}

/** @param above the heads of a table that began before the text and goes on in it (`headsAbove`) */
export function spansOfColumns(text: string, above = ''): Span[] {
  const offset = above === '' ? 0 : above.length + 1;
  return Array.from(rowsOf(above === '' ? text : `${above}\n${text}`, above !== '')).flatMap(
    ({ cells, heads }) =>
      spansOfRow(cells, heads.labels).map((span) => ({
        ...span,
        start: span.start - offset,
        end: span.end - offset,
      })),
  );
}

/** A long text → at a place in it, the heads of the table that goes on there, or nothing. */
export function headsAbove(text: string): (at: number) => string {
  const tables = new Map<Heads, { start: number; end: number }>();
  for (const { cells, heads } of rowsOf(text)) {
    const end = cells.at(-1)?.start ?? 0;
    const table = tables.get(heads);
    if (table === undefined) tables.set(heads, { start: cells[0]?.start ?? 0, end });
    else table.end = end;
  }
  return (at) => {
    for (const [heads, { start, end }] of tables) if (start < at && at <= end) return heads.text;
    return '';
  };
}
