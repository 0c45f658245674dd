/**
 * What a document shows, beside a picture that was taken of it: texts and where
 * they stand, what is to be covered, and what changed since, so that no text
 * explains pixels that are not its own. CSS pixels of the frame's own viewport.
 */
import { z } from 'zod';
import { rectOf } from '../snapshot/dom.ts';
import { rectToBox } from '../snapshot/describe.ts';
import type { Snapshotter } from '../snapshot/snapshotter.ts';
import {
  heldFrameSchema,
  maxTextLength,
  nodeBoxSchema,
  type NodeBox,
  type SnapshotNode,
} from '../snapshot/snapshot-node.ts';
import { framePathSchema, viewportSchema, type FramePath, type Viewport } from './page-batch.ts';

const words = z.string().max(maxTextLength);

export const pageViewSchema = z.strictObject({
  framePath: framePathSchema,
  viewport: viewportSchema,
  texts: z
    .array(
      z.strictObject({
        box: nodeBoxSchema,
        text: words,
        role: z.string().max(40),
        label: words.optional(),
      }),
    )
    .max(20_000),
  covers: z.array(nodeBoxSchema).max(20_000),
  /** What each frame shows is told by its own script; `box` is the part of it that can be seen. */
  frames: z.array(heldFrameSchema.extend({ box: nodeBoxSchema })).max(1000),
  /** What changed since the picture; null: nothing of it can be told (scrolled, resized, never still). */
  unsettled: z.array(nodeBoxSchema).max(20_000).nullable(),
});
export type PageView = z.infer<typeof pageViewSchema>;

export interface PageViewFacts {
  readonly framePath: FramePath;
  readonly viewport: Viewport;
  /** When everything last moved (scroll, resize, navigation), in epoch milliseconds. */
  readonly movedAtMs: number;
}

export async function viewPage(
  snapshotter: Snapshotter,
  facts: () => PageViewFacts,
  sinceMs: number,
): Promise<PageView> {
  const isSettled = await snapshotter.settle();
  const { framePath, viewport, movedAtMs } = facts();
  const nodes = [...snapshotter.nodes()];
  const isZoomedIn = (window.visualViewport?.scale ?? 1) !== 1;
  const isStill = isSettled && movedAtMs < sinceMs && !isZoomedIn;
  const changed = nodes.filter(({ changedAtMs }) => changedAtMs >= sinceMs);
  return {
    framePath,
    viewport,
    texts: nodes.flatMap(({ node }) => nodeToText(node) ?? []),
    covers: nodes.flatMap(({ node: { cover, frame, box } }) =>
      cover === undefined || frame !== undefined ? [] : [box],
    ),
    frames: nodes.flatMap(({ node: { frame, box } }) =>
      frame === undefined ? [] : [{ ...frame, box }],
    ),
    unsettled: isStill ? [...changed.map(({ node }) => node.box), ...animatedBoxes()] : null,
  };
}

/** Only what stands on the screen as text explains pixels: a button's name is told by the text in it. */
function nodeToText({
  box,
  name,
  role,
  value,
  label,
}: SnapshotNode): PageView['texts'][number] | null {
  if (role === 'text') return { box, text: name, role };
  if (value === undefined) return null;
  return { box, text: value, role, ...(label === undefined ? {} : { label }) };
}

/** What moves without any change of the document. */
function animatedBoxes(): NodeBox[] {
  return document.getAnimations().flatMap(({ playState, effect }) => {
    if (playState !== 'running' || !(effect instanceof KeyframeEffect)) return [];
    return effect.target === null ? [] : [rectToBox(rectOf(effect.target))];
  });
}
