/** A set of changed places on the screen, kept to few boxes by joining the nearest. */
import { intersectBoxes, unionBox, type Box, type Size } from '@understudy/recording';

const boxesAtMost = 12;

export function addToRegion(region: readonly Box[], box: Box): readonly Box[] {
  if (region.some((held) => containsBox(held, box))) return region;
  let boxes = [...region.filter((held) => !containsBox(box, held)), box];
  while (boxes.length > boxesAtMost) boxes = joinCheapest(boxes);
  return boxes;
}

export function clipRegion(region: readonly Box[], size: Size): readonly Box[] {
  return region.flatMap((box) => intersectBoxes(box, { x: 0, y: 0, ...size }) ?? []);
}

export function isSameBox(a: Box, b: Box): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

export function containsBox(outer: Box, inner: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

function joinCheapest(boxes: readonly Box[]): Box[] {
  let best = { cost: Number.POSITIVE_INFINITY, first: 0, second: 1 };
  for (const [first, a] of boxes.entries()) {
    for (const [second, b] of boxes.entries()) {
      if (second <= first) continue;
      const joined = unionBox(a, b);
      const cost = joined.width * joined.height - a.width * a.height - b.width * b.height;
      if (cost < best.cost) best = { cost, first, second };
    }
  }
  const [a, b] = [boxes[best.first], boxes[best.second]];
  if (a === undefined || b === undefined) return [...boxes];
  const rest = boxes.filter((_, index) => index !== best.first && index !== best.second);
  return [...rest, unionBox(a, b)];
}
