/**
 * Spans → spans whose replacement a detector leaves alone. Stand-ins change the
 * context that the tagger sees: where it then finds more, the spans grow, until
 * nothing more is found. This makes redaction idempotent by construction.
 */
import type { Span } from '../span.ts';
import { applyReplacements, type Replacement } from './clean-text.ts';
import { mergeSpans } from './merge.ts';

const mostRounds = 8;
/** From this round on, what is found again takes in its line. */
const roundOfLines = 5;

/** The place in the original text of a place in the clean one; inside a stand-in, the edge of its value. */
function toOriginal(
  at: number,
  edge: 'start' | 'end',
  replacements: readonly Replacement[],
): number {
  let shift = 0;
  for (const { span, surrogate } of replacements) {
    const start = span.start + shift;
    const end = start + surrogate.length;
    if (at < start || (at === start && edge === 'end')) break;
    if (at < end || (at === end && edge === 'end')) return edge === 'start' ? span.start : span.end;
    shift += surrogate.length - (span.end - span.start);
  }
  return at - shift;
}

const unsettled = (start: number, end: number): Span => ({
  start,
  end,
  kind: 'unknown',
  rule: 'text.unsettled',
  confidence: 0.5,
});

function lineOf({ start, end }: Span, text: string): Span {
  const lineEnd = text.indexOf('\n', end);
  return unsettled(text.lastIndexOf('\n', start - 1) + 1, lineEnd < 0 ? text.length : lineEnd);
}

export interface Settler {
  readonly detect: (text: string) => readonly Span[];
  readonly replace: (text: string, spans: readonly Span[]) => readonly Replacement[];
}

export function settleSpans(
  text: string,
  found: readonly Span[],
  { detect, replace }: Settler,
): readonly Span[] {
  let spans = found;
  for (let round = 0; round < mostRounds; round += 1) {
    if (spans.length === 0) return spans;
    const replacements = replace(text, spans);
    const more = detect(applyReplacements(text, replacements));
    if (more.length === 0) return spans;
    const again = more.map((span) => ({
      ...span,
      start: toOriginal(span.start, 'start', replacements),
      end: toOriginal(span.end, 'end', replacements),
    }));
    const grown = round < roundOfLines ? again : again.map((span) => lineOf(span, text));
    // What was found again takes in the stand-in beside it: one value, not two.
    spans = mergeSpans([
      ...spans.filter(
        ({ start, end }) => !grown.some((other) => other.start <= start && other.end >= end),
      ),
      ...grown,
    ]);
  }
  // What never comes to rest is covered whole: fail closed, and idempotent.
  return [unsettled(0, text.length)];
}
