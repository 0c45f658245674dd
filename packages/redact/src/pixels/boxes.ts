/** Sets of boxes: subtraction, and merging to few. */
import { intersectBoxes, type Box } from '@understudy/recording';

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

const area = ({ width, height }: Box): number => width * height;

/** Fewer boxes that cover the same and little more: each patch costs a header and an encoder call. */
export function mergeBoxes(boxes: readonly Box[], most = 24): Box[] {
  const merged: Box[] = [];
  for (const box of boxes) {
    let grown = box;
    for (let index = 0; index < merged.length;) {
      const other = merged[index];
      if (
        other !== undefined &&
        area(unionBox(grown, other)) <= 1.25 * (area(grown) + area(other)) + 1024
      ) {
        grown = unionBox(grown, other);
        merged.splice(index, 1);
        index = 0;
      } else {
        index += 1;
      }
    }
    merged.push(grown);
  }
  const first = merged[0];
  if (merged.length <= most || first === undefined) return merged;
  return [merged.reduce(unionBox, first)];
}
