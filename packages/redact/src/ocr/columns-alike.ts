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

/** Cells of one form, with what covers each of them whole. */
type Alike = readonly { readonly cell: Cell; readonly whole: Span | undefined }[];

/** @returns what the cell is to be covered by, where it is not covered whole itself. */
function spanLikeOthers(cell: Cell, form: string, alike: Alike): Span | null {
  const others = alike.filter((other) => other.cell !== cell && areInColumn(cell, other.cell));
  const covered = others.map(({ whole }) => whole).filter((span) => span !== undefined);
  const [first] = covered;
  if (
    first === undefined ||
    covered.length < leastCovered ||
    covered.length < leastShare * others.length ||
    // A state in small letters stands there again and again.
    (form === 'a' && first.kind !== 'handle')
  )
    return null;
  return { ...first, start: 0, end: cell.text.length, rule: 'list.alike', confidence: 0.5 };
}

/** @param decided for each cell what is covered of it. */
export function coverColumnsAlike(decided: ReadonlyMap<Cell, readonly Span[]>): Map<Cell, Span[]> {
  const whole = ({ text }: Cell, spans: readonly Span[]): Span | undefined =>
    spans.find(({ start, end }) => end - start > 0.8 * text.length);
  const byForm = Map.groupBy(
    [...decided].map(([cell, spans]) => ({ cell, whole: whole(cell, spans) })),
    ({ cell }) => formOf(cell.text),
  );
  const covering = new Map<Cell, Span>();
  for (const [form, alike] of byForm) {
    // Without two that are covered nothing is told of the others.
    if (form === null || alike.filter((one) => one.whole !== undefined).length < leastCovered)
      continue;
    for (const one of alike) {
      const span =
        one.whole === undefined && mayBeValue(one.cell.text)
          ? spanLikeOthers(one.cell, form, alike)
          : null;
      if (span !== null) covering.set(one.cell, span);
    }
  }
  return new Map(
    [...decided].map(([cell, spans]): [Cell, Span[]] => {
      const span = covering.get(cell);
      return [cell, span === undefined ? [...spans] : [span]];
    }),
  );
}
