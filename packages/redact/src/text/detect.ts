/**
 * A text → its sensitive spans, disjoint and in order. Pure; linear in the
 * text: texts are looked at in pieces of bounded length.
 *
 * Values from reserved ranges (surrogates of any session) are no spans, so
 * that redaction is idempotent.
 */
import type { RedactionMode, SensitiveKind, Span, TextContext } from '../span.ts';
import type { RootLanguage } from '../tagger/lexicon.ts';
import type { Weights } from '../tagger/tagger.ts';
import { tokenize } from '../tagger/token.ts';
import { createMemory } from '../memory.ts';
import { isNumber, isReserved, reservedZones } from '../surrogate/reserved.ts';
import { ageRules } from './ages.ts';
import type { EntityCaution, Margins } from './caution.ts';
import { spansOfColumns } from './columns.ts';
import { spansByLabel } from './context.ts';
import { codeRules } from '../secrets/codes.ts';
import { credentialRules } from '../secrets/credentials.ts';
import { familyRules } from '../secrets/family-rules.ts';
import { describingRules } from './describing.ts';
import { spansOfEntities } from './entities.ts';
import { geoRules } from './geo.ts';
import { handleRules, looseHandleRules } from './handles.ts';
import { labelledRules } from './labelled.ts';
import { looseNumberRules } from './loose-numbers.ts';
import { isFileEnding, spansOfFileNames } from './file-names.ts';
import { mergeSpans } from './merge.ts';
import { nameFormRules } from './name-forms.ts';
import { namedRules } from './named.ts';
import { nationalIdRules } from './national-ids.ts';
import { plateRules } from './plates.ts';
import { toPlainSigns } from './plain-signs.ts';
import { postalRules } from './postal.ts';
import { organizationRules, spansOfOrganizations } from './organizations.ts';
import type { PatternRule } from './rule.ts';
import { createRuleSet, spansByRule } from './rule-set.ts';
import { structuredRules } from './structured.ts';
import { titleRules } from './titles.ts';
import { lastDigitRules } from './last-digits.ts';

/** Kinds that say something about a person without pointing at one: kept where the scope is `identifying`. */
const describing: ReadonlySet<SensitiveKind> = new Set(['date', 'attribute', 'url']);

export interface DetectOptions {
  readonly mode: RedactionMode;
  /** `identifying` (default) leaves plain dates, ages, titles and nationalities. */
  readonly scope?: 'identifying' | 'all';
  readonly context?: TextContext | undefined;
  /** Where the text goes on with a table that began before it: what heads that (`headsAbove`). */
  readonly above?: string;
  /** Of the page that the text stands on (language.ts); none where it is not known. */
  readonly languages?: ReadonlySet<RootLanguage>;
  /** Another model than the shipped one: for measuring on data that the shipped one has seen. */
  readonly weights?: Weights;
  /** Other margins than those of its mode: for choosing them. */
  readonly margins?: Margins;
  readonly extraRules?: readonly PatternRule[];
}

const balancedRules: readonly PatternRule[] = [
  ...familyRules,
  ...credentialRules,
  ...structuredRules,
  ...labelledRules,
  ...lastDigitRules,
  ...nationalIdRules,
  ...codeRules,
  ...handleRules,
  ...plateRules,
  ...postalRules,
  ...geoRules,
  ...namedRules,
  ...nameFormRules,
  ...organizationRules,
  ...describingRules,
  ...titleRules,
  ...ageRules,
];
/** All that any mode tries. */
export const textRules: readonly PatternRule[] = [
  ...balancedRules,
  ...looseNumberRules,
  ...looseHandleRules,
];
/** Made when first asked for: reading hundreds of patterns takes some hundredths of a second. */
const ruleSetOf = createMemory(2, (mode) =>
  createRuleSet(mode === 'strict' ? textRules : balancedRules),
);

const zoneRule = 'surrogate';
/** In confidence: what a checksum or a form of its own tells. */
const sureNumber = 0.9;

/** A span without the blanks at its ends, which trimming by another span may leave. */
function trimSpan(span: Span, text: string): Span[] {
  let { start, end } = span;
  while (start < end && /\s/u.test(text.charAt(start))) start += 1;
  while (end > start && /\s/u.test(text.charAt(end - 1))) end -= 1;
  return end > start ? [{ ...span, start, end }] : [];
}

const cautionOf = ({ mode, scope }: DetectOptions): EntityCaution =>
  mode === 'balanced' ? 'balanced' : (scope ?? 'identifying');

/** The year of a stand-in's date may be a group of somebody's number: AT61 1904 3002 3457 3201. */
function isPartOfNumber({ kind, start, end }: Span, spans: readonly Span[]): boolean {
  if (kind !== 'date' && kind !== 'birthDate') return false;
  return spans.some(
    (other) =>
      isNumber(other.kind) &&
      other.confidence >= sureNumber &&
      other.start <= start &&
      other.end >= end &&
      other.end - other.start > end - start,
  );
}

/** @param columns what columns tell of the text, as far as they do not begin before it */
function detectPiece(text: string, options: DetectOptions, columns: readonly Span[]): Span[] {
  const tokens = tokenize(text);
  const found = [
    ...spansByLabel(text, options.context),
    ...columns,
    ...(options.extraRules ?? []).flatMap((rule) => spansByRule(text, rule)),
    ...spansOfEntities(text, tokens, cautionOf(options), options),
    ...spansOfOrganizations(text, tokens),
    ...spansOfFileNames(text, (name) => detectPiece(name, { ...options, context: undefined }, [])),
    ...ruleSetOf(options.mode)(text, tokens),
  ];
  const scoped = options.scope === 'all' ? found : identifyingOnly(found);
  const known = new Map<Span, boolean>();
  const isSurrogate = (span: Span): boolean => {
    const held = known.get(span);
    if (held !== undefined) return held;
    const answer = isReserved(text.slice(span.start, span.end), span.kind);
    known.set(span, answer);
    return answer;
  };
  // A surrogate outweighs every rule, so that no part of one is taken for a value.
  const zones = [
    ...reservedZones(text),
    // An initial is nobody's value, and no stand-in for one either.
    ...scoped.filter(
      (span) => span.end - span.start > 2 && isSurrogate(span) && !isPartOfNumber(span, scoped),
    ),
  ].map(({ start, end }) => ({
    start,
    end,
    kind: 'unknown' as const,
    rule: zoneRule,
    confidence: 2,
  }));
  const overlaps = (span: Span): boolean =>
    zones.some(({ start, end }) => start < span.end && end > span.start);
  const outside = scoped.filter((span) => !(isNumber(span.kind) && overlaps(span)));
  return mergeSpans([...zones, ...outside])
    .filter((span) => span.rule !== zoneRule && !isSurrogate(span) && !isFileEnding(text, span))
    .flatMap((span) => trimSpan(span, text));
}

/** What only describes, and firms, is left; and what a form tells as a date is none of the tagger's places. */
function identifyingOnly(found: readonly Span[]): Span[] {
  const dates = found.filter(({ rule }) => rule.startsWith('date.'));
  return found.filter(
    ({ kind, rule, start, end }) =>
      !describing.has(kind) &&
      !rule.startsWith('organization.') &&
      !(
        /^(?:tagger\.(?:address|location)|word\.)/u.test(rule) &&
        dates.some((date) => date.start < end && date.end > start)
      ),
  );
}

/** Rules look at pieces of this length, which share `overlapUnits` with the next: time stays linear in the text. */
const pieceUnits = 4000;
const overlapUnits = 600;
/** What begins so near the start of a piece may be the rest of a value or a stand-in: the piece before sees it whole. */
const blurredUnits = 200;

/** Key blocks may be longer than a piece: from their first line to their last, or to the end. */
function spansOfKeyBlocks(text: string): Span[] {
  const spans: Span[] = [];
  for (let start = text.indexOf('-----BEGIN '); start >= 0;) {
    const isKey = /^-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/u.test(text.slice(start, start + 64));
    const close = text.indexOf('-----END ', start + 1);
    const end = close < 0 ? text.length : Math.min(text.length, close + 48);
    if (isKey)
      spans.push({ start, end, kind: 'secret', rule: 'secret.private-key', confidence: 0.99 });
    start = text.indexOf('-----BEGIN ', isKey ? end : start + 1);
  }
  return spans;
}

export function detectText(given: string, options: DetectOptions): Span[] {
  const text = toPlainSigns(given);
  // A table's heads stand in its first piece alone.
  const columns = spansOfColumns(text, options.above);
  if (text.length <= pieceUnits) return detectPiece(text, options, columns);
  const spans: Span[] = [];
  const blocks = spansOfKeyBlocks(text);
  const step = pieceUnits - overlapUnits;
  let coveredTo = 0;
  const take = (span: Span): void => {
    const start = Math.max(span.start, coveredTo);
    if (start >= span.end) return;
    spans.push({ ...span, start });
    coveredTo = span.end;
  };
  for (let from = 0; from < text.length; from += step) {
    const last = from + pieceUnits >= text.length;
    const piece = text.slice(from, from + pieceUnits);
    const inPiece = columns
      .filter(({ start }) => start >= from && start < from + piece.length)
      .map((span) => ({
        ...span,
        start: span.start - from,
        end: Math.min(span.end - from, piece.length),
      }));
    const found = detectPiece(piece, options, inPiece).map((span) => ({
      ...span,
      start: span.start + from,
      end: span.end + from,
    }));
    const since = from === 0 ? 0 : from + blurredUnits;
    const upTo = last ? text.length : from + step + blurredUnits;
    const owned = [...found, ...blocks].filter(({ start }) => start >= since && start < upTo);
    // A value that the piece before already holds in part goes on here.
    for (const span of owned.toSorted((a, b) => a.start - b.start)) take(span);
    if (last) break;
  }
  return spans;
}
