/**
 * What is covered of the cells that stand under each other → the same, with the ones that are of one
 * form with others that are covered: where most accounts, addresses of the net or numbers of a column
 * are somebody's, so are the others.
 */
import type { Span } from '../span.ts';
import { classOfWord, isInterfaceWord, isNameWord } from '../tagger/lexicon.ts';
import type { Cell } from './layout.ts';
import { isOrdinaryForm, isUsuallyOrdinary } from './ordinary-forms.ts';

const leastCovered = 2;
const leastShare = 0.6;
/** In heights of a line: what is further away belongs to another list. */
const furthest = 30;
const mostWords = 3;
const mostSigns = 24;
const leastSigns = 4;

/** "10.20.1.7" → 9.9.9.9, "j.ferrant" → a.a, "7K-418827" → 9A-9; null for what has no form of its own. */
function formOf(text: string): string | null {
  if (text.length < leastSigns || text.length > mostSigns) return null;
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

/** @param decided for each cell what is covered of it. */
export function coverColumnsAlike(decided: ReadonlyMap<Cell, readonly Span[]>): Map<Cell, Span[]> {
  const byForm = Map.groupBy(decided.keys(), ({ text }) => formOf(text));
  byForm.delete(null);
  const wholeOf = (cell: Cell): Span | undefined =>
    decided.get(cell)?.find(({ start, end }) => end - start > 0.8 * cell.text.length);
  return new Map(
    [...decided].map(([cell, spans]): [Cell, Span[]] => {
      if (wholeOf(cell) !== undefined || !mayBeValue(cell.text)) return [cell, [...spans]];
      const others = (byForm.get(formOf(cell.text)) ?? []).filter(
        (other) => other !== cell && areInColumn(cell, other),
      );
      const covered = others.map(wholeOf).filter((span) => span !== undefined);
      const [first] = covered;
      return first === undefined ||
        // A state in small letters stands there again and again.
        (formOf(cell.text) === 'a' && first.kind !== 'handle') ||
        covered.length < leastCovered ||
        covered.length < leastShare * others.length
        ? [cell, [...spans]]
        : [
            cell,
            [{ ...first, start: 0, end: cell.text.length, rule: 'list.alike', confidence: 0.5 }],
          ];
    }),
  );
}
