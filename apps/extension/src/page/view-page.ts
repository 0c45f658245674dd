/** The tree, once it holds still → what explains a picture of the document (page-view.ts). */
import { rectToBox } from '../snapshot/describe.ts';
import { rectOf } from '../snapshot/dom.ts';
import type { NodeBox, SnapshotNode } from '../snapshot/snapshot-node.ts';
import type { Snapshotter } from '../snapshot/snapshotter.ts';
import { showsItself } from '../snapshot/tree.ts';
import type { FramePath, Viewport } from './page-batch.ts';
import { isInTransition } from './drawn-watch.ts';
import type { PageView } from './page-view.ts';
import { isPinched } from './structure.ts';

export interface PageViewFacts {
  readonly framePath: FramePath;
  readonly viewport: Viewport;
  /** When everything last moved (scroll, resize, navigation), in epoch milliseconds. */
  readonly movedAtMs: number;
}

/** @param sinceMs all that changed before this is in the picture */
export async function viewPage(
  snapshotter: Snapshotter,
  facts: () => PageViewFacts,
  sinceMs: number,
): Promise<PageView> {
  const isStill = (): boolean => facts().movedAtMs < sinceMs && !isPinched() && !isInTransition();
  const isSettled = isStill() && (await snapshotter.settle());
  const { framePath, viewport } = facts();
  const left = snapshotter.leftSince(sinceMs);
  // What moved explains no picture, so nothing of it is looked at or sent.
  if (!isSettled || !isStill() || left === null) {
    return { framePath, viewport, texts: [], covers: [], frames: [], unsettled: null };
  }
  const nodes = [...snapshotter.nodes()];
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
    unsettled: [...changed.map(({ node }) => node.box), ...left, ...animatedBoxes()],
  };
}

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
  return { box: reach ?? box, text: value, role, ...(named === '' ? {} : { label: named }) };
}

/** What moves without any change of the document. */
function animatedBoxes(): NodeBox[] {
  return document.getAnimations().flatMap(({ playState, effect }) => {
    if (playState !== 'running' || !(effect instanceof KeyframeEffect)) return [];
    return effect.target === null ? [] : [rectToBox(rectOf(effect.target))];
  });
}
