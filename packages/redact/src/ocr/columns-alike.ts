/**
 * What is covered of the cells that stand under each other → the same, with the ones that are of one
 * form with others that are covered, and without the few among many that are not: where most accounts,
 * addresses of the net, numbers or days of a column are somebody's, so are the others.
 */
import type { Span } from '../span.ts';
import { classOfWord, isInterfaceWord, isNameWord } from '../tagger/lexicon.ts';
import type { Cell } from './layout.ts';
import { isOrdinaryForm, isUsuallyOrdinary } from './ordinary-forms.ts';

const leastCovered = 2;
const leastShare = 0.6;
/** Days of birth among days: the forest is less sure of each. */
const leastShareOfDays = 0.5;
const leastOfDay = 0.05;
/** Of a covered cell among others of its form, its chance and their number, to be left as they are. */
const leastOfStray = 0.35;
const leastOthers = 3;
const mostStray = 0.34;
/** In heights of a line: what is further away belongs to another list. */
const furthest = 30;
const mostWords = 3;
const mostSigns = 24;
const leastSigns = 4;

/** A full stop is easily lost among the others of an address of the net: 10.20.912 */
const isAddress = (text: string): boolean => /^\d{1,3}(?:[.,]\d{1,6}){2,3}$/u.test(text);
const isDay = (text: string): boolean => /^\d{1,4}([-./])\d{1,2}\1(?:\d{2}|\d{4})$/u.test(text);

/** "10.20.1.7" → 9.9.9.9, "j.ferrant" → a.a, "7K-418827" → 9A-9; null for what has no form of its own. */
function formOf(text: string): string | null {
  if (text.length < leastSigns || text.length > mostSigns) return null;
  if (isDay(text)) return 'day';
  if (isAddress(text)) return 'address';
  if (text.split(' ').length > mostWords || isOrdinaryForm(text) || isUsuallyOrdinary(text))
    return null;
  const form = text
    .replace(/\p{Lu}+/gu, 'A')
    .replace(/\p{Ll}+/gu, 'a')
    .replace(/\d+/gu, '9');
  return /^[Aa9][^\p{L}\d ]?$|Aa|[£$€%]/u.test(form) && form !== 'a' ? null : form;
}

/** Letters alone may be any word. */
const mayBeValue = (text: string): boolean =>
  (text.match(/\p{L}+/gu) ?? []).every((part) => {
    const lower = part.toLowerCase();
    return (
      part.length < leastSigns ||
      (!isInterfaceWord(lower) && (classOfWord(lower) === 0 || isNameWord(lower)))
    );
  });

const areInColumn = (a: Cell, b: Cell): boolean =>
  Math.abs(a.box.x - b.box.x) < 0.5 * a.box.height &&
  Math.abs(a.box.height - b.box.height) < 0.5 * a.box.height &&
  Math.abs(a.box.y - b.box.y) < furthest * a.box.height;

/** A cell, what covers it whole, and whether anything of it is covered. */
interface Held {
  readonly cell: Cell;
  readonly whole: Span | undefined;
  readonly spans: readonly Span[];
}

const othersOf = ({ cell }: Held, alike: readonly Held[]): readonly Held[] =>
  alike.filter((other) => other.cell !== cell && areInColumn(cell, other.cell));

/** @returns what the cell is to be covered by, where it is not covered whole itself. */
function spanLikeOthers(held: Held, form: string, alike: readonly Held[]): Span | null {
  const others = othersOf(held, alike);
  const covered = others.map(({ whole }) => whole).filter((span) => span !== undefined);
  const [first] = covered;
  if (
    first === undefined ||
    covered.length < leastCovered ||
    covered.length < (form === 'day' ? leastShareOfDays : leastShare) * others.length ||
    // A state in small letters stands there again and again.
    (form === 'a' && first.kind !== 'handle')
  )
    return null;
  return { ...first, start: 0, end: held.cell.text.length, rule: 'list.alike', confidence: 0.5 };
}

/** As many digits behind as many capitals: numbers of trains, lots and finds; no half of a plate, no day, no account in small letters. */
const turnsOf = (text: string): string | null =>
  /\d/u.test(text) &&
  text.length <= mostSigns &&
  !/\p{Ll}/u.test(text) &&
  !isDay(text) &&
  !/^\p{Lu}{1,3}\d{1,3}$/u.test(text)
    ? text.replace(/\p{Lu}/gu, 'A').replace(/\d/gu, '9')
    : null;

/** Told by the words around it, and by no rule for what has a form or a label. */
const isGuess = ({ rule }: Span): boolean => /^(?:screen\.word|tagger\.)/u.test(rule);

/** Covered, though few of the others of its form are, and nothing surely tells of it. */
function isStray(held: Held, alike: readonly Held[], chance: number): boolean {
  if (held.spans.length === 0 || chance >= leastOfStray || !held.spans.every(isGuess)) return false;
  const others = othersOf(held, alike);
  const covered = others.filter(({ spans }) => spans.length > 0);
  return others.length >= leastOthers && covered.length <= mostStray * others.length;
}

/**
 * @param decided for each cell what is covered of it.
 * @param chances of the likeliest word of each cell.
 */
export function coverColumnsAlike(
  decided: ReadonlyMap<Cell, readonly Span[]>,
  chances: ReadonlyMap<Cell, number>,
): Map<Cell, Span[]> {
  const all = [...decided].map(([cell, spans]): Held => ({
    cell,
    spans,
    whole: spans.find(({ start, end }) => end - start > 0.8 * cell.text.length),
  }));
  const changed = new Map<Cell, Span[]>();
  for (const [turns, alike] of Map.groupBy(all, ({ cell }) => turnsOf(cell.text))) {
    if (turns === null) continue;
    for (const held of alike)
      if (isStray(held, alike, chances.get(held.cell) ?? 1)) changed.set(held.cell, []);
  }
  for (const [form, alike] of Map.groupBy(all, ({ cell }) => formOf(cell.text))) {
    // Without two that are covered nothing is told of the others.
    if (form === null || alike.filter((one) => one.whole !== undefined).length < leastCovered)
      continue;
    for (const held of alike) {
      if (held.whole !== undefined || !mayBeValue(held.cell.text)) continue;
      if (form === 'day' && (chances.get(held.cell) ?? 1) < leastOfDay) continue;
      const span = spanLikeOthers(held, form, alike);
      if (span !== null) changed.set(held.cell, [span]);
    }
  }
  return new Map(
    [...decided].map(([cell, spans]): [Cell, Span[]] => [cell, changed.get(cell) ?? [...spans]]),
  );
}
