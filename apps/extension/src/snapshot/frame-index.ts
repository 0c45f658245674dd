/**
 * The number of a frame in its parent's `window.frames`, which both sides can
 * tell, across origins too: so the background puts a frame's own events where
 * the parent's snapshot has its box. Frames in shadow trees have no number.
 */

/** Of a page with more frames, the later ones stay covered and their places untold. */
const mostFrames = 500;

/** As the parent sees it; null where the element holds no such frame. */
export function frameElementIndex(element: Element): number | null {
  if (!(element instanceof HTMLIFrameElement)) return null;
  const { contentWindow } = element;
  return contentWindow === null ? null : indexIn(window, contentWindow);
}

/** As the frame itself sees it; null for the top. */
export function ownFrameIndex(): number | null {
  return window.parent === window ? null : indexIn(window.parent, window);
}

function indexIn(parent: Window, frame: Window): number | null {
  const count = Math.min(parent.length, mostFrames);
  for (let index = 0; index < count; index += 1) {
    if (parent[index] === frame) return index;
  }
  return null;
}
