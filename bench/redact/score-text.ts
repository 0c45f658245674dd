/** Labelled sentences and a detector → how many entities it covers whole, and how much of what it covers is one. */
import { readFileSync } from 'node:fs';

export interface Sentence {
  readonly text: string;
  readonly spans: readonly {
    readonly start: number;
    readonly end: number;
    readonly type: string;
  }[];
}

interface Row {
  readonly text?: string;
  readonly full_text?: string;
  readonly spans: string | readonly (string | RowSpan)[];
}

interface RowSpan {
  readonly entity_type: string;
  readonly start_position: number;
  readonly end_position: number;
}

export function readSentences(path: string): Sentence[] {
  const rows: readonly Row[] = JSON.parse(readFileSync(path, 'utf8'));
  return rows.map(({ text, full_text: fullText, spans }) => {
    const list: readonly (string | RowSpan)[] =
      typeof spans === 'string' ? JSON.parse(spans) : spans;
    return {
      text: text ?? fullText ?? '',
      spans: list.map((span) => {
        const {
          entity_type: type,
          start_position: start,
          end_position: end,
        }: RowSpan = typeof span === 'string' ? JSON.parse(span) : span;
        return { start, end, type };
      }),
    };
  });
}

type Place = { readonly start: number; readonly end: number };

const isCovered = (at: number, hits: readonly Place[]): boolean =>
  hits.some(({ start, end }) => at >= start && at < end);

/** Whether every letter and digit of the span is covered. */
export function isFound(text: string, { start, end }: Place, hits: readonly Place[]): boolean {
  for (let at = start; at < end; at += 1)
    if (/[\p{L}\p{N}]/u.test(text.charAt(at)) && !isCovered(at, hits)) return false;
  return true;
}

export function score(
  sentences: readonly Sentence[],
  find: (text: string) => readonly Place[],
  types?: readonly string[],
): { recall: number; precision: number } {
  let entities = 0;
  let found = 0;
  let covered = 0;
  let right = 0;
  for (const { text, spans } of sentences) {
    const hits = find(text);
    for (const span of spans) {
      if (types !== undefined && !types.includes(span.type)) continue;
      entities += 1;
      if (isFound(text, span, hits)) found += 1;
    }
    for (let at = 0; at < text.length; at += 1) {
      if (!/\S/u.test(text.charAt(at)) || !isCovered(at, hits)) continue;
      covered += 1;
      if (spans.some(({ start, end }) => at >= start && at < end)) right += 1;
    }
  }
  return { recall: found / entities, precision: covered === 0 ? 1 : right / covered };
}
