/**
 * The page as the desktop recorder asks for it: what is under a point, what has
 * the focus, what stands where, and where the viewport is on the screen.
 * Answered from the tree as it is, so in no more time than it takes to copy it.
 */
import type { CleanText } from '../snapshot/describe.ts';
import { deepActiveElement, titleOf, type OpenShadowRoot } from '../snapshot/dom.ts';
import type { Snapshotter } from '../snapshot/snapshotter.ts';
import type { SnapshotNode } from '../snapshot/snapshot-node.ts';
import { currentUrl, currentViewport, longestTitle } from './page-facts.ts';
import type { Viewport } from './page-batch.ts';

export interface PageStructure {
  readonly url: string;
  readonly title: string;
  readonly viewport: Viewport;
  /** null before the pointer was in the viewport, and since the window was moved or resized. */
  readonly anchor: ScreenAnchor | null;
  readonly focused: SnapshotNode | null;
  readonly pointed: SnapshotNode | null;
  readonly nodes: readonly SnapshotNode[];
}

/** One point in the viewport (CSS pixels) and on the screen (as the browser tells it). */
interface ScreenAnchor {
  readonly clientX: number;
  readonly clientY: number;
  readonly screenX: number;
  readonly screenY: number;
}

export interface StructureOptions {
  readonly snapshotter: Snapshotter;
  readonly open: OpenShadowRoot;
  readonly clean: CleanText;
  readonly anchor: ScreenAnchor | null;
  readonly point: { readonly x: number; readonly y: number } | null;
}

export function readStructure(options: StructureOptions): PageStructure {
  const { snapshotter, open, clean, anchor, point } = options;
  const nodes = [...snapshotter.nodes()].map(({ node }) => node);
  const nodeOf = (element: Element | null): SnapshotNode | null => {
    if (element === null) return null;
    const id = snapshotter.control(element);
    for (const { node } of snapshotter.nodes()) if (node.id === id) return node;
    return null;
  };
  return {
    url: clean(currentUrl(), ''),
    title: clean(titleOf(document).slice(0, longestTitle), ''),
    viewport: currentViewport(),
    anchor,
    focused: nodeOf(deepActiveElement(document, open)),
    pointed: point === null ? null : nodeOf(elementAt(point, open)),
    nodes,
  };
}

function elementAt(
  { x, y }: { readonly x: number; readonly y: number },
  open: OpenShadowRoot,
): Element | null {
  let found = Document.prototype.elementFromPoint.call(document, x, y);
  for (;;) {
    const root = found === null ? null : open(found);
    const inner = root === null ? null : ShadowRoot.prototype.elementFromPoint.call(root, x, y);
    if (inner === null || inner === found) return found;
    found = inner;
  }
}

export interface AnchorKeeper {
  note(event: MouseEvent): void;
  read(): ScreenAnchor | null;
}

/** Keeps the last pointer event's places, as long as the window stays where it was then. */
export function createAnchorKeeper(): AnchorKeeper {
  let held: { readonly anchor: ScreenAnchor; readonly place: readonly number[] } | null = null;
  return {
    note: ({ clientX, clientY, screenX, screenY }) => {
      held = { anchor: { clientX, clientY, screenX, screenY }, place: windowPlace() };
    },
    read: () => {
      if (held === null || isPinched()) return null;
      const place = windowPlace();
      return held.place.every((edge, index) => edge === place[index]) ? held.anchor : null;
    },
  };
}

/** Pinched, the page is drawn larger and elsewhere than its own coordinates tell. */
export const isPinched = (): boolean => (window.visualViewport?.scale ?? 1) !== 1;

const windowPlace = (): readonly number[] => [
  window.screenX,
  window.screenY,
  window.outerWidth,
  window.outerHeight,
  window.innerWidth,
  window.innerHeight,
  window.devicePixelRatio,
];
