/** The tree, once it holds still → what explains a picture of the document (page-view.ts). */
import type { NodeBox, SnapshotNode } from '../snapshot/snapshot-node.ts';
import type { Snapshotter } from '../snapshot/snapshotter.ts';
import { showsItself, type TreeNode } from '../snapshot/tree.ts';
import type { FramePath, Viewport } from './page-batch.ts';
import type { Moves } from './moves.ts';
import type { PageView } from './page-view.ts';
import { isPinched } from './structure.ts';

export interface PageViewFacts {
  readonly framePath: FramePath;
  readonly viewport: Viewport;
}

export interface PageViewOptions {
  readonly snapshotter: Snapshotter;
  readonly moves: Pick<Moves, 'isStillSince' | 'areasSince'>;
  readonly isInTransition: () => boolean;
  readonly facts: () => PageViewFacts;
}

/** @param sinceMs all that changed before this is in the picture */
export async function viewPage(options: PageViewOptions, sinceMs: number): Promise<PageView> {
  const { snapshotter, moves, isInTransition, facts } = options;
  const isStill = (): boolean => moves.isStillSince(sinceMs) && !isPinched() && !isInTransition();
  const isSettled = isStill() && (await snapshotter.settle('after'));
  const { framePath, viewport } = facts();
  const left = snapshotter.leftSince(sinceMs);
  const moved = moves.areasSince(sinceMs);
  const nodes = isSettled ? [...snapshotter.nodes()] : [];
  const isTold =
    isSettled &&
    isStill() &&
    moved !== null &&
    !(moved.areScrolled && hasFollowed(nodes, moved.boxes, sinceMs));
  // What moved explains no picture, so nothing of it is looked at or sent.
  if (!isTold || left === null) {
    return { framePath, viewport, texts: [], covers: [], frames: [], unsettled: null };
  }
  const changed = nodes.filter(
    ({ node, changedAtMs }) => changedAtMs >= sinceMs && showsItself(node),
  );
  return {
    framePath,
    viewport,
    texts: nodes.flatMap(({ node }) => nodeToText(node) ?? []),
    covers: nodes.flatMap(({ node: { cover, frame, box, reach } }) =>
      cover === undefined || frame !== undefined ? [] : [reach ?? box],
    ),
    frames: nodes.flatMap(({ node: { frame, box } }) =>
      frame === undefined ? [] : [{ ...frame, box }],
    ),
    unsettled: [...changed.map(({ node }) => node.reach ?? node.box), ...left, ...moved.boxes],
  };
}

/** Whether something outside of the areas that were scrolled moved, perhaps with them: nobody knows its way. */
function hasFollowed(
  nodes: readonly TreeNode[],
  areas: readonly NodeBox[],
  sinceMs: number,
): boolean {
  return nodes.some(
    ({ node, shiftedAtMs }) =>
      shiftedAtMs >= sinceMs &&
      showsItself(node) &&
      !areas.some((area) => holdsBox(area, node.box)),
  );
}

/** Boxes are rounded. */
const slackPx = 1;

const holdsBox = (
  [x, y, width, height]: NodeBox,
  [left, top, innerWidth, innerHeight]: NodeBox,
): boolean =>
  left >= x - slackPx &&
  top >= y - slackPx &&
  left + innerWidth <= x + width + slackPx &&
  top + innerHeight <= y + height + slackPx;

/** Only what stands on the screen as text explains pixels: a button's name is told by the text in it. */
function nodeToText({
  box,
  name,
  role,
  value,
  label,
  reach,
}: SnapshotNode): PageView['texts'][number] | null {
  if (role === 'text') return { box, text: name, role };
  if (value === undefined) return null;
  const named = label ?? name;
  const told = reach === undefined ? { box, role } : { box: reach, role: 'generic' };
  return { ...told, text: value, ...(named === '' ? {} : { label: named }) };
}
