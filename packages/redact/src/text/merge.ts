/** Spans of many rules → disjoint spans in order: the surer wins where two overlap, the longer where they are as sure. */
import type { Span } from '../span.ts';

export function mergeSpans(spans: readonly Span[]): Span[] {
  const ranked = spans.toSorted(
    (a, b) => b.confidence - a.confidence || b.end - b.start - (a.end - a.start),
  );
  const kept: Span[] = [];
  for (const span of ranked) {
    // What of the weaker span sticks out is still sensitive: it is trimmed, not dropped.
    let pieces: { start: number; end: number }[] = [{ start: span.start, end: span.end }];
    for (const other of kept) {
      pieces = pieces.flatMap(({ start, end }) =>
        other.end <= start || other.start >= end
          ? [{ start, end }]
          : [
              { start, end: Math.min(end, other.start) },
              { start: Math.max(start, other.end), end },
            ].filter((piece) => piece.end > piece.start),
      );
    }
    for (const piece of pieces) kept.push({ ...span, ...piece });
  }
  return kept.toSorted((a, b) => a.start - b.start);
}
