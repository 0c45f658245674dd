/** Spans of many rules → disjoint spans in order: the surer wins where two overlap, the longer where they are as sure. */
import type { Span } from '../span.ts';

/** The first of spans, disjoint and in order, that ends behind a place; their number where none does. */
function firstBehind(spans: readonly Span[], place: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle]?.end ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function mergeSpans(spans: readonly Span[]): Span[] {
  const ranked = spans.toSorted(
    (a, b) => b.confidence - a.confidence || b.end - b.start - (a.end - a.start),
  );
  const kept: Span[] = [];
  for (const span of ranked) {
    const first = firstBehind(kept, span.start);
    // What of the weaker span sticks out is still sensitive: it is trimmed, not dropped.
    const mixed: Span[] = [];
    let { start } = span;
    let at = first;
    for (let other = kept[at]; other !== undefined && other.start < span.end; other = kept[at]) {
      if (other.start > start) mixed.push({ ...span, start, end: other.start });
      mixed.push(other);
      start = other.end;
      at += 1;
    }
    if (start < span.end) mixed.push(start === span.start ? span : { ...span, start });
    kept.splice(first, at - first, ...mixed);
  }
  return kept;
}
