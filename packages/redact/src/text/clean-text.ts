/** A text and its spans → the text with surrogates in their places. */
import type { Span } from '../span.ts';
import type { SurrogateTable } from '../surrogate/table.ts';

export interface Replacement {
  readonly span: Span;
  readonly surrogate: string;
}

export function replacementsOf(
  text: string,
  spans: readonly Span[],
  table: SurrogateTable,
): Replacement[] {
  return spans.map((span) => ({
    span,
    surrogate: table.surrogateOf(text.slice(span.start, span.end), span.kind),
  }));
}

export function applyReplacements(text: string, replacements: readonly Replacement[]): string {
  let clean = '';
  let from = 0;
  for (const { span, surrogate } of replacements) {
    clean += text.slice(from, span.start) + surrogate;
    from = span.end;
  }
  return clean + text.slice(from);
}
