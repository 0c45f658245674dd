/** Where things begin and end in the viewport's own coordinates, in CSS pixels. */

export interface Edges {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Read once: each look at a rectangle of the browser's is a call of it. */
export const toEdges = ({ left, top, right, bottom }: DOMRectReadOnly): Edges => ({
  left,
  top,
  right,
  bottom,
});

export const hasArea = ({ left, top, right, bottom }: Edges): boolean =>
  right > left && bottom > top;

/** Whether nothing of `inner` hangs out of `outer`. */
export const holds = (outer: Edges, inner: Edges): boolean =>
  inner.left >= outer.left &&
  inner.top >= outer.top &&
  inner.right <= outer.right &&
  inner.bottom <= outer.bottom;

/** Of nothing: it joins with anything to that. */
export const nowhere: Edges = {
  left: Number.POSITIVE_INFINITY,
  top: Number.POSITIVE_INFINITY,
  right: Number.NEGATIVE_INFINITY,
  bottom: Number.NEGATIVE_INFINITY,
};

/** What both have; null: nothing. */
export function meet(a: Edges, b: Edges): Edges | null {
  const left = Math.max(a.left, b.left);
  const top = Math.max(a.top, b.top);
  const right = Math.min(a.right, b.right);
  const bottom = Math.min(a.bottom, b.bottom);
  return right > left && bottom > top ? { left, top, right, bottom } : null;
}

export const isSamePlace = (a: Edges, b: Edges): boolean =>
  a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom;

export const isSameSize = (a: Edges, b: Edges): boolean =>
  a.right - a.left === b.right - b.left && a.bottom - a.top === b.bottom - b.top;

/** The smallest that holds both. */
export function join(a: Edges, b: Edges): Edges {
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}

export const moveBy = ({ left, top, right, bottom }: Edges, x: number, y: number): Edges => ({
  left: left + x,
  top: top + y,
  right: right + x,
  bottom: bottom + y,
});

/** Within so many screens' distance of what is seen. */
export function isNear(
  { left, top, right, bottom }: Edges,
  screen: Edges,
  screens: number,
): boolean {
  const x = screens * screen.right;
  const y = screens * screen.bottom;
  return bottom > -y && top < screen.bottom + y && right > -x && left < screen.right + x;
}
