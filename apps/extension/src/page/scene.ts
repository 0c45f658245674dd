/**
 * What the listeners of one document share: where their records go, and how an
 * event finds the control that it is for.
 */
import { deepActiveElement, deepTargetOf, type OpenShadowRoot } from '../snapshot/dom.ts';
import type { SecureFields } from '../snapshot/secure-field.ts';
import type { Snapshotter } from '../snapshot/snapshotter.ts';
import type { Outbox } from './outbox.ts';
import type { PageDropReason } from './page-batch.ts';

export interface Scene {
  readonly outbox: Outbox;
  readonly open: OpenShadowRoot;
  readonly secure: SecureFields;
  /** null below the `actions` tier, which tells of no control. */
  readonly snapshotter: Snapshotter | null;
  /** Why nothing may be kept now; null while it may. */
  readonly closed: () => PageDropReason | null;
  /** Whether the tier keeps which key it was. */
  readonly keepsKeys: boolean;
  /** The marker: what the person does there is for us, and no part of the recording. */
  readonly isOwn: (element: Element) => boolean;
  /** The page as a picture is wanted, before an action. */
  readonly wantFrame: () => void;
}

/**
 * The tree right before an action at `atMs`, in the outbox ahead of it.
 * @returns the number of the control that the action is for.
 */
export function noteAction(scene: Scene, element: Element | null, atMs: number): number | null {
  const { snapshotter, wantFrame } = scene;
  wantFrame();
  const target = element === null ? null : (snapshotter?.control(element) ?? null);
  noteTree(scene, atMs);
  return target;
}

const nodesPerRecord = 500;

/** What changed in the tree, into the outbox. */
export function noteTree({ outbox, snapshotter, closed }: Scene, atMs: number): void {
  const change = closed() === null ? snapshotter?.beforeAction() : null;
  if (change === null || change === undefined) return;
  const { nodes, moved, removed, keyframe, complete } = change;
  // To send a whole large tree at once would block the page.
  for (let from = 0; from === 0 || from < nodes.length; from += nodesPerRecord) {
    outbox.describe({
      kind: 'snapshot',
      atMs,
      keyframe: keyframe && from === 0,
      complete: complete && from + nodesPerRecord >= nodes.length,
      nodes: nodes.slice(from, from + nodesPerRecord),
      moved: from === 0 ? moved : [],
      removed: from === 0 ? removed : [],
    });
  }
}

/** The number of the control that an event is for, as far as the tree knows it. */
export function targetOf({ snapshotter, open }: Scene, event: Event): number | null {
  return snapshotter?.idOf(deepTargetOf(event, null, open)) ?? null;
}

export function pointedAt({ open }: Scene, event: MouseEvent): Element | null {
  return deepTargetOf(event, { x: event.clientX, y: event.clientY }, open);
}

export function focusedElement({ open }: Scene): Element | null {
  return deepActiveElement(document, open);
}
