/**
 * The session's view of texts: detectors, the contributor's and the program's
 * rules, and what the table knows, cached by content.
 */
import type { RedactionMode, Span } from '../span.ts';
import type { RootLanguage } from '../tagger/lexicon.ts';
import type { SurrogateTable } from '../surrogate/table.ts';
import { compileTextRule, type ContributorRules } from '../rules.ts';
import { applyReplacements, replacementsOf } from './clean-text.ts';
import { detectText } from './detect.ts';
import { mergeSpans } from './merge.ts';
import { settleSpans } from './settle.ts';
import type { PatternRule } from './rule.ts';

/** @param above as in DetectOptions */
export interface TextLayer {
  /** Detects, and teaches the table what it finds: of texts that are whole. */
  readonly learn: (text: string, label: string, above?: string) => void;
  /** What detectors and the table find in a text; its replacement may be no rest yet (settle.ts). */
  readonly found: (text: string, label: string) => readonly Span[];
  readonly spansOf: (text: string, label: string, above?: string) => readonly Span[];
  readonly clean: (
    text: string,
    label: string,
    above?: string,
  ) => { readonly text: string; readonly spans: readonly Span[] };
  readonly addTerms: (terms: readonly string[]) => void;
}

export interface TextLayerOptions {
  readonly mode: RedactionMode;
  readonly scope: 'identifying' | 'all';
  /** As in DetectOptions, for all texts. */
  readonly languages?: ReadonlySet<RootLanguage>;
  readonly rules: ContributorRules;
}

const cacheEntries = 4096;
/** A text on a screen that is longer than this is cut for the detectors: the rest counts as sensitive. */
const longestText = 100_000;

function rulesToPatterns(rules: ContributorRules): PatternRule[] {
  return (rules.patterns ?? []).map((rule) => ({
    rule: `rules.${rule.name}`,
    kind: rule.kind ?? 'unknown',
    pattern: compileTextRule(rule),
    confidence: 1,
  }));
}

export function createTextLayer(table: SurrogateTable, options: TextLayerOptions): TextLayer {
  const { mode, scope, languages, rules } = options;
  const extraRules = rulesToPatterns(rules);
  const detected = new Map<string, readonly Span[]>();
  const learnt = new Map<string, true>();
  const merged = new Map<string, { version: number; spans: readonly Span[] }>();
  const remember = <Value>(cache: Map<string, Value>, key: string, value: Value): Value => {
    if (cache.size >= cacheEntries) cache.delete(cache.keys().next().value ?? '');
    cache.set(key, value);
    return value;
  };
  const addTerms = (terms: readonly string[]): void => {
    for (const term of terms) if (term.trim() !== '') table.learnTerm(term.trim());
  };
  addTerms(rules.terms ?? []);

  const detectOnly = (text: string, label: string, above: string): Span[] =>
    detectText(text, {
      mode,
      scope,
      extraRules,
      above,
      ...(languages === undefined ? {} : { languages }),
      ...(label === '' ? {} : { context: { label } }),
    });

  const keyOf = (text: string, label: string, above: string): string =>
    `${label}\u0000${above}\u0000${text}`;

  const detect = (text: string, label: string, above: string): readonly Span[] => {
    const key = keyOf(text, label, above);
    const held = detected.get(key);
    if (held !== undefined) return held;
    const spans = detectOnly(text.slice(0, longestText), label, above);
    if (text.length > longestText) {
      spans.push({
        start: longestText,
        end: text.length,
        kind: 'unknown',
        rule: 'text.tooLong',
        confidence: 1,
      });
    }
    return remember(detected, key, spans);
  };

  const learn = (text: string, label: string, above = ''): void => {
    const key = keyOf(text, label, above);
    if (learnt.has(key)) return;
    remember(learnt, key, true);
    for (const { start, end, kind } of detect(text, label, above))
      table.learn(text.slice(start, end), kind);
  };

  const found = (text: string, label: string, above = ''): readonly Span[] =>
    mergeSpans([...detect(text, label, above), ...table.find(text)]);

  const spansOf = (text: string, label: string, above = ''): readonly Span[] => {
    const key = keyOf(text, label, above);
    const held = merged.get(key);
    if (held?.version === table.version()) return held.spans;
    const spans = settleSpans(text, found(text, label, above), {
      detect: (clean) => detectOnly(clean, '', above),
      replace: (raw, spans) => replacementsOf(raw, spans, table),
    });
    return remember(merged, key, { version: table.version(), spans }).spans;
  };

  return {
    learn,
    found,
    spansOf,
    clean: (text, label, above) => {
      const spans = spansOf(text, label, above);
      return { text: applyReplacements(text, replacementsOf(text, spans, table)), spans };
    },
    addTerms,
  };
}
