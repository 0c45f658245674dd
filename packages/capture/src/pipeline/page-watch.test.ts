/** When a page began that nobody announced, and what is known while nobody can tell. */
import { describe, expect, test } from 'vitest';
import type { DesktopWindow } from '../ports.ts';
import { createPageWatch, type PageChange, type ShownPage } from './page-watch.ts';

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

test('it is known when a window last showed another page, and when one that is not listed', async () => {
  const { ask, watch } = watchWindow();
  await ask(0, one);
  expect([watch.otherNs(window), watch.refusedNs(window)]).toEqual([null, null]);
  await ask(200, two);
  await ask(400, two);
  expect([watch.otherNs(window), watch.refusedNs(window)]).toEqual([0, null]);
  await ask(600, { ...one, url: 'https://b.example/' });
  await ask(800, { ...one, url: 'https://b.example/' });
  await ask(1000, two);
  expect([watch.otherNs(window), watch.refusedNs(window)]).toEqual([800 * ms, 800 * ms]);
});

test('a press that may have led to another page was done on the one before, which may be told for longer', async () => {
  const { ask, watch } = watchWindow([250, 6000]);
  await ask(0, one);
  await ask(200, one);
  await ask(400, one);
  await ask(600, two);
  expect(watch.otherNs(window)).toBe(250 * ms);
  await ask(5800, two);
  await ask(6100, { ...one, url: 'https://b.example/' });
  await ask(6300, { ...one, url: 'https://b.example/' });
  await ask(6500, one);
  expect(watch.refusedNs(window)).toBe(6000 * ms);
  await ask(20_000, one);
  await ask(20_200, two);
  expect(watch.otherNs(window)).toBe(20_000 * ms);
});

test('of the window in front it is known only until it was last asked for', async () => {
  const { ask, watch } = watchWindow();
  await ask(0, one);
  await ask(200, one);
  expect(watch.knownUntilNs(window.handle) / ms).toBe(200);
});
