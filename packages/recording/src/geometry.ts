/** Places on the desktop, in device pixels of the whole virtual screen, origin at its top left. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box extends Point, Size {}

export function boxContains(box: Box, point: Point): boolean {
  return (
    point.x >= box.x &&
    point.y >= box.y &&
    point.x < box.x + box.width &&
    point.y < box.y + box.height
  );
}

/** The shared part of two boxes, or null where they share no pixel. */
export function intersectBoxes(a: Box, b: Box): Box | null {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const right = Math.min(a.x + a.width, b.x + b.width);
  const bottom = Math.min(a.y + a.height, b.y + b.height);
  return right > x && bottom > y ? { x, y, width: right - x, height: bottom - y } : null;
}

/** What of `box` lies outside `hole`: at most four boxes. */
export function subtractBox(box: Box, hole: Box): Box[] {
  const shared = intersectBoxes(box, hole);
  if (shared === null) return [box];
  const right = box.x + box.width;
  const bottom = box.y + box.height;
  const sharedRight = shared.x + shared.width;
  const sharedBottom = shared.y + shared.height;
  return [
    { x: box.x, y: box.y, width: box.width, height: shared.y - box.y },
    { x: box.x, y: sharedBottom, width: box.width, height: bottom - sharedBottom },
    { x: box.x, y: shared.y, width: shared.x - box.x, height: shared.height },
    { x: sharedRight, y: shared.y, width: right - sharedRight, height: shared.height },
  ].filter(({ width, height }) => width > 0 && height > 0);
}

/** The smallest box that holds both. */
export function unionBox(a: Box, b: Box): Box {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}
