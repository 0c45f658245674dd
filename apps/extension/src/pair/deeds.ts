/**
 * What a document tells that the person did besides input → news for the desktop.
 * Pointer, wheel, keys and focus the desktop records itself: of these nothing is
 * told here, or they would be in the session twice.
 */
import type { FromBrowser } from '@understudy/capture';
import type { PageRecord } from '../page/page-batch.ts';
import {
  nodeToControl,
  recordToEvents,
  type ActionRecord,
  type Place,
} from '../page/records-to-events.ts';
import type { SnapshotNode } from '../snapshot/snapshot-node.ts';
import type { PlacedDocument } from './paired-tabs.ts';

export type Deed = Extract<FromBrowser, { kind: 'did' }>;

const kinds: ReadonlySet<PageRecord['kind']> = new Set([
  'scroll',
  'select',
  'drag',
  'clipboard',
  'change',
  'submit',
  'dialog',
  'browserDialog',
  'print',
  'fullscreen',
]);

export const isDeed = (record: PageRecord): record is ActionRecord => kinds.has(record.kind);

/** Whether it can only be told with where its document stands. */
export const isPlaced = (record: ActionRecord, node: SnapshotNode | null): boolean =>
  node !== null || record.kind === 'drag';

/** @param placed where the document stands; null: not known, and then no control and no place is told */
export function recordToDeeds(
  record: ActionRecord,
  node: SnapshotNode | null,
  placed: PlacedDocument | null,
  window: number,
): readonly Deed[] {
  const control =
    node === null || placed === null
      ? null
      : { element: nodeToControl(node, placed.placement), place: placed.place };
  const own = placed === null ? unplaced : { ...unplaced, placement: placed.placement };
  return recordToEvents(record, own).flatMap((event): readonly Deed[] => {
    if (event.kind !== 'interaction') return [];
    const { what, position, value, durationNs } = event;
    return [
      {
        kind: 'did',
        atMs: record.atMs,
        window,
        what,
        control,
        ...positionOf(what, position, placed),
        ...(value === undefined ? {} : { value }),
        ...(durationNs === undefined ? {} : { durationMs: durationNs / 1e6 }),
      },
    ];
  });
}

function positionOf(
  what: Deed['what'],
  point: Deed['offsets'],
  placed: PlacedDocument | null,
): Pick<Deed, 'offsets' | 'spot'> {
  if (point === undefined) return {};
  if (what === 'scroll') return { offsets: point };
  return placed === null ? {} : { spot: { point, place: placed.place } };
}

/** The control is told beside the event, and its place by the desktop. */
const unplaced: Place = {
  app: '',
  placement: { x: 0, y: 0, scale: 1, clip: { x: 0, y: 0, width: 0, height: 0 } },
  toTimeNs: (atMs) => atMs * 1e6,
  idOf: (id) => id,
  holder: null,
  nodes: new Map(),
};
