/** When a page began that nobody announced, and what is known while nobody can tell. */
import { describe, expect, test } from 'vitest';
import type { DesktopWindow, WindowStructure } from '../ports.ts';
import { createPageWatch, type PageChange, type PageWatch, type ShownPage } from './page-watch.ts';

const window: DesktopWindow = {
  handle: 1,
  app: 'chromium',
  title: '',
  box: { x: 0, y: 0, width: 100, height: 100 },
  processId: 1,
  owner: 1,
};
const apps = [{ kind: 'sites' as const, app: 'chromium', origins: ['https://a.example'] }];
const ms = 1e6;
const one: ShownPage = { url: 'https://a.example/1', isPrivate: false, pageTitle: 'One' };
const two: ShownPage = { ...one, url: 'https://a.example/2' };

/** A window whose page is asked for at times of the test's choice. */
function watchWindow(pressesMs: readonly number[] = []) {
  let now = 0;
  let shown: ShownPage | null = one;
  let answerNs = 0;
  const changes: PageChange[] = [];
  const knownMs: number[] = [];
  const watch = createPageWatch({
    apps,
    elements: {
      page: async () => {
        knownMs.push(watch.knownUntilNs(null) / ms);
        now += answerNs;
        return shown;
      },
    },
    nowNs: () => now,
    presses: () => pressesMs.map((atMs) => atMs * ms),
    onChange: (change) => changes.push(change),
  });
  return {
    watch,
    changes,
    /** What was known while each question was on its way. */
    knownMs,
    ask: (atMs: number, page: ShownPage | null, answerMs = 10) => {
      now = atMs * ms;
      shown = page;
      answerNs = answerMs * ms;
      return watch.read([window]);
    },
  };
}

describe('a page that replaced another', () => {
  test.each<[string, readonly number[], number, number]>([
    ['when it was asked for, where nobody pressed anything', [], 10, 200],
    ['when it was asked for, where the press came before', [150], 10, 200],
    ['right after the press, where that came while the answer was on its way', [250], 600, 250],
    [
      'when it was asked for, where the press came late enough to be for the new page',
      [700],
      600,
      200,
    ],
  ])('began %s', async (_, pressesMs, answerMs, beganMs) => {
    const { ask, changes, knownMs } = watchWindow(pressesMs);
    await ask(0, one, answerMs);
    await ask(200, two, answerMs);
    expect(Math.floor((changes[1]?.beganNs ?? 0) / ms)).toBe(beganMs);
    expect(knownMs).toEqual([Infinity, 0]);
  });
});

describe('a page that cannot be told', () => {
  test('is none, and nothing since the one before is known, until the next is told', async () => {
    const { ask, changes, watch } = watchWindow();
    await ask(0, one);
    for (const atMs of [200, 400]) {
      await ask(atMs, null);
      expect(watch.pageOf(window)).toBeNull();
      expect(watch.knownUntilNs(null)).toBe(0);
    }
    await ask(600, two);
    expect(watch.pageOf(window)).toEqual(two);
    expect(watch.knownUntilNs(null)).toBe(Infinity);
    expect(changes.slice(1)).toMatchObject([
      { before: { page: one, goodNs: 0 } },
      { before: { page: one, goodNs: 0 }, beganNs: 200 * ms },
    ]);
  });

  test('is not waited for without end', async () => {
    const { ask, watch } = watchWindow();
    await ask(0, one);
    await ask(9900, null);
    expect(watch.knownUntilNs(null)).toBe(0);
    await ask(10_100, null);
    expect(watch.knownUntilNs(null)).toBe(Infinity);
    expect(watch.pageOf(window)?.url).toBeNull();
  });

  test('is told at once where the window was not asked about for long', async () => {
    const { ask, watch } = watchWindow();
    await ask(0, one);
    await ask(60_000, null);
    expect(watch.knownUntilNs(null)).toBe(Infinity);
    expect(watch.pageOf(window)?.url).toBeNull();
  });

  test('another site or a private window is no doubt', async () => {
    for (const page of [
      { ...one, url: 'https://b.example/' },
      { ...one, isPrivate: true },
    ]) {
      const { ask, watch } = watchWindow();
      await ask(0, one);
      await ask(200, page);
      expect(watch.pageOf(window)).toEqual(page);
      expect(watch.knownUntilNs(null)).toBe(Infinity);
    }
  });
});

describe('pixels of a page', () => {
  const structure: WindowStructure = { ...one, texts: [], keys: [] };
  const unlisted = { ...one, url: 'https://b.example/' };
  const { box } = window;
  const takesPaintedAt = (watch: PageWatch, atMs: number): boolean =>
    watch.mayTake(window, structure, {
      seenNs: (atMs + 1) * ms,
      paints: [{ atNs: atMs * ms, boxes: [box] }],
    });

  test('that follows one that is not listed count once they were painted since, or five seconds later', async () => {
    const { ask, watch } = watchWindow();
    await ask(0, one);
    expect(takesPaintedAt(watch, -1)).toBe(true);
    await ask(200, unlisted);
    await ask(400, unlisted);
    await ask(600, one);
    expect(takesPaintedAt(watch, 400)).toBe(false);
    expect(takesPaintedAt(watch, 401)).toBe(true);
    expect(watch.mayTake(window, structure, { seenNs: 5399 * ms, paints: [] })).toBe(false);
    expect(watch.mayTake(window, structure, { seenNs: 5400 * ms, paints: [] })).toBe(true);
  });

  test('that is told to be another than was judged, and not listed, are never taken', async () => {
    const { ask, watch } = watchWindow();
    await ask(0, one);
    const seen = { seenNs: 60_000 * ms, paints: [] };
    expect(watch.mayTake(window, { ...structure, ...unlisted }, seen)).toBe(false);
  });

  test('that was left by a press count once they were painted after it, though the old address is told for longer', async () => {
    const { ask, watch } = watchWindow([250, 6000]);
    for (const atMs of [0, 200, 400]) await ask(atMs, one);
    expect(watch.otherNs(window)).toBeNull();
    await ask(600, two);
    expect(watch.otherNs(window)).toBe(250 * ms);
    await ask(800, unlisted);
    await ask(6100, unlisted);
    await ask(6300, one);
    expect(takesPaintedAt(watch, 6000)).toBe(false);
    expect(takesPaintedAt(watch, 6001)).toBe(true);
    await ask(20_000, one);
    await ask(20_200, two);
    expect(watch.otherNs(window)).toBe(20_000 * ms);
  });
});

test('of the window in front it is known only until it was last asked for', async () => {
  const { ask, watch } = watchWindow();
  await ask(0, one);
  await ask(200, one);
  expect(watch.knownUntilNs(window.handle) / ms).toBe(200);
});
