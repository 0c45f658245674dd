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
  /** The page as a picture is wanted, before an action or since it changed. */
  readonly wantFrame: (cause: FrameCause) => void;
}

export type FrameCause = 'beforeAction' | 'damage';

/**
 * The tree right before an action at `atMs`, in the outbox ahead of it.
 * @returns the number of the control that the action is for.
 */
export function noteAction(
  { outbox, snapshotter, wantFrame }: Scene,
  element: Element | null,
  atMs: number,
): number | null {
  wantFrame('beforeAction');
  if (snapshotter === null) return null;
  const target = element === null ? null : snapshotter.control(element);
  const change = snapshotter.beforeAction();
  if (change !== null) outbox.describe({ kind: 'snapshot', atMs, ...change });
  return target;
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
