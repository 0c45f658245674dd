import type { RawEvent } from '@understudy/recording';
import { expect, test } from 'vitest';
import type { SnapshotNode } from '../snapshot/snapshot-node.ts';
import type { PageBatch, PageRecord } from './page-batch.ts';
import type { PageView } from './page-view.ts';
import { createTabView } from './tab-view.ts';

const viewport = { width: 500, height: 400, scale: 2 };
const toTimeNs = (atMs: number): number => atMs * 1e6;
const createView = () =>
  createTabView({
    tab: 7,
    appOf: (origin) => (origin === 'https://a.example' ? 'a.example' : null),
  });

const pageRecord = (url = 'https://a.example/x'): PageRecord => ({
  kind: 'page',
  atMs: 1,
  cause: 'start',
  url,
  title: 'A',
  viewport,
});
const treeRecord = (
  nodes: SnapshotNode[],
  more: Partial<Extract<PageRecord, { kind: 'snapshot' }>> = {},
): PageRecord => ({
  kind: 'snapshot',
  atMs: 2,
  keyframe: true,
  complete: true,
  nodes,
  moved: [],
  removed: [],
  ...more,
});
const batchOf = (
  document: string,
  framePath: number[] | null,
  records: PageRecord[],
): PageBatch => ({
  document,
  sequence: 0,
  framePath,
  records,
  accounting: { arrived: 0, kept: 0, dropped: {} },
});

const button: SnapshotNode = {
  id: 1,
  parent: null,
  role: 'button',
  name: 'Go',
  box: [10, 20, 30, 40],
  css: '#go',
};
const frame: SnapshotNode = {
  id: 2,
  parent: null,
  role: 'iframe',
  name: '',
  box: [100, 100, 200, 100],
  cover: 'frame',
  frame: { index: 0, x: 105, y: 105, scale: 1 },
};
const press: PageRecord = {
  kind: 'button',
  atMs: 3,
  x: 20,
  y: 30,
  target: 1,
  button: 'left',
  pressed: true,
};

const moves: PageRecord = {
  kind: 'moves',
  atMs: 3,
  points: [
    [0, 1, 1],
    [1, 2, 2],
    [2, 3, 3],
  ],
};

test('a click is told in device pixels, after the control that it was on', () => {
  const { events } = createView().take(
    batchOf('top', [], [pageRecord(), treeRecord([button]), press]),
    toTimeNs,
  );
  expect(events.map(({ kind }) => kind)).toEqual([
    'display',
    'window',
    'page',
    'interaction',
    'snapshot',
    'element',
    'pointerButton',
  ]);
  expect(events.at(-2)).toMatchObject({
    relation: 'pointer',
    element: {
      role: 'button',
      name: 'Go',
      app: 'a.example',
      box: { x: 20, y: 40, width: 60, height: 80 },
    },
  });
  expect(events.at(-1)).toEqual({
    kind: 'pointerButton',
    timeNs: 3e6,
    button: 'left',
    pressed: true,
    x: 40,
    y: 60,
  });
});

test('a frame stands where its parent says, also after the frame moved', () => {
  const view = createView();
  view.take(batchOf('top', [], [pageRecord(), treeRecord([frame])]), toTimeNs);
  const inner = batchOf('inner', [0], [treeRecord([button]), press]);
  expect(view.take(inner, toTimeNs).events.at(-1)).toMatchObject({ x: 250, y: 270 });
  const moved: SnapshotNode = {
    ...frame,
    frame: { index: 0, x: 5, y: 5, scale: 0.5 },
    box: [0, 0, 100, 50],
  };
  view.take(batchOf('top', [], [treeRecord([moved], { keyframe: false })]), toTimeNs);
  expect(view.take(inner, toTimeNs).events.at(-1)).toMatchObject({ x: 30, y: 40 });
});

test('of what only moved the places are told, in device pixels, and none of what is not known', () => {
  const view = createView();
  view.take(batchOf('top', [], [pageRecord(), treeRecord([button])]), toTimeNs);
  const moves: PageRecord = treeRecord([], {
    keyframe: false,
    moved: [
      [button.id, 1, 2, 3, 4],
      [99, 0, 0, 1, 1],
    ],
  });
  const [event] = view.take(batchOf('top', [], [moves]), toTimeNs).events;
  expect(event).toMatchObject({ nodes: [], moved: { x: [2], y: [4], width: [6], height: [8] } });
});

test('in a frame of unknown place a key is withheld; a click and positions are not told, but counted', () => {
  const view = createView();
  view.take(batchOf('top', [], [pageRecord()]), toTimeNs);
  const key: PageRecord = {
    kind: 'key',
    atMs: 4,
    target: null,
    pressed: true,
    stroke: { kind: 'known', code: 'KeyA', key: 'a' },
  };
  const { events, left } = view.take(batchOf('lost', null, [moves, press, key]), toTimeNs);
  expect(events).toEqual([
    {
      kind: 'key',
      timeNs: 4e6,
      pressed: true,
      stroke: { kind: 'withheld', reason: 'unknownField' },
    },
  ]);
  expect(left).toEqual([
    { what: 'pointerMove', reason: 'unknownField', count: 3 },
    { what: 'pointerButton', reason: 'unknownField', count: 1 },
  ]);
});

test('of a site that the program does not list nothing is told, but how much it was', () => {
  const view = createView();
  const records = [pageRecord('https://b.example/'), treeRecord([button]), press, moves];
  const { events, left } = view.take(batchOf('top', [], records), toTimeNs);
  expect(events).toEqual([]);
  expect(left).toEqual([
    { what: 'pointerButton', reason: 'notAllowed', count: 1 },
    { what: 'pointerMove', reason: 'notAllowed', count: 3 },
  ]);
  expect(view.announce(5)).toEqual([]);
});

test('a key is told after the field that it was typed into', () => {
  const field: SnapshotNode = {
    id: 3,
    parent: null,
    role: 'textbox',
    name: 'Password',
    box: [0, 0, 9, 9],
    secure: true,
    editable: true,
  };
  const key = (atMs: number): PageRecord => ({
    kind: 'key',
    atMs,
    target: 3,
    pressed: true,
    stroke: { kind: 'withheld', reason: 'secureField' },
  });
  const { events } = createView().take(
    batchOf('top', [], [pageRecord(), treeRecord([field]), key(4), key(5)]),
    toTimeNs,
  );
  expect(events.slice(-3)).toMatchObject([
    { kind: 'element', relation: 'focus', element: { secure: true, name: 'Password' } },
    { kind: 'key', timeNs: 4e6 },
    { kind: 'key', timeNs: 5e6 },
  ]);
});

test('a key tells its field again after another frame or tab had the keyboard', () => {
  const view = createView();
  const field = (id: number): SnapshotNode => ({ ...button, id, role: 'textbox', editable: true });
  const key = (atMs: number): PageRecord => ({
    kind: 'key',
    atMs,
    target: 3,
    pressed: true,
    stroke: { kind: 'known', code: 'KeyA', key: 'a' },
  });
  view.take(batchOf('top', [], [pageRecord(), treeRecord([frame, field(3)]), key(3)]), toTimeNs);
  view.take(batchOf('inner', [0], [treeRecord([field(3)]), key(4)]), toTimeNs);
  const again = batchOf('top', [], [key(5), key(6)]);
  const kinds = () => view.take(again, toTimeNs).events.map(({ kind }) => kind);
  expect(kinds()).toEqual(['element', 'key', 'key']);
  expect(kinds()).toEqual(['key', 'key']);
  view.leave();
  expect(kinds()).toEqual(['element', 'key', 'key']);
});

test('ids are one to a node in all documents of the tab; what is gone is told by its id', () => {
  const view = createView();
  const [a] = view
    .take(batchOf('top', [], [pageRecord(), treeRecord([frame])]), toTimeNs)
    .events.slice(-1);
  const [b] = view.take(
    batchOf('inner', [0], [treeRecord([{ ...button, id: 2 }])]),
    toTimeNs,
  ).events;
  const ids = [a, b].map((event) => (event?.kind === 'snapshot' ? event.nodes[0] : undefined));
  expect(ids[0]?.id).not.toBe(ids[1]?.id);
  expect(ids[1]?.parent).toBe(ids[0]?.id);
  const [gone] = view.take(
    batchOf('inner', [0], [treeRecord([], { keyframe: false, removed: [2] })]),
    toTimeNs,
  ).events;
  expect(gone).toMatchObject({ removed: [ids[1]?.id] });
});

const pageAt = (url: string, atMs: number): PageRecord => ({ ...pageRecord(url), atMs });
const addresses = (events: readonly RawEvent[]): readonly string[] =>
  events.flatMap((event) => (event.kind === 'page' ? [event.url] : []));

test('a new document in the tab is another page: the frames of the one before are not its own', () => {
  const view = createView();
  view.take(batchOf('top', [], [pageRecord(), treeRecord([frame])]), toTimeNs);
  const next = pageAt('https://a.example/next', 50);
  view.take(batchOf('next', [], [next]), toTimeNs);
  expect(addresses(view.announce(60e6))).toEqual(['https://a.example/next']);
  const inNext = batchOf('new inner', [0], [{ ...press, atMs: 55 }]);
  expect(view.take(inNext, toTimeNs).left).toHaveLength(1);
  const late = view.take(batchOf('top', [], [press]), toTimeNs);
  expect(late.events.at(-1)).toMatchObject({ kind: 'pointerButton', timeNs: 3e6 });
  expect(addresses(view.announce(60e6))).toEqual(['https://a.example/next']);
});

test('a frame that spoke before its new page did belongs to that one', () => {
  const view = createView();
  view.take(batchOf('top', [], [pageRecord()]), toTimeNs);
  view.take(batchOf('inner', [0], [{ ...press, atMs: 51 }]), toTimeNs);
  const next = pageAt('https://a.example/next', 50);
  view.take(batchOf('next', [], [next, treeRecord([frame], { atMs: 52 })]), toTimeNs);
  const { events } = view.take(batchOf('inner', [0], [{ ...press, atMs: 53 }]), toTimeNs);
  expect(events.at(-1)).toMatchObject({ kind: 'pointerButton', x: 250 });
});

test('a tab that went to a page of nobody’s business tells nothing, until the person comes back', () => {
  const view = createView();
  view.take(batchOf('top', [], [pageRecord()]), toTimeNs);
  view.turn(10);
  expect(view.isShown()).toBe(false);
  expect(view.announce(20e6)).toEqual([]);
  expect(view.take(batchOf('top', [], [press]), toTimeNs).events).toHaveLength(1);
  expect(view.isShown()).toBe(false);
  view.take(batchOf('top', [], [pageAt('https://a.example/x', 30)]), toTimeNs);
  expect(view.isShown()).toBe(true);
});

const pageView = (more: Partial<PageView>): PageView => ({
  framePath: [],
  viewport,
  texts: [],
  covers: [],
  frames: [],
  unsettled: [],
  ...more,
});

test('a picture is explained by the texts that held still; what must be is covered, and what changed since', () => {
  const top = pageView({
    texts: [
      { box: [0, 0, 10, 10], text: 'Still', role: 'text' },
      { box: [50, 0, 10, 10], text: 'Moved', role: 'text' },
    ],
    covers: [[0, 50, 10, 10]],
    unsettled: [[45, 0, 10, 10]],
    frames: [
      { index: 0, x: 100, y: 100, scale: 1, box: [100, 100, 50, 50] },
      { index: 1, x: 200, y: 100, scale: 1, box: [200, 100, 50, 50] },
    ],
  });
  const inner = pageView({
    framePath: [0],
    texts: [{ box: [0, 0, 80, 10], text: 'Inner', role: 'text' }],
  });
  const explained = createView().explain([
    { frame: 0, snapshot: top },
    { frame: 4, snapshot: inner },
    { frame: 5, snapshot: { hostile: true } },
    { frame: 6, snapshot: null },
  ]);
  expect(explained?.size).toEqual({ width: 1000, height: 800 });
  expect(
    explained?.texts.map(({ text, secure, box }) => [text, secure, box.x, box.y, box.width]),
  ).toEqual([
    ['Still', false, 0, 0, 20],
    ['', true, 100, 0, 20],
    ['', true, 0, 100, 20],
    ['', true, 90, 0, 20],
    ['', true, 400, 200, 100],
    ['Inner', false, 200, 200, 100],
  ]);
});

test('a frame that moved is covered with all that is in it', () => {
  const words = (): PageView['texts'] => [{ box: [0, 0, 10, 10], text: 'Words', role: 'text' }];
  const views = [
    pageView({
      texts: words(),
      frames: [{ index: 0, x: 100, y: 100, scale: 1, box: [100, 100, 50, 50] }],
    }),
    pageView({
      framePath: [0],
      unsettled: null,
      frames: [{ index: 0, x: 10, y: 10, scale: 1, box: [10, 10, 20, 20] }],
    }),
    pageView({ framePath: [0, 0], texts: words() }),
  ];
  const explained = createView().explain(views.map((snapshot, frame) => ({ frame, snapshot })));
  expect(explained?.texts.map(({ text, secure, box }) => [text, secure, box.x, box.y])).toEqual([
    ['Words', false, 0, 0],
    ['', true, 200, 200],
  ]);
});

test.each([
  ['its top moved', [pageView({ unsettled: null })]],
  ['its top said nothing', [null, pageView({ framePath: [0] })]],
])('a picture is thrown away where %s', (_, views) => {
  expect(createView().explain(views.map((snapshot, frame) => ({ frame, snapshot })))).toBeNull();
});

test.each([
  ['a frame that says it is the top', [[]]],
  ['frames that say they stand in one place', [[0], [0]]],
])('%s explains nothing: its place is covered', (_, paths) => {
  const top = pageView({
    frames: [{ index: 0, x: 100, y: 100, scale: 1, box: [100, 100, 50, 50] }],
  });
  const claims = paths.map((framePath) =>
    pageView({ framePath, texts: [{ box: [0, 0, 9, 9], text: 'Harmless', role: 'text' }] }),
  );
  const explained = createView().explain(
    [top, ...claims].map((snapshot, frame) => ({ frame, snapshot })),
  );
  expect(explained?.texts).toEqual([
    { box: { x: 200, y: 200, width: 100, height: 100 }, text: '', role: '', secure: true },
  ]);
});
