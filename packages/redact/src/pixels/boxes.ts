/** Sets of boxes, merged to few. */
import { unionBox, type Box } from '@understudy/recording';

const mostBoxes = 24;

const area = ({ width, height }: Box): number => width * height;

/** Fewer boxes that cover the same and little more: each patch costs a header and an encoder call. */
export function mergeBoxes(boxes: readonly Box[]): Box[] {
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
  if (merged.length <= mostBoxes || first === undefined) return merged;
  return [merged.reduce(unionBox, first)];
}
