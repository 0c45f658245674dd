/**
 * The batches of all documents of one tab → raw events in device pixels of the
 * tab's viewport. Keeps each document's tree, to tell what an event was about.
 */
import type { DropReason } from '@understudy/base';
import type { RawEvent, RecordingEventKind } from '@understudy/recording';
import type { SnapshotNode } from '../snapshot/snapshot-node.ts';
import { explainPicture, type DocumentAnswer, type Explanation } from './explain-picture.ts';
import type { Modifier } from './modifiers.ts';
import type { PageBatch, PageRecord } from './page-batch.ts';
import { placeFrame, type FrameBox, type Placement } from './place-frames.ts';
import {
  elementOf,
  recordToEvents,
  snapshotToEvent,
  type ActionRecord,
  type Place,
} from './records-to-events.ts';

export interface TabView {
  /** One document's batch → raw events, without pictures, and the input that became none. */
  take(batch: PageBatch, toTimeNs: (atMs: number) => number): TakenBatch;
  /** Display, window and page as they are now; none where nothing is known. */
  announce(timeNs: number): readonly RawEvent[];
  /** Whether a page of ours is known to be shown. */
  isShown(): boolean;
  /** The app that it is listed under; null: none of ours is shown. */
  app(): string | null;
  /** From then on it shows no page of ours; what was done before may still be on its way. */
  turn(atMs: number): void;
  /** Another tab has the keyboard: the next key here tells its field anew. */
  leave(): void;
  /** The documents' views → what explains the picture; null: it moved meanwhile. */
  explain(answers: readonly DocumentAnswer[]): Explanation | null;
}

interface TakenBatch {
  readonly events: readonly RawEvent[];
  /** The modifiers that were held at a key or button; none where it is missing. */
  readonly held: ReadonlyMap<RawEvent, readonly Modifier[]>;
  readonly left: readonly LeftInput[];
}

/** Input events that go no further, as the accounting names them. */
interface LeftInput {
  readonly what: RecordingEventKind;
  readonly reason: DropReason;
  readonly count: number;
}

export interface TabFacts {
  readonly tab: number;
  /** The app, as the program lists it, that an origin belongs to; null: it lists none. */
  readonly appOf: (origin: string) => string | null;
}

/** Documents of one tab that are remembered: a page may make and unmake frames for ever. */
const mostDocuments = 600;
/** Nodes of one document that are remembered. */
const mostNodes = 20_000;

type PageFacts = Extract<PageRecord, { kind: 'page' }>;

/** A top document and what it holds. */
interface ShownPage {
  /** null: none of ours. */
  readonly top: string | null;
  readonly sinceMs: number;
  facts: PageFacts | null;
}

interface Doc {
  readonly number: number;
  readonly nodes: Map<number, SnapshotNode>;
  readonly firstMs: number;
  path: readonly number[] | null;
  page: ShownPage;
}

export function createTabView({ tab, appOf }: TabFacts): TabView {
  const documents = new Map<string, Doc>();
  let lastNumber = 0;
  let shown: ShownPage = { top: null, sinceMs: 0, facts: null };
  /** The field that the recording was last told has the focus: one in all documents of the tab. */
  let told: { readonly doc: Doc; readonly target: number | null } | null = null;

  const documentOf = ({ document, records }: PageBatch): Doc => {
    const known = documents.get(document);
    if (known !== undefined) return known;
    const [oldest] = documents.keys();
    if (documents.size >= mostDocuments && oldest !== undefined) documents.delete(oldest);
    lastNumber += 1;
    const firstMs = records[0]?.atMs ?? 0;
    const made: Doc = { number: lastNumber, nodes: new Map(), firstMs, path: null, page: shown };
    documents.set(document, made);
    return made;
  };

  /** Another page is shown; what belonged to the one before that is forgotten. */
  const showPage = (next: ShownPage): void => {
    const before = shown;
    shown = next;
    told = null;
    for (const [id, doc] of documents) {
      if (id === next.top || doc.firstMs >= next.sinceMs) doc.page = next;
      else if (doc.page !== before) documents.delete(id);
    }
  };

  /** The newest document of a page at a path: an older one there is gone. */
  const documentAt = (page: ShownPage, path: readonly number[]): Doc | null => {
    const key = path.join();
    const held = [...documents.values()].filter(
      (doc) => doc.page === page && doc.path?.join() === key,
    );
    return held.at(-1) ?? null;
  };

  const framesOf = (page: ShownPage, path: readonly number[]): readonly FrameBox[] | null => {
    const doc = documentAt(page, path);
    if (doc === null) return null;
    return [...doc.nodes.values()].flatMap(({ frame, box }) =>
      frame === undefined ? [] : [{ ...frame, box }],
    );
  };

  const placementOf = ({ path, page }: Doc): Placement | null => {
    const { facts } = page;
    if (facts === null || path === null) return null;
    const { width, height, scale } = facts.viewport;
    const clip = { x: 0, y: 0, width: width * scale, height: height * scale };
    return placeFrame(path, { x: 0, y: 0, scale, clip }, (at) => framesOf(page, at));
  };

  const holderOf = (doc: Doc): number | null => {
    const index = doc.path?.at(-1);
    if (doc.path === null || index === undefined) return null;
    const around = documentAt(doc.page, doc.path.slice(0, -1));
    if (around === null) return null;
    for (const { id, frame } of around.nodes.values()) {
      if (frame?.index === index) return nodeId(tab, around, id);
    }
    return null;
  };

  const appIn = ({ facts }: ShownPage): string | null =>
    facts === null ? null : appOf(originOf(facts.url));

  const announcePage = (page: ShownPage, timeNs: number): readonly RawEvent[] => {
    const { facts } = page;
    const app = appIn(page);
    if (facts === null || app === null) return [];
    const { width, height, scale } = facts.viewport;
    const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
    const box = { x: 0, y: 0, ...size };
    const { url, title } = facts;
    return [
      { kind: 'display', timeNs, size, monitors: [{ ...box, name: 'viewport', scale }] },
      { kind: 'window', timeNs, app, title, box, handle: tab },
      { kind: 'page', timeNs, url, title },
    ];
  };

  const placeOf = (doc: Doc, app: string, toTimeNs: Place['toTimeNs']): Place | null => {
    const placement = placementOf(doc);
    if (placement === null) return null;
    const idOf = (id: number): number => nodeId(tab, doc, id);
    return { app, placement, toTimeNs, nodes: doc.nodes, idOf, holder: holderOf(doc) };
  };

  /** A key is read by the field that it was typed into, so that one is told first. */
  const focusBefore = (
    record: ActionRecord,
    timeNs: number,
    doc: Doc,
    place: Place,
  ): readonly RawEvent[] => {
    if (record.kind !== 'focus' && record.kind !== 'key') return [];
    const { target } = record;
    const isTold = told !== null && told.doc === doc && told.target === target;
    told = { doc, target };
    if (record.kind === 'focus' || isTold) return [];
    return [{ kind: 'element', timeNs, relation: 'focus', element: elementOf(record, place) }];
  };

  return {
    take: (batch, toTimeNs) => {
      const doc = documentOf(batch);
      doc.path = batch.framePath;
      const events: RawEvent[] = [];
      const held = new Map<RawEvent, readonly Modifier[]>();
      const left: LeftInput[] = [];
      /** Holds until the page or the tree tells something else. */
      let place: Place | null | undefined;
      for (const record of batch.records) {
        const timeNs = toTimeNs(record.atMs);
        if (record.kind === 'page') {
          if (doc.path?.length !== 0) continue;
          // What a page that is gone still sends tells of an earlier time.
          if (shown.top !== batch.document && record.atMs >= shown.sinceMs)
            showPage({ top: batch.document, sinceMs: record.atMs, facts: null });
          doc.page.facts = record;
          place = undefined;
          events.push(...announcePage(doc.page, timeNs));
          if (appIn(doc.page) !== null && isNavigation(record.cause))
            events.push({ kind: 'interaction', timeNs, what: 'navigate', element: null });
          continue;
        }
        const app = appIn(doc.page);
        if (app === null) {
          left.push(...leftOf(record, 'notAllowed'));
          continue;
        }
        if (record.kind === 'snapshot') {
          keepNodes(doc.nodes, record);
          place = undefined;
        }
        if (place === undefined) place = placeOf(doc, app, toTimeNs);
        if (place === null) {
          if (record.kind === 'key') events.push(unplacedKey(record, timeNs));
          else left.push(...leftOf(record, 'unknownField'));
          continue;
        }
        if (record.kind === 'snapshot') {
          events.push(snapshotToEvent(record, timeNs, place));
        } else {
          events.push(...focusBefore(record, timeNs, doc, place), ...recordToEvents(record, place));
        }
        const input = events.at(-1);
        if ('held' in record && input !== undefined) held.set(input, record.held);
      }
      return { events, held, left };
    },
    announce: (timeNs) => announcePage(shown, timeNs),
    isShown: () => shown.facts !== null,
    app: () => appIn(shown),
    turn: (atMs) => showPage({ top: null, sinceMs: atMs, facts: null }),
    leave: () => {
      told = null;
    },
    explain: explainPicture,
  };
}

/** Where nobody can tell where a frame stands: that a key was pressed there, and nothing else. */
function unplacedKey({ pressed }: Extract<PageRecord, { kind: 'key' }>, timeNs: number): RawEvent {
  return { kind: 'key', timeNs, pressed, stroke: { kind: 'withheld', reason: 'unknownField' } };
}

const inputKinds: Readonly<Partial<Record<PageRecord['kind'], RecordingEventKind>>> = {
  moves: 'pointerMove',
  button: 'pointerButton',
  wheel: 'wheel',
  key: 'key',
};

/** Each input event of a record that is not told; none for what only describes the page. */
function leftOf(record: PageRecord, reason: DropReason): readonly LeftInput[] {
  const what = inputKinds[record.kind];
  const count = record.kind === 'moves' ? record.points.length : 1;
  return what === undefined ? [] : [{ what, reason, count }];
}

function keepNodes(
  nodes: Map<number, SnapshotNode>,
  record: Extract<PageRecord, { kind: 'snapshot' }>,
): void {
  if (record.keyframe) nodes.clear();
  for (const id of record.removed) nodes.delete(id);
  for (const [id, ...box] of record.moved) {
    const node = nodes.get(id);
    if (node !== undefined) nodes.set(id, { ...node, box });
  }
  for (const node of record.nodes) {
    if (nodes.size < mostNodes || nodes.has(node.id)) nodes.set(node.id, node);
  }
}

/** Unique in the session, and a whole number that JSON holds: 10 bits of the tab, 16 of the document, 26 of the node. */
function nodeId(tab: number, { number }: Doc, id: number): number {
  return ((tab % 2 ** 10) * 2 ** 16 + (number % 2 ** 16)) * 2 ** 26 + (id % 2 ** 26);
}

const isNavigation = (cause: PageFacts['cause']): boolean =>
  cause === 'start' || cause === 'push' || cause === 'traverse' || cause === 'reload';

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : '';
}
