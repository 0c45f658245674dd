/**
 * Frame's own CSS pixels → device pixels of the tab's viewport, through the boxes
 * that each parent tells of its frames.
 */
import { intersectBoxes, type Box, type Point } from '@understudy/recording';
import type { HeldFrame, NodeBox } from '../snapshot/snapshot-node.ts';

export interface Placement {
  /** Device pixels of the frame's origin, and of one of its CSS pixels. */
  readonly x: number;
  readonly y: number;
  readonly scale: number;
  /** What of the tab's viewport the frame may show, in device pixels. */
  readonly clip: Box;
}

export type FrameBox = HeldFrame & { readonly box: NodeBox };

/** @param framesOf the frames that the document at a path tells; null where it told nothing */
export function placeFrame(
  path: readonly number[],
  top: Placement,
  framesOf: (path: readonly number[]) => readonly FrameBox[] | null,
): Placement | null {
  let placement = top;
  for (const [depth, index] of path.entries()) {
    const held = framesOf(path.slice(0, depth))?.find((frame) => frame.index === index);
    const clip =
      held === undefined ? null : intersectBoxes(placement.clip, placeBox(held.box, placement));
    if (held === undefined || clip === null) return null;
    placement = {
      x: placement.x + held.x * placement.scale,
      y: placement.y + held.y * placement.scale,
      scale: placement.scale * held.scale,
      clip,
    };
  }
  return placement;
}

export function placePoint({ x, y }: Point, placement: Placement): Point {
  return { x: placement.x + x * placement.scale, y: placement.y + y * placement.scale };
}

/** Whole pixels, outwards. */
export function placeBox([x, y, width, height]: NodeBox, placement: Placement): Box {
  const left = Math.floor(placement.x + x * placement.scale);
  const top = Math.floor(placement.y + y * placement.scale);
  const right = Math.ceil(placement.x + (x + width) * placement.scale);
  const bottom = Math.ceil(placement.y + (y + height) * placement.scale);
  return { x: left, y: top, width: right - left, height: bottom - top };
}
