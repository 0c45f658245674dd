/**
 * Where a frame stands in the tree of frames, by numbers in `window.frames` that
 * both sides can tell, across origins too: so what a frame's own script sends is
 * put where the parent's tree has its box. Frames in shadow trees have no number.
 */
import { rectOf } from './dom.ts';
import type { HeldFrame } from './snapshot-node.ts';

/** Of a page with more frames, the later ones stay covered and their places untold. */
const mostFrames = 500;

/** The frame that an element holds; null where it holds none that has a number. */
export function heldFrameOf(element: Element): HeldFrame | null {
  if (!(element instanceof HTMLIFrameElement) || element.contentWindow === null) return null;
  const index = indexIn(window, element.contentWindow);
  if (index === null) return null;
  const rect = rectOf(element);
  const scale = element.offsetWidth > 0 ? (rect.right - rect.left) / element.offsetWidth : 1;
  const style = getComputedStyle(element);
  const x = rect.left + (element.clientLeft + Number.parseFloat(style.paddingLeft)) * scale;
  const y = rect.top + (element.clientTop + Number.parseFloat(style.paddingTop)) * scale;
  return { index, x, y, scale };
}

/** The numbers from the top down to this frame; empty for the top, null where one is not told. */
export function ownFramePath(): number[] | null {
  const path: number[] = [];
  for (let at: Window = window; at !== at.parent; at = at.parent) {
    const index = indexIn(at.parent, at);
    if (index === null) return null;
    path.unshift(index);
  }
  return path;
}

function indexIn(parent: Window, frame: Window): number | null {
  const count = Math.min(parent.length, mostFrames);
  for (let index = 0; index < count; index += 1) {
    if (parent[index] === frame) return index;
  }
  return null;
}
