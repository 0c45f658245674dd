/** The records of one document → raw events, once it is known where the document stands. */
import { unreachable } from '@understudy/base';
import {
  placesToMovedNodes,
  type ElementInfo,
  type RawEvent,
  type SnapshotEvent,
  type SnapshotNode as RecordedNode,
} from '@understudy/recording';
import type { SnapshotNode } from '../snapshot/snapshot-node.ts';
import type { PageRecord } from './page-batch.ts';
import { placeBox, placePoint, type Placement } from './place-frames.ts';

export interface Place {
  readonly app: string;
  readonly placement: Placement;
  readonly toTimeNs: (atMs: number) => number;
  /** A node's number in its document → one that is unique in the session. */
  readonly idOf: (id: number) => number;
  /** The frame that holds the document, as a node of the document around it. */
  readonly holder: number | null;
  /** The document's nodes as last told. */
  readonly nodes: ReadonlyMap<number, SnapshotNode>;
}

type TreeRecord = Extract<PageRecord, { kind: 'snapshot' }>;
export type ActionRecord = Exclude<PageRecord, { kind: 'snapshot' } | { kind: 'page' }>;
type Aimed = Extract<ActionRecord, { target: unknown }>;

export function snapshotToEvent(record: TreeRecord, timeNs: number, place: Place): SnapshotEvent {
  const moved = record.moved.flatMap(([id, ...box]) =>
    place.nodes.has(id) ? [{ id: place.idOf(id), box: placeBox(box, place.placement) }] : [],
  );
  return {
    kind: 'snapshot',
    timeNs,
    keyframe: record.keyframe,
    nodes: record.nodes.map((node) => nodeToRecorded(node, place)),
    ...(moved.length === 0 ? {} : { moved: placesToMovedNodes(moved) }),
    removed: record.removed.map(place.idOf),
  };
}

export function recordToEvents(record: ActionRecord, place: Place): readonly RawEvent[] {
  const { placement, toTimeNs } = place;
  if (record.kind === 'moves') {
    return record.points.map(([afterMs, x, y]) => ({
      kind: 'pointerMove',
      timeNs: toTimeNs(record.atMs + afterMs),
      ...placePoint({ x, y }, placement),
    }));
  }
  const timeNs = toTimeNs(record.atMs);
  if (record.kind === 'print')
    return [{ kind: 'interaction', timeNs, what: 'print', element: null }];
  if (record.kind === 'browserDialog') {
    const durationNs = timeNs - toTimeNs(record.atMs - record.durationMs);
    return [{ kind: 'interaction', timeNs, what: 'browserDialog', element: null, durationNs }];
  }
  const element = elementOf(record, place);
  switch (record.kind) {
    case 'button': {
      const { button, pressed } = record;
      const at = placePoint(record, placement);
      const press: RawEvent = { kind: 'pointerButton', timeNs, button, pressed, ...at };
      return pressed && element !== null
        ? [{ kind: 'element', timeNs, relation: 'pointer', element }, press]
        : [press];
    }
    case 'wheel': {
      const { dx, dy } = record;
      return [{ kind: 'wheel', timeNs, dx, dy, ...placePoint(record, placement) }];
    }
    case 'key': {
      const { pressed, stroke } = record;
      return [{ kind: 'key', timeNs, pressed, stroke }];
    }
    case 'focus':
      return [{ kind: 'element', timeNs, relation: 'focus', element }];
    case 'select':
      return record.collapsed ? [] : [{ kind: 'interaction', timeNs, what: 'select', element }];
    case 'drag': {
      if (record.phase === 'end') return [];
      const what = record.phase === 'start' ? 'dragStart' : 'drop';
      const position = placePoint(record, placement);
      return [{ kind: 'interaction', timeNs, what, element, position, ...valueOf(record) }];
    }
    case 'clipboard':
      return [{ kind: 'interaction', timeNs, what: record.what, element, ...valueOf(record) }];
    case 'scroll': {
      const position = { x: Math.round(record.left), y: Math.round(record.top) };
      return [{ kind: 'interaction', timeNs, what: 'scroll', element, position }];
    }
    case 'change':
      return [{ kind: 'interaction', timeNs, what: 'change', element, ...valueOf(record) }];
    case 'submit':
      return [{ kind: 'interaction', timeNs, what: 'submit', element }];
    case 'fullscreen': {
      const what = record.open ? 'fullscreen' : 'fullscreenEnd';
      return [{ kind: 'interaction', timeNs, what, element }];
    }
    case 'dialog': {
      const what = record.open ? 'dialogOpen' : 'dialogClose';
      return [{ kind: 'interaction', timeNs, what, element }];
    }
    default:
      return unreachable(record);
  }
}

const valueOf = ({ value }: { readonly value?: string }) => (value === undefined ? {} : { value });

export function elementOf(record: Aimed, place: Place): ElementInfo | null {
  const node = record.target === null ? undefined : place.nodes.get(record.target);
  return node === undefined ? null : nodeToElement(node, place);
}

function nodeToElement(node: SnapshotNode, { app, placement }: Place): ElementInfo {
  return { ...nodeToControl(node, placement), app };
}

/** A control by its own properties, whatever app it is in. */
export function nodeToControl(node: SnapshotNode, placement: Placement): Omit<ElementInfo, 'app'> {
  const { role, name, box, secure = false, editable = false, css, testId, label } = node;
  return {
    role,
    name,
    box: placeBox(box, placement),
    secure,
    editable,
    ...(css === undefined ? {} : { css }),
    ...(testId === undefined ? {} : { testId }),
    ...(label === undefined ? {} : { label }),
  };
}

function nodeToRecorded(node: SnapshotNode, { placement, idOf, holder }: Place): RecordedNode {
  const { id, parent, role, name, value, states, box, css, testId, label } = node;
  return {
    id: idOf(id),
    parent: parent === null ? holder : idOf(parent),
    role,
    name,
    states: states ?? [],
    box: placeBox(box, placement),
    ...(value === undefined ? {} : { value }),
    ...(css === undefined ? {} : { css }),
    ...(testId === undefined ? {} : { testId }),
    ...(label === undefined ? {} : { label }),
  };
}
