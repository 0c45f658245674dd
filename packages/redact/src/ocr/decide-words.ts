/**
 * What the rules found, and how likely each word of the screen is sensitive → what is covered:
 * whole words for all that is told by words and context, the rules' own stretches for what
 * has a form of its own.
 *
 * Invariant: what a surely formed rule found stays covered, whatever the forest says.
 */
import type { RedactionMode, SensitiveKind, Span } from '../span.ts';
import { isNameWord } from '../tagger/lexicon.ts';
import { mergeSpans } from '../text/merge.ts';
import { coverColumnsAlike } from './columns-alike.ts';
import type { Cell } from './layout.ts';
import { likelyWords, type LikelyWord } from './likely-words.ts';
import { isPlainPart } from './ordinary-forms.ts';
import { sortOfRule } from './rule-traits.ts';
import type { ScreenWord } from './screen-words.ts';

/** Over this a word goes whole, though a rule saw a value in a part of it only. */
const wholeChance = 0.9;
const sureConfidence = 0.85;

const sureSorts: ReadonlySet<string> = new Set(['form', 'address', 'loose', 'number', 'label']);

/** What an address of the web asks for is a page's number as often as a person; under "Address" stand other things, too. */
const unsureRules: ReadonlySet<string> = new Set(['label.address', 'url.query']);

/** Who is logged in, before the machine or behind words that say so, and whose job it was: nothing else is written so. */
const surelyFormed: ReadonlySet<string> = new Set([
  'handle.host',
  'handle.prompt',
  'handle.quotedDoer',
  'handle.session',
]);

/** A form of its own, or the value of a label that asks for a number or a secret. */
const isSure = ({ rule, confidence }: Span): boolean =>
  surelyFormed.has(rule) ||
  (confidence >= sureConfidence && !unsureRules.has(rule) && sureSorts.has(sortOfRule(rule)));

const overlap = (span: Span, { start, end }: ScreenWord): number =>
  Math.max(0, Math.min(end, span.end) - Math.max(start, span.start));

/** "Jae-won", "173-III", "A-20933", "maria_k", "larch-under-snow": one name, number, account or password, of which a rule saw a part. */
const isHyphenated = (text: string): boolean =>
  /^\P{L}*\p{Lu}\p{Ll}+(?:['’]\p{L}{2,})+\P{L}*$|^[^\p{L}\p{N}]?[\p{L}\d]+(?:[-‐–_][\p{L}\d]+)+(?:\.\p{L}{2,4})?[^\p{L}\p{N}]{0,2}$/u.test(
    text,
  );

/** `export PGPASSWORD=…`, `sender="…`: what a setting is called tells nobody; "Kowalski=4" does. */
const setting = /^["'([{<-]{0,3}(?<name>\p{L}{2,}(?:[_.-]\p{L}{2,})*)=["'([{]{0,2}(?=[^=\s])/u;
/** What is asked for there, whatever the program before it is called. */
const asked = /(?:PASS|PASSWORD|PASSWD|SECRET|TOKEN|KEY|URL)$/u;

function isSetting(name: string): boolean {
  const parts = name.split(/[_.-]/u).map((part) => part.toLowerCase());
  return parts.every(isPlainPart) || (asked.test(name) && !parts.some(isNameWord));
}

/** Where the value of a word begins: behind the name of a setting, if no rule saw a value that begins in the name. */
function startOfValue(text: string, from: number, own: readonly Span[]): number {
  const found = setting.exec(text);
  if (found === null || !isSetting(found.groups?.['name'] ?? '')) return from;
  const start = from + found[0].length;
  return own.some((span) => span.start < start && span.end > start && !isWeak(span)) ? from : start;
}
const isWeak = ({ rule }: Span): boolean => /^(?:tagger\.|ocr\.unsure$)/u.test(rule);

/** What of a word is covered, where it is likely enough. */
function spansOfWord(word: ScreenWord, spans: readonly Span[], chance: number): Span[] {
  const { end } = word;
  const found = spans.filter((span) => overlap(span, word) > 0);
  const start = startOfValue(word.word.text, word.start, found);
  const length = end - start;
  const own = found.filter((span) => span.end > start);
  const clipped = own.map((span) => ({
    ...span,
    start: Math.max(start, span.start),
    end: Math.min(end, span.end),
  }));
  const isPart = own.some((span) => {
    const share = overlap(span, { ...word, start }) / length;
    return share > 0.2 && share < 0.92;
  });
  if (
    isPart &&
    !isHyphenated(word.word.text.slice(start - word.start)) &&
    (chance < wholeChance || own.some((span) => isSure(span) && span.rule !== 'handle.joined'))
  )
    return clipped;
  const most = own.toSorted((a, b) => overlap(b, word) - overlap(a, word))[0];
  return [
    most === undefined
      ? { start, end, kind: 'unknown', rule: 'screen.word', confidence: chance }
      : { ...most, start, end },
  ];
}

/** Their stand-ins keep the words between the digits: a name beside them would be drawn again. */
const keepsWords: ReadonlySet<SensitiveKind> = new Set([
  'birthDate',
  'card',
  'date',
  'mac',
  'phone',
]);

/** Neighbours of one kind are one value; a word of no known kind is of its neighbour's. */
function joinNeighbours(spans: readonly Span[], text: string): Span[] {
  const hasWord = ({ start, end }: Span): boolean => /\p{L}{2}/u.test(text.slice(start, end));
  const isOfOther = (one: Span, other: Span): boolean =>
    one.kind === 'unknown' && !(keepsWords.has(other.kind) && hasWord(one));
  const joined: Span[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    const isNext = last !== undefined && span.start - last.end <= 1;
    if (!isNext || !(last.kind === span.kind || isOfOther(last, span) || isOfOther(span, last))) {
      joined.push(span);
      continue;
    }
    const told = last.kind === 'unknown' ? span : last;
    joined[joined.length - 1] = { ...told, start: last.start, end: span.end };
  }
  return joined;
}

/** Told by their signs, so that they end where the rule says; names and addresses end anywhere. */
const hasEnds: ReadonlySet<SensitiveKind> = new Set([
  'account',
  'card',
  'employeeId',
  'iban',
  'ip',
  'medicalId',
  'nationalId',
  'phone',
]);
const leastPart = 0.5;

/** What a rule took for one value goes whole where most of it goes: two of five groups tell a number nearly as well. */
function wholeValues(spans: readonly Span[], covered: readonly Span[]): Span[] {
  return spans.filter((span) => {
    if (!hasEnds.has(span.kind) || /^(?:label|tagger)\./u.test(span.rule)) return false;
    const shared = covered.reduce(
      (sum, { start, end }) =>
        sum + Math.max(0, Math.min(end, span.end) - Math.max(start, span.start)),
      0,
    );
    return shared >= leastPart * (span.end - span.start);
  });
}

/** "Vlierstraat 58": the number of a street that is covered, where a rule knew the street. */
function houseNumbers(spans: readonly Span[], covered: readonly Span[], text: string): Span[] {
  return spans.flatMap((span) => {
    if (!/^(?:address\.street|ocr\.street)/u.test(span.rule)) return [];
    const number = / \d{1,4} ?[A-Za-z]?$/u.exec(text.slice(span.start, span.end));
    const start = span.start + (number?.index ?? 0);
    return number !== null && covered.some(({ end }) => end === start)
      ? [{ ...span, start: start + 1 }]
      : [];
  });
}

/** @returns for each cell its spans, disjoint and in order. */
export function decideWords(
  judged: readonly LikelyWord[],
  spansOf: ReadonlyMap<Cell, readonly Span[]>,
  mode: RedactionMode,
): Map<Cell, Span[]> {
  const likely = Map.groupBy(likelyWords(judged, mode), ({ word }) => word.cell);
  const decided = new Map(
    [...spansOf].map(([cell, spans]) => {
      const covered = (likely.get(cell) ?? []).flatMap(({ word, chance }) =>
        spansOfWord(word, spans, chance),
      );
      return [
        cell,
        joinNeighbours(
          mergeSpans([
            ...spans.filter(isSure),
            ...wholeValues(spans, covered),
            ...houseNumbers(spans, covered, cell.text),
            ...covered,
          ]),
          cell.text,
        ),
      ];
    }),
  );
  const chances = new Map<Cell, number>();
  for (const { word, chance } of judged)
    chances.set(word.cell, Math.max(chance, chances.get(word.cell) ?? 0));
  return coverColumnsAlike(decided, chances);
}
