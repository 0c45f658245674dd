/**
 * What looks like a value to a rule and is none by what stands in and around it: days in a log, files,
 * hashes of commits, machines; and where in what was found the value ends.
 */
import { matchesOf } from '../matches.ts';
import type { SensitiveKind, Span } from '../span.ts';
import { classOfWord, foldWord, isNameWord } from '../tagger/lexicon.ts';
import { isCalendarRow } from './calendar-grid.ts';
import type { Cell } from './layout.ts';
import { isPlainPart } from './ordinary-forms.ts';
import { isCalendarWord } from './world-words.ts';

/** A day with its year, a day and an hour, or an hour with its parts; colons are easily lost in reading. */
const timestamps =
  /(?<![\p{L}\p{N}]|\d[./-])\d{1,2}([./])\d{1,2}\1(?:19|20)\d{2}(?![\p{N}/])|(?<![\p{L}\p{N}]|\d[./-])(?:19|20)\d{2}-\d{2}-\d{2}(?:[ T]\d{2}[: .]?\d{2}[: .]?\d{2}(?:[.,: ]?\d{1,6})?)?(?![\p{N}-])|(?<!\d|\d[ .-])(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}[:.]\d{2}|(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?|(?:[01]\d|2[0-3])[: ][0-5]\d[: ][0-5]\d[., ]\d{3})(?!\d|[ .-]\d)/gu;

const isNumber: ReadonlySet<SensitiveKind> = new Set([
  'phone',
  'account',
  'card',
  'employeeId',
  'nationalId',
  'medicalId',
]);

/** The hour behind a number is not of it: "612 34 56 78 12:03". */
function withoutHour(text: string, span: Span): Span {
  if (!isNumber.has(span.kind) || !/^:[0-5]\d(?!\d)/u.test(text.slice(span.end))) return span;
  const hour = / (?:[01]?\d|2[0-3])$/u.exec(text.slice(span.start, span.end));
  return hour === null ? span : { ...span, end: span.start + hour.index };
}

/** An address of the net and the size of its part: 185.12.44.200/29 */
function withSubnet(text: string, span: Span): Span {
  const size = /^ ?\/\d{1,3}(?![\p{L}\p{N}/])/u.exec(text.slice(span.end))?.[0] ?? '';
  return span.kind === 'ip' ? { ...span, end: span.end + size.length } : span;
}

/** In a row of a list kept as text, one number ends where the next begins: "613-555-0142;1979-11-02". */
function splitAtSeparators(text: string, span: Span): Span[] {
  if (!isNumber.has(span.kind)) return [span];
  let start = span.start;
  return text
    .slice(span.start, span.end)
    .split(/[;|]/u)
    .flatMap((part) => {
      const from = start;
      start += part.length + 1;
      return part.trim() === '' ? [] : [{ ...span, start: from, end: from + part.length }];
    });
}

/** "12 Jun 2024 Outpatient Dr. Kabugi": a day and a doctor, and no drive. */
function isDoctor(text: string, { rule, start, end }: Span): boolean {
  const value = text.slice(start, end);
  const after = text.slice(end);
  if (rule !== 'address.street' || !/^(?:19|20)\d{2} /u.test(value)) return false;
  const month = /\b\d{1,2}[ .-](?<month>\p{Lu}\p{L}{2,8})[ .-]$/u.exec(text.slice(0, start));
  const isDated = isCalendarWord(foldWord(month?.groups?.['month'] ?? ''));
  if (/\bDr\b\.? ?$/u.test(value)) return isDated || /^ ?\p{Lu}/u.test(after);
  // The title is of the name already.
  return isDated && /^ ?Dr\b/u.test(after);
}

/** "2024-11-21 0957 4012": a line of a log, and no card; nor is "11-23 10 51" behind its year. A day behind a card is none of it. */
const days = /(?<!\d)20[0-4]\d-(?:0\d|1[0-2])-[0-3]\d(?= |$)/gu;
const leastOfCard = 12;
/** In digits: a group of a card's number. */
const leastGroup = 4;

export function withoutDays(text: string, span: Span): Span[] {
  const { kind, start, end } = span;
  const dated = matchesOf(days, text)
    .map(({ 0: day, index }) => ({ from: index, to: index + day.length }))
    .filter(({ from, to }) => kind === 'card' && from < end && to > start);
  const [first] = dated;
  if (first === undefined) return [span];
  const digitsIn = (from: number, to: number): number =>
    text.slice(from, Math.max(from, to)).replace(/\D/gu, '').length;
  if (digitsIn(start, first.from) >= leastGroup) return [{ ...span, end: first.from }];
  const ofDays = dated.reduce(
    (sum, { from, to }) => sum + digitsIn(Math.max(start, from), Math.min(end, to)),
    0,
  );
  return digitsIn(start, end) - ofDays < leastOfCard ? [] : [span];
}

/** "members-2025.csv": a file, and no member's number. */
const isFile = (text: string, { rule, start, end }: Span): boolean =>
  rule === 'id.account' &&
  /^[\p{L}-]*\d{1,4}\.(?:csv|docx?|json|log|md|od[st]|pdf|txt|xlsx?|zip)$/u.test(
    text.slice(start, end),
  );

/** "sku=CHR-BLU-04": the small letters are of the name; what it is set to has none, and is no password by its form. */
const isPair = (text: string, { rule, start }: Span): boolean => {
  const value = /^[\p{L}_.-]{2,24}=(?<value>\S+)/u.exec(text.slice(start))?.groups?.['value'];
  return (
    rule === 'secret.allClasses' &&
    value !== undefined &&
    [/\p{Ll}/u, /\p{Lu}/u, /\d/u].some((sign) => !sign.test(value))
  );
};

/** A hash of what was committed, of which a letter may be misread as one with an accent. */
const isCommit = (text: string, { rule, start, end }: Span): boolean =>
  /^(?:ocr|secret)\.mixedCode$/u.test(rule) &&
  /(?<![\p{L}\p{N}])(?:commit|tree|parent|sha1?|merge)[: ]{1,2}$/iu.test(text.slice(0, start)) &&
  /^[\da-f]{38,42}$/u.test(
    text
      .slice(start, end)
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .replaceAll('o', '0')
      .replaceAll('l', '1'),
  );

/** "ann@print-srv2", "app:Xk7w@localhost:5432": behind an account stands a machine, of whose words none is anybody's. */
const isMachine = (text: string, { rule, start, end }: Span): boolean =>
  rule === 'ocr.at' &&
  /^[@©®]\p{Ll}/u.test(text.slice(start, end)) &&
  /[\p{L}\p{N}]$/u.test(text.slice(0, start)) &&
  text
    .slice(start + 1, end)
    .split(/[^\p{L}]+/u)
    .every((part) => isPlainPart(part.toLowerCase()));
/** Every machine's own: redis://127.0.0.1:6379 */
const isOwn = (text: string, { kind, start, end }: Span): boolean =>
  kind === 'ip' && /^(?:127\.0\.0\.\d{1,3}|0\.0\.0\.0)$/u.test(text.slice(start, end));

/** Behind a secret stands what shows and copies it. */
const isPressed = (text: string, { rule, start, end }: Span): boolean =>
  rule === 'label.secret' && /^(?: ?(?:Hide|Show|Copy|Reveal))+$/u.test(text.slice(start, end));

/** Who is logged in, as a prompt or a log has it: where it stands makes it an account, and of a person if it is no word. */
const isAccount = (text: string, { rule, start, end }: Span): boolean => {
  const value = text.slice(start, end).toLowerCase();
  return (
    /^handle\.(?:access|host|sudo|todo)$/u.test(rule) &&
    (classOfWord(value) === 0 || isNameWord(value))
  );
};
const sureAccount = 0.9;

/** No number is told by what says when, and no street by a doctor's title. */
export function withoutLookalikes(cell: Cell, spans: readonly Span[]): Span[] {
  if (isCalendarRow(cell)) return [];
  const { text } = cell;
  const stamps = matchesOf(timestamps, text);
  return spans
    .filter(
      (span) =>
        !isDoctor(text, span) &&
        !isFile(text, span) &&
        !isPair(text, span) &&
        !isCommit(text, span) &&
        !isMachine(text, span) &&
        !isPressed(text, span) &&
        !isOwn(text, span) &&
        !(
          isNumber.has(span.kind) &&
          stamps.some(
            (stamp) => stamp.index <= span.start && stamp.index + stamp[0].length >= span.end,
          )
        ),
    )
    .flatMap((span) => withoutDays(text, span))
    .map((span) => (isAccount(text, span) ? { ...span, confidence: sureAccount } : span))
    .map((span) => withSubnet(text, withoutHour(text, span)))
    .flatMap((span) => splitAtSeparators(text, span));
}
