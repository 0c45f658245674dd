import { expect, test } from 'vitest';
import type { PageBatch, PageRecord } from '../page/page-batch.ts';
import { createTabView } from '../page/tab-view.ts';
import { batchOfSender } from './batch-of-sender.ts';

const sites = new Map([
  ['https://a.example', 'a'],
  ['https://b.example', 'b'],
]);
const sender = { tab: 1, frame: 0, document: 'd', origin: 'https://b.example' };

const page = (url: string): PageRecord => ({
  kind: 'page',
  atMs: 1,
  cause: 'start',
  url,
  title: 'Title',
  viewport: { width: 500, height: 400, scale: 1 },
});
const press: PageRecord = {
  kind: 'button',
  atMs: 2,
  x: 1,
  y: 1,
  target: null,
  button: 'left',
  pressed: true,
};
const batchOf = (framePath: number[] | null, url: string): PageBatch => ({
  document: 'document',
  sequence: 0,
  framePath,
  records: [page(url), press],
  accounting: { arrived: 1, kept: 1, dropped: {} },
});
const take = (batch: PageBatch, from = sender) =>
  createTabView({ tab: 1, appOf: (origin) => sites.get(origin) ?? null }).take(
    batchOfSender(batch, from),
    (atMs) => atMs,
  );

test.each([
  ['another listed site', 'https://a.example/orders'],
  ['another port', 'https://b.example:8443/'],
  ['no address', 'about:blank'],
])('a document that says it is of %s is recorded as neither', (_, url) => {
  const { events, left } = take(batchOf([], url));
  expect(events).toEqual([]);
  expect(left).toEqual([{ what: 'pointerButton', reason: 'notAllowed', count: 1 }]);
});

test('a frame does not pass for the top of its tab, nor the top for a frame', () => {
  const url = 'https://b.example/';
  expect(batchOfSender(batchOf([], url), { ...sender, frame: 7 }).framePath).toBeNull();
  expect(batchOfSender(batchOf([0], url), sender).framePath).toBeNull();
});

test('what the browser bears out is told as it was sent', () => {
  const { events } = take(batchOf([], 'https://b.example/orders'));
  expect(events).toContainEqual(
    expect.objectContaining({ kind: 'page', url: 'https://b.example/orders' }),
  );
  expect(events.at(-1)).toMatchObject({ kind: 'pointerButton', pressed: true });
});
