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
import { joinBroken } from './join-broken.ts';
import { mendWord } from './mend.ts';
import type { Word } from './tesseract.ts';
import { namesInColumns } from './name-columns.ts';
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

/** Signs that are mistaken for digits, sign by sign, so that offsets stay. */
export const mistaken: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  Q: '0',
  D: '0',
  l: '1',
  I: '1',
  i: '1',
  '|': '1',
  '!': '1',
  Z: '2',
  z: '2',
  S: '5',
  s: '5',
  B: '8',
  G: '6',
  g: '9',
  '§': '5',
};

/** The text with likely digits put right in words that are mostly digits. */
function digitsMended(text: string): string {
  return text.replace(/\S{3,}/gu, (word) => {
    const digits = word.replace(/\D/gu, '').length;
    const letters = word.replace(/[^\p{L}|!§]/gu, '').length;
    return digits >= 2 && letters > 0 && digits >= 2 * letters
      ? word.replace(/[OoQDlIi|!ZzSsBGg§]/gu, (sign) => mistaken[sign] ?? sign)
      : word;
  });
}

export const looseRules: readonly { rule: string; kind: SensitiveKind; pattern: RegExp }[] = [
  {
    rule: 'ocr.at',
    kind: 'email',
    // With a blank behind the sign only where a name of some length stands before it.
    pattern:
      /(?:[\p{L}\p{N}._%+-]{3,64}[@©®][ ]?|[\p{L}\p{N}._%+-]{0,2}[@©®])(?=[\p{L}\p{N}._-]{0,40}\p{L})[\p{L}\p{N}._-]{2,255}(?:[ ]?\.[ ]?\p{L}{2,4}(?![\p{L}]))?/gu,
  },
  {
    rule: 'ocr.mixedCode',
    kind: 'secret',
    // A code of letters and digits, and what a reading that broke it in two left behind it.
    pattern:
      /(?<![^\s=:;,'"])(?=[A-Za-z_+/-]{0,40}\d)(?=[\d_+/-]{0,40}[A-Za-z])(?=(?:[^\d\s]{0,40}\d){3})[A-Za-z0-9_+/%.-]{14,400}={0,2}(?: (?=[A-Za-z_+/-]{0,40}\d)(?=[\d_+/-]{0,40}[A-Za-z])[A-Za-z0-9_+/%.-]{4,400})*(?!\S)/gu,
  },
  {
    rule: 'ocr.ipv6',
    kind: 'ip',
    // A colon is easily read as a full stop.
    pattern:
      /(?<![\p{L}\p{N}:])(?=(?:[^\s:]{1,9}:){3})(?:[0-9a-zA-Z]{1,4}[:.]){4,7}[0-9a-zA-Z]{1,4}(?![\p{L}\p{N}:])/gu,
  },
  {
    rule: 'ocr.ipv4',
    kind: 'ip',
    pattern:
      /(?<![\p{L}\p{N}.,])(?!\d{1,3}(?:,\d{3}){3}(?!\d))(?=[^\s]{0,9}\d{2})[\dlIO|]{1,3}(?:[.,][\dlIOSB|]{1,3}){3}(?![\p{L}\p{N}]|[.,]\d)/gu,
  },
  {
    rule: 'ocr.iban',
    kind: 'iban',
    // No checksum holds where one sign was misread.
    pattern:
      /(?<![\p{L}\p{N}])(?=(?:[^\d\n]{0,6}\d){8})[A-Z]{2}[\dOISBlZ]{2}(?: [A-Z\dl]{4}){2,7}(?: [A-Z\dl]{1,4})?(?![\p{L}\p{N}])/gu,
  },
  {
    rule: 'ocr.townAndCode',
    kind: 'address',
    pattern:
      /(?:\p{Lu}[\p{L}.'’-]{1,24} ){0,2}\p{Lu}[\p{L}.'’-]{1,24},? [A-Z0l1]{2},? \d{5}(?:-\d{4})?(?![\p{L}\p{N}])/gu,
  },
  {
    rule: 'ocr.digits',
    kind: 'account',
    pattern:
      /(?<![\p{L}\p{N}.,$€£])(?!(?:19|20)\d{2}-\d{2}-\d{2}(?!\d))(?:\d[ -]?){8,}\d(?![\p{L}\p{N}.,])/gu,
  },
  {
    rule: 'ocr.secretLabel',
    kind: 'secret',
    pattern:
      /(?:passw|passphrase|secret|token|api.?key|access.?key|pwd|private.?key|\bjwt|bearer|authorization)[\w.-]{0,24}["']?\s{0,2}[:=]\s{0,2}(?<value>\S.*)$/giu,
  },
  {
    rule: 'ocr.postcode',
    kind: 'address',
    pattern: /(?<![\p{L}\p{N}])[A-Z]{1,2}[\dOISl][A-Z\d]? [\dOISl][A-Z]{2}(?![\p{L}\p{N}])/gu,
  },
];

/** `ann@build-04:~/deploy$`: before a path stands a machine, whose name is nobody's. */
const promptPath = /^:[~/]/u;

function looseSpans(text: string): Span[] {
  return looseRules.flatMap(({ rule, kind, pattern }) =>
    Array.from(text.matchAll(pattern)).map((hit) => {
      const end = hit.index + hit[0].length;
      const isPrompt = rule === 'ocr.at' && promptPath.test(text.slice(end));
      return {
        start: end - (hit.groups?.['value'] ?? hit[0]).length,
        end: isPrompt ? hit.index + hit[0].search(/[@©®]/u) : end,
        kind,
        rule,
        // What stands around an at sign is an address, whatever its parts may be besides.
        confidence: rule === 'ocr.at' ? 0.9 : 0.6,
      };
    }),
  );
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
    spans.map((span) =>
      span.rule === 'secret.label'
        ? { ...span, end: Math.max(span.end, endOfSentence(cell.text, span.start)) }
        : span,
    ),
  );
}

/** The cell under this one that its text runs on into, where it is a paragraph. */
export function cellBelow(cell: Cell, cells: readonly Cell[]): Cell | undefined {
  const { box } = cell;
  if (cell.text.length < 16) return undefined;
  return cells.find(
    (other) =>
      other.box.y > box.y + 0.5 * box.height &&
      other.box.y - (box.y + box.height) < 1.3 * box.height &&
      Math.abs(other.box.x - box.x) < box.height &&
      Math.abs(other.box.height - box.height) < 0.4 * box.height,
  );
}

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
    const from = cell.text.length + 1;
    return texts
      .found(`${cell.text} ${below.text}`, '')
      .filter(
        ({ start, end, rule, kind }) =>
          start < from - 1 &&
          end > from &&
          rule !== 'secret.authorizationHeader' &&
          // Under a heading, or another entry of a list, stands no second half of a name.
          (!isNamed.has(kind) || cell.text.length >= longLine),
      )
      .flatMap((span) => [
        { cell, span: { ...span, end: from - 1 } },
        { cell: below, span: { ...span, start: 0, end: span.end - from } },
      ]);
  });
}

/** Between two values there is a blank, perhaps with a sign that was misread, an initial or a particle: "Cato den Adel". */
const isSeam = (between: string): boolean =>
  /^ (?:(?:[\p{N}\p{P}]|\p{Lu}\.?|de|del|della|den|der|di|da|do|dos|du|van|von|la|le|el|al|bin|ibn) )?$/u.test(
    between,
  );

export function findInWords(
  words: readonly Word[],
  texts: TextLayer,
  mode: RedactionMode,
): Finding[] {
  const cells = cellsOf(joinBroken(words).map(mendWord));
  // Twice: what one cell teaches the table is found in all others.
  for (const cell of cells) texts.learn(cell.text, cell.label);
  const broken = spansOverBreaks(cells, texts);
  const found = cells.map((cell) =>
    mergeSpans([
      ...wholeAddresses(cell.text, wholeNames(cell.text, spansOfCell(cell, texts, mode))),
      ...broken.filter((part) => part.cell === cell).map(({ span }) => span),
    ]),
  );
  const listed = mode === 'strict' ? namesInColumns(cells, found) : [];
  return cells.flatMap((cell, at) => {
    const spans = [...(found[at] ?? []), ...(listed[at] ?? [])];
    return spans.flatMap(({ start, end, kind, rule, confidence }, index) => {
      const next = spans[index + 1];
      const joined = next !== undefined && isSeam(cell.text.slice(end, next.start));
      const [first, ...rest] = boxesOfStretch(cell, start, joined ? next.start + 1 : end);
      if (first === undefined) return [];
      const box = rest.reduce(unionBox, first);
      return [{ box, kind, rule, confidence, text: cell.text.slice(start, end) }];
    });
  });
}
