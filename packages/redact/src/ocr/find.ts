/**
 * Words read from pixels → the boxes of what is sensitive among them. Reading
 * is unsure, so shape and label count for more here than exact forms: anything
 * with an at sign, long mixed codes, and what could hardly be read.
 */
import { unionBox, type Box } from '@understudy/recording';
import { fitsLabel } from '../text/context.ts';
import { mergeSpans } from '../text/merge.ts';
import type { TextLayer } from '../text/text-layer.ts';
import type { RedactionMode, SensitiveKind, Span } from '../span.ts';
import { classOfWord, isNameWord } from '../tagger/lexicon.ts';
import { boxesOfStretch, cellsOf, type Cell } from './layout.ts';
import { decideWords } from './decide-words.ts';
import { headedValues } from './headed-values.ts';
import { joinBroken } from './join-broken.ts';
import { joinedNames, nameWordsOf } from './joined-names.ts';
import { listedValues } from './listed-values.ts';
import { withoutDays, withoutLookalikes } from './lookalikes.ts';
import { looseSpans } from './loose-rules.ts';
import { digitsMended } from './mend-digits.ts';
import { mendWord } from './mend.ts';
import { coverSameValues } from './same-values.ts';
import { evenStepAround } from './sign-places.ts';
import type { Word } from './tesseract.ts';
import { namesInColumns } from './name-columns.ts';
import { judgeWords } from './judge-words.ts';
import { wholeAddresses } from './whole-addresses.ts';
import { wholeNames } from './whole-names.ts';

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
