/**
 * Words read from pixels → the boxes of what is sensitive among them. Reading
 * is unsure, so shape and label count for more here than exact forms: anything
 * with an at sign, long mixed codes, and what could hardly be read.
 */
import { unionBox, type Box } from '@understudy/recording';
import { matchesOf } from '../matches.ts';
import { fitsLabel } from '../text/context.ts';
import { mergeSpans } from '../text/merge.ts';
import type { TextLayer } from '../text/text-layer.ts';
import type { RedactionMode, SensitiveKind, Span } from '../span.ts';
import { classOfWord, foldWord, isNameWord } from '../tagger/lexicon.ts';
import { boxesOfStretch, cellsOf, type Cell } from './layout.ts';
import { isCalendarRow } from './calendar-grid.ts';
import { decideWords } from './decide-words.ts';
import { headedValues } from './headed-values.ts';
import { joinBroken } from './join-broken.ts';
import { joinedNames, nameWordsOf } from './joined-names.ts';
import { listedValues } from './listed-values.ts';
import { looseSpans } from './loose-rules.ts';
import { digitsMended } from './mend-digits.ts';
import { mendWord } from './mend.ts';
import { coverSameValues } from './same-values.ts';
import { evenStepAround } from './sign-places.ts';
import type { Word } from './tesseract.ts';
import { namesInColumns } from './name-columns.ts';
import { isPlainPart } from './ordinary-forms.ts';
import { judgeWords } from './judge-words.ts';
import { wholeAddresses } from './whole-addresses.ts';
import { wholeNames } from './whole-names.ts';
import { isCalendarWord } from './world-words.ts';

export interface Finding {
  readonly box: Box;
  readonly kind: SensitiveKind;
  readonly rule: string;
  readonly confidence: number;
  /** What was read there. */
  readonly text: string;
}

/** The end of the sentence in which a secret stands behind its label. */
function endOfSentence(text: string, from: number): number {
  const end = text.slice(from).search(/(?<=\S)[.;,]? (?=\p{Lu}\p{Ll}|\p{Ll}{2,} \p{Ll}{2,})/u);
  return end < 0 ? text.length : from + end;
}

/** However unsure the reading, it gave a word that names nobody. */
function isPlainWord(text: string): boolean {
  const lower = text.toLowerCase().replace(/^\P{L}+|\P{L}+$/gu, '');
  return classOfWord(lower) !== 0 && !isNameWord(lower);
}

const isFormed: ReadonlySet<SensitiveKind> = new Set([
  'nationalId',
  'medicalId',
  'employeeId',
  'birthDate',
  'phone',
  'email',
  'card',
  'iban',
]);

/** Where a value of the label's kind was found by its form, the label asks for nothing else: "G40817733 : Mexico". */
const withoutLabelOf = (spans: readonly Span[]): readonly Span[] =>
  spans.filter(
    ({ rule, kind }) =>
      !rule.startsWith('label.') ||
      !isFormed.has(kind) ||
      !spans.some(
        (other) =>
          other.kind === kind && other.confidence >= 0.9 && !other.rule.startsWith('label.'),
      ),
  );

function spansOfCell(cell: Cell, texts: TextLayer, mode: RedactionMode): Span[] {
  const mended = digitsMended(cell.text);
  const spans = [...texts.found(cell.text, cell.label), ...looseSpans(mended)];
  if (mended !== cell.text) spans.push(...texts.found(mended, cell.label));
  if (cell.label !== '' && fitsLabel(cell.text, cell.label)) {
    // Rules that want their label in the text itself.
    const head = `${cell.label.replace(/[:\s]+$/u, '')}: `;
    for (const span of texts.found(head + mended, '')) {
      // The label was weighed already: here it only completes numbers and codes.
      if (span.end > head.length && !/^(?:tagger|name|word|label|table)\./u.test(span.rule))
        spans.push({
          ...span,
          start: Math.max(0, span.start - head.length),
          end: span.end - head.length,
        });
    }
  }
  if (mode === 'strict') {
    for (const [index, word] of cell.words.entries()) {
      const start = cell.starts[index] ?? 0;
      if (
        word.confidence < 0.3 &&
        /[\p{L}\p{N}].*[\p{L}\p{N}].*[\p{L}\p{N}]/u.test(word.text) &&
        !isPlainWord(word.text)
      ) {
        spans.push({
          start,
          end: start + word.text.length,
          kind: 'unknown',
          rule: 'ocr.unsure',
          confidence: 0.3,
        });
      }
    }
  }
  return mergeSpans(
    withoutLabelOf(spans).map((span) =>
      span.rule === 'secret.label'
        ? { ...span, end: Math.max(span.end, endOfSentence(cell.text, span.start)) }
        : span,
    ),
  );
}

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

function withoutDays(text: string, span: Span): Span[] {
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
function withoutLookalikes(cell: Cell, spans: readonly Span[]): Span[] {
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

/** In heights of a line: behind the sign of a list the text under it begins farther right. */
const widestIndent = 1.4;

/** The cell under this one that its text runs on into, where it is a paragraph. */
export function cellBelow(cell: Cell, cells: readonly Cell[]): Cell | undefined {
  const { box } = cell;
  if (cell.text.length < 16) return undefined;
  return cells.find(
    (other) =>
      other.box.y > box.y + 0.5 * box.height &&
      other.box.y - (box.y + box.height) < 1.3 * box.height &&
      Math.abs(other.box.x - box.x) < widestIndent * box.height &&
      Math.abs(other.box.height - box.height) < 0.4 * box.height,
  );
}

/** The cell that begins on the next line, as far left or farther: a narrow column of a table breaks its words. */
const cellUnder = ({ box }: Cell, cells: readonly Cell[]): Cell | undefined =>
  cells.find(
    (other) =>
      other.box.y > box.y + 0.5 * box.height &&
      other.box.y - (box.y + box.height) < 1.3 * box.height &&
      other.box.x <= box.x + box.height &&
      other.box.x + other.box.width > box.x &&
      Math.abs(other.box.height - box.height) < 0.4 * box.height,
  );

/** In signs: a line of a paragraph. */
const longLine = 32;
const isNamed: ReadonlySet<SensitiveKind> = new Set([
  'name',
  'location',
  'unknown',
  'organization',
]);

/** Values that a line break cuts in two. */
function spansOverBreaks(cells: readonly Cell[], texts: TextLayer): { cell: Cell; span: Span }[] {
  return cells.flatMap((cell) => {
    const below = cellBelow(cell, cells);
    if (below === undefined) return [];
    // A number or a word that goes on behind its dash has no blank in it: "AJK-" and, below, "4471".
    const isDashed = /[\p{L}\p{N}]-$/u.test(cell.text) && /^\d/u.test(below.text);
    const from = cell.text.length + (isDashed ? 0 : 1);
    const joined = isDashed ? `${cell.text}${below.text}` : `${cell.text} ${below.text}`;
    return [...texts.found(joined, ''), ...(isDashed ? looseSpans(joined) : [])]
      .flatMap((span) => withoutDays(joined, span))
      .filter(
        ({ start, end, rule, kind }) =>
          start < cell.text.length &&
          end > from &&
          rule !== 'secret.authorizationHeader' &&
          // Under a heading, or another entry of a list, stands no second half of a name.
          (!isNamed.has(kind) || cell.text.length >= longLine),
      )
      .flatMap((span) => [
        { cell, span: { ...span, end: cell.text.length } },
        { cell: below, span: { ...span, start: 0, end: span.end - from } },
      ]);
  });
}

/** "claims@nordfjell-" and, below, "fittings.com": no blank stands where the line breaks. */
const brokenAddress = /(?<!\S)[^\s@]{1,64}@[\p{L}\p{N}.-]{0,63}$/u;
const restOfAddress = /^(?:[\p{L}\p{N}-]{1,63}\.){1,3}\p{L}{2,12}(?![\p{L}\p{N}@])/u;
/** Where the line ended with the full stop. */
const lastOfAddress = /^\p{Ll}{2,7}(?![\p{L}\p{N}@.])/u;

function brokenAddresses(cells: readonly Cell[]): { cell: Cell; span: Span }[] {
  return cells.flatMap((cell) => {
    const head = brokenAddress.exec(cell.text);
    // Behind a whole address a full stop ends the sentence.
    if (head === null || /\.\p{L}{2,12}\.?$/u.test(head[0])) return [];
    const below = cellBelow(cell, cells) ?? cellUnder(cell, cells);
    const form = head[0].endsWith('.') ? lastOfAddress : restOfAddress;
    const rest = below === undefined ? null : form.exec(below.text);
    if (below === undefined || rest === null) return [];
    const found = { kind: 'email', rule: 'ocr.atBreak', confidence: 0.9 } as const;
    return [
      { cell, span: { ...found, start: head.index, end: cell.text.length } },
      { cell: below, span: { ...found, start: 0, end: rest[0].length } },
    ];
  });
}

/** Between two values there is a blank, perhaps with a sign that was misread, an initial or a particle: "Cato den Adel". */
const isSeam = (between: string): boolean =>
  /^ (?:(?:[\p{N}\p{P}]|\p{Lu}\.?|de|del|della|den|der|di|da|do|dos|du|van|von|la|le|el|al|bin|ibn) )?$/u.test(
    between,
  );

/** Cells, and what the rules found in each: where the words of a screen are judged from. */
interface RuleFindings {
  readonly cells: readonly Cell[];
  readonly spansOf: ReadonlyMap<Cell, readonly Span[]>;
}

/** What was read, mended, as cells. */
export const cellsOfWords = (words: readonly Word[]): Cell[] =>
  cellsOf(joinBroken(words).map(mendWord));

export function findByRules(
  words: readonly Word[],
  texts: TextLayer,
  mode: RedactionMode,
): RuleFindings {
  const cells = cellsOfWords(words);
  // Twice: what one cell teaches the table is found in all others.
  for (const cell of cells) texts.learn(cell.text, cell.label);
  const broken = [...spansOverBreaks(cells, texts), ...brokenAddresses(cells)];
  const inLists = listedValues(cells);
  const headed = headedValues(cells);
  const found = cells.map((cell) =>
    mergeSpans([
      ...wholeAddresses(
        cell.text,
        wholeNames(cell.text, withoutLookalikes(cell, spansOfCell(cell, texts, mode))),
      ),
      ...broken.filter((part) => part.cell === cell).map(({ span }) => span),
      ...(inLists.get(cell) ?? []),
      ...(headed.get(cell) ?? []),
    ]),
  );
  const listed = mode === 'strict' ? namesInColumns(cells, found) : [];
  const names = nameWordsOf(cells, found);
  const spansOf = new Map(
    cells.map((cell, at) => [
      cell,
      mergeSpans([...(found[at] ?? []), ...(listed[at] ?? []), ...joinedNames(cell.text, names)]),
    ]),
  );
  return { cells, spansOf };
}

/** What of the decided stretches is covered where. */
function boxesOfSpans(decided: ReadonlyMap<Cell, readonly Span[]>): Finding[] {
  const cells = [...decided.keys()];
  return [...decided].flatMap(([cell, spans]) => {
    const evenStep = spans.length === 0 ? null : evenStepAround(cell, cells);
    return spans.flatMap(({ start, end, kind, rule, confidence }, index) => {
      const next = spans[index + 1];
      const joined = next !== undefined && isSeam(cell.text.slice(end, next.start));
      const [first, ...rest] = boxesOfStretch(cell, start, joined ? next.start + 1 : end, evenStep);
      if (first === undefined) return [];
      const box = rest.reduce(unionBox, first);
      return [{ box, kind, rule, confidence, text: cell.text.slice(start, end) }];
    });
  });
}

export function findInWords(
  words: readonly Word[],
  texts: TextLayer,
  mode: RedactionMode,
): Finding[] {
  const { cells, spansOf } = findByRules(words, texts, mode);
  return boxesOfSpans(coverSameValues(decideWords(judgeWords(cells, spansOf), spansOf, mode)));
}
