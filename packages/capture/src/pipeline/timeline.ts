/** What was in force when: a value holds from its time until the next one's. */

export interface Timeline<Value> {
  /** A second value for the same time replaces the first. Times may come late. */
  set(atNs: number, value: Value): void;
  /** From here on it was this, whatever was thought until now. */
  replaceFrom(atNs: number, value: Value): void;
  /** From here on each value was another than was thought. */
  changeFrom(atNs: number, change: (value: Value) => Value): void;
  latest(): Value;
  at(timeNs: number): Value;
  /** The last that is not null until then, and the first from then on. */
  around(timeNs: number): Around<NonNullable<Value>>;
  /** Every value that was in force at some moment from `fromNs` to `toNs`. */
  during(fromNs: number, toNs: number): readonly Value[];
  /** Lets go of what stopped being in force before `timeNs`. */
  forgetBefore(timeNs: number): void;
}

interface Span<Value> {
  readonly atNs: number;
  readonly value: Value;
}

interface Around<Value> {
  readonly before: Span<Value> | null;
  readonly after: Span<Value> | null;
}

export function createTimeline<Value>(initial: Value): Timeline<Value> {
  let spans: Span<Value>[] = [{ atNs: Number.NEGATIVE_INFINITY, value: initial }];
  const indexAt = (timeNs: number): number => {
    const index = spans.findLastIndex((span) => span.atNs <= timeNs);
    return Math.max(index, 0);
  };
  const valueOf = (index: number): Value => spans[index]?.value ?? initial;
  return {
    set: (atNs, value) => {
      const index = indexAt(atNs);
      if (spans[index]?.atNs === atNs) spans[index] = { atNs, value };
      else spans.splice(index + 1, 0, { atNs, value });
    },
    replaceFrom: (atNs, value) => {
      spans = [...spans.filter((span) => span.atNs < atNs), { atNs, value }];
    },
    changeFrom: (atNs, change) => {
      spans = spans.flatMap((span, index) => {
        if ((spans[index + 1]?.atNs ?? Number.POSITIVE_INFINITY) <= atNs) return [span];
        const changed = { atNs: Math.max(span.atNs, atNs), value: change(span.value) };
        return span.atNs < atNs ? [span, changed] : [changed];
      });
    },
    latest: () => valueOf(spans.length - 1),
    at: (timeNs) => valueOf(indexAt(timeNs)),
    around: (timeNs) => {
      const index = indexAt(timeNs);
      return {
        before: spans.slice(0, index + 1).findLast(isKnown) ?? null,
        after: spans.slice(index).find(isKnown) ?? null,
      };
    },
    during: (fromNs, toNs) => {
      const first = indexAt(fromNs);
      const last = Math.max(first, indexAt(toNs));
      return spans.slice(first, last + 1).map((span) => span.value);
    },
    forgetBefore: (timeNs) => {
      spans = spans.slice(indexAt(timeNs));
    },
  };
}

function isKnown<Value>(span: Span<Value>): span is Span<NonNullable<Value>> {
  return span.value !== null && span.value !== undefined;
}
