/**
 * What a document tells that the person did besides input → news for the desktop,
 * which sees neither what is chosen in lists of the browser's own nor which
 * dialogue of the page opens. All else of a page the desktop records itself.
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
  'change',
  'submit',
  'drag',
  'dialog',
  'browserDialog',
  'print',
  'fullscreen',
]);

export const isDeed = (record: PageRecord): record is ActionRecord => kinds.has(record.kind);

/** @param placed where the document stands; null: not known, and then no control is told */
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
  return recordToEvents(record, unplaced).flatMap((event): readonly Deed[] => {
    if (event.kind !== 'interaction' || event.what === 'dragStart') return [];
    const { what, value, durationNs } = event;
    return [
      {
        kind: 'did',
        atMs: record.atMs,
        window,
        what,
        control,
        ...(value === undefined ? {} : { value }),
        ...(durationNs === undefined ? {} : { durationMs: durationNs / 1e6 }),
      },
    ];
  });
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
