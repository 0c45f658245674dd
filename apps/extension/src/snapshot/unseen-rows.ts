/**
 * Elements of one kind, one below the other in one thing, none of which can be
 * seen (the rows of a table, far below) → one thing to ask about. While the first
 * and the last stand where they stood, so do those between: what leaves the flow,
 * or has another size, moves those after it. So two are asked in place of many.
 *
 * Believed like one unseen thing around them all (unseen-subtrees.ts): while
 * nothing in or around them was changed, and no longer than each of them.
 */
import { parentNodeOf, rectOf, tagOf } from './dom.ts';
import { isBelow, isSamePlace, join, type Edges } from './edges.ts';
import type { UnseenSubtrees } from './unseen-subtrees.ts';

/** Of more a scroll would bring some near at each step, and then all are walked. */
const mostTogether = 40;
const fewestTogether = 4;

/** One of which nothing can be seen. */
export interface UnseenRow {
  readonly element: Element;
  readonly place: Edges;
  /** Where it and all that is in it lies. */
  readonly extent: Edges;
  readonly untilMs: number;
}

export interface UnseenRows {
  readonly last: Element;
  readonly count: number;
  /** Where they stand themselves. */
  readonly box: Edges;
  readonly extent: Edges;
}

interface Known extends UnseenRows {
  readonly firstPlace: Edges;
  readonly lastPlace: Edges;
  readonly untilMs: number;
}

export interface RowBook {
  /** The rows from this one on, if they stand where they stood and may be believed. @param restyled when what holds them was */
  from(first: Element, place: Edges, holder: Element, restyled: number): UnseenRows | null;
  /** @param begun when the walk through what holds them began */
  gather(begun: number): RowGatherer;
}

export interface RowGatherer {
  add(row: UnseenRow): void;
  /** What comes next is none of them. */
  close(): void;
}

export function createRowBook(unseen: UnseenSubtrees): RowBook {
  const known = new WeakMap<Element, { readonly rows: Known; readonly begun: number }>();
  return {
    from: (first, place, holder, restyled) => {
      const found = known.get(first);
      if (found === undefined) return null;
      const { rows, begun } = found;
      if (performance.now() >= rows.untilMs) return null;
      if (!unseen.isUnchanged(holder, begun, restyled)) return null;
      if (parentNodeOf(rows.last) !== holder || !isSamePlace(rows.firstPlace, place)) return null;
      return isSamePlace(rows.lastPlace, rectOf(rows.last)) ? rows : null;
    },
    gather: (begun) => {
      let first: UnseenRow | null = null;
      let rows: Known | null = null;
      const close = (): void => {
        if (first !== null && rows !== null && rows.count >= fewestTogether)
          known.set(first.element, { rows, begun });
        first = null;
        rows = null;
      };
      return {
        add: (row) => {
          if (first === null || rows === null || !isNext(first, rows, row)) {
            close();
            first = row;
            rows = startRows(row);
          } else rows = addRow(rows, row);
        },
        close,
      };
    },
  };
}

const isNext = (first: UnseenRow, { count, lastPlace }: Known, next: UnseenRow): boolean =>
  count < mostTogether &&
  isBelow(lastPlace, next.place) &&
  tagOf(first.element) === tagOf(next.element);

const startRows = ({ element, place, extent, untilMs }: UnseenRow): Known => ({
  last: element,
  count: 1,
  box: place,
  extent,
  firstPlace: place,
  lastPlace: place,
  untilMs,
});

const addRow = (rows: Known, { element, place, extent, untilMs }: UnseenRow): Known => ({
  last: element,
  count: rows.count + 1,
  box: join(rows.box, place),
  extent: join(rows.extent, extent),
  firstPlace: rows.firstPlace,
  lastPlace: place,
  untilMs: Math.min(rows.untilMs, untilMs),
});
