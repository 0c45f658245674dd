/** The small parts of the pipeline: order, regions, changes, the list of apps. */
import { systemClock, systemRandom } from '@understudy/base';
import type { AllowedApp } from '@understudy/consent';
import { subtractBox, type Box, type RawEvent, type RawFrame } from '@understudy/recording';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DesktopWindow, WindowStructure } from '../ports.ts';
import { judgeWindow, urlToPageUrl } from './allowlist.ts';
import { createFrameTaker, type FrameTaker } from './frame-taker.ts';
import { createHoldQueue } from './hold-queue.ts';
import { applyChanges } from './pixel-diff.ts';
import { createPixelPool } from './pixel-pool.ts';
import { addToRegion } from './region.ts';
import { createTally } from './tally.ts';
import { createStructureStore } from './structure-store.ts';
import { judgeScene, type View } from './view.ts';

const move = (timeNs: number): RawEvent => ({ kind: 'pointerMove', timeNs, x: 0, y: 0 });
const limits = { entries: 100, sizeBytes: 1000 };

test('events leave in the order of their time, whatever the order in which they came', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 60 }), (times) => {
      const queue = createHoldQueue(limits, () => undefined);
      for (const timeNs of times) queue.add(move(timeNs));
      const left = queue.take(Number.POSITIVE_INFINITY).map((event) => event.timeNs);
      expect(left).toEqual(times.toSorted((a, b) => a - b));
    }),
  );
});

test('what is undecided keeps back what came after it, and nothing else', () => {
  const queue = createHoldQueue(limits, () => undefined);
  queue.add(move(1));
  const decide = queue.hold(2);
  queue.add(move(3));
  expect(queue.take(10)).toEqual([move(1)]);
  decide([move(2)]);
  expect(queue.take(10)).toEqual([move(2), move(3)]);
});

test('a queue that is full lets the oldest go, and none of it counts as kept', () => {
  const tally = createTally();
  const queue = createHoldQueue({ entries: 2, sizeBytes: 1000 }, (keptAs) =>
    tally.overflowed(keptAs),
  );
  for (const timeNs of [1, 2, 3]) {
    tally.arrived(1);
    tally.kept('pointerMove', 'app');
    queue.add(move(timeNs), 'pointerMove');
  }
  queue.hold(4, 2000);
  expect(queue.firstNs()).toBeNull();
  expect(tally.accounting(3)).toMatchObject({ arrived: 3, kept: 0, dropped: { overflow: 3 } });
  expect(tally.drainLedger(0)).toContainEqual(
    expect.objectContaining({ kind: 'dropped', what: 'screen', reason: 'overflow', count: 1 }),
  );
});

const place = fc.record({
  x: fc.integer({ min: 0, max: 60 }),
  y: fc.integer({ min: 0, max: 60 }),
  width: fc.integer({ min: 1, max: 60 }),
  height: fc.integer({ min: 1, max: 60 }),
});
const holds = (box: Box, x: number, y: number): boolean =>
  x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height;

test('what is left of a box has no pixel of the hole and every other one', () => {
  fc.assert(
    fc.property(place, place, (box, hole) => {
      const left = subtractBox(box, hole);
      const wrong: (readonly [number, number])[] = [];
      for (let y = 0; y < 120; y += 3) {
        for (let x = 0; x < 120; x += 3) {
          const expected = holds(box, x, y) && !holds(hole, x, y) ? 1 : 0;
          if (left.filter((part) => holds(part, x, y)).length !== expected) wrong.push([x, y]);
        }
      }
      expect(wrong).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

test('a region holds every box that was added, in few boxes', () => {
  fc.assert(
    fc.property(fc.array(place, { maxLength: 40 }), (boxes) => {
      const region = boxes.reduce<readonly Box[]>(addToRegion, []);
      expect(region.length).toBeLessThanOrEqual(12);
      for (const box of boxes) expect(region.some((held) => holds(held, box.x, box.y))).toBe(true);
    }),
  );
});

test('changes are copied and told, and what did not change is not', () => {
  const size = { width: 200, height: 100 };
  const source = new Uint8Array(size.width * size.height * 4);
  const target = new Uint8Array(source.length);
  source[(50 * size.width + 150) * 4] = 1;
  const changed = applyChanges(source, target, { x: 0, y: 0, ...size }, size);
  expect(changed).toHaveLength(1);
  expect(changed.some((box) => holds(box, 150, 50))).toBe(true);
  expect(changed.some((box) => holds(box, 10, 10))).toBe(false);
  expect(Buffer.compare(source, target)).toBe(0);
  expect(applyChanges(source, target, { x: 0, y: 0, ...size }, size)).toEqual([]);
});

test('a copy of the screen is nobody else’s until all who kept it let it go', () => {
  const pool = createPixelPool();
  const first = pool.copy(Uint8Array.of(1, 2, 3, 4));
  pool.keep(first);
  pool.letGo(first);
  expect(pool.copy(Uint8Array.of(5, 6, 7, 8))).not.toBe(first);
  expect([...first]).toEqual([1, 2, 3, 4]);
  pool.letGo(first);
  expect(pool.copy(new Uint8Array(8))).toHaveLength(8);
  pool.letGo(first);
  const again = pool.copy(Uint8Array.of(9, 9, 9, 9));
  expect([...again]).toEqual([9, 9, 9, 9]);
  pool.letGo(again);
  expect(pool.copy(Uint8Array.of(1, 1, 1, 1))).toBe(again);
});

const sites = [{ kind: 'sites' as const, app: 'chromium', origins: ['https://orders.example'] }];

test.each([
  ['an app that is not told', '', null],
  ['an app that is not listed', 'mousepad', null],
  ['a password manager, listed or not', 'keepassxc', null],
  ['a browser whose page is not told', 'chromium', null],
  ['another site', 'chromium', 'https://orders.example.evil.test/'],
  ['another port of the site', 'chromium', 'https://orders.example:8443/'],
  ['a file', 'chromium', 'file:///orders.example'],
])('%s is refused', (_, app, url) => {
  const apps = [...sites, { kind: 'app' as const, app: 'keepassxc' }];
  expect(judgeWindow({ app }, apps, { url, isPrivate: false }).kind).toBe('refused');
});

test('a listed site is allowed, but not in a private window', () => {
  const page = { url: 'https://orders.example/a?b#c', isPrivate: false };
  expect(judgeWindow({ app: 'Chromium' }, sites, page)).toEqual({ kind: 'allowed' });
  expect(judgeWindow({ app: 'chromium' }, sites, { ...page, isPrivate: true })).toEqual({
    kind: 'refused',
    reason: 'privateWindow',
  });
});

test('of an address only scheme, host, port and path are kept', () => {
  expect(urlToPageUrl('https://user:secret@orders.example:8443/a/b?token=1#frag')).toBe(
    'https://orders.example:8443/a/b',
  );
});

describe('a frame', () => {
  const size = { width: 60, height: 60 };
  const apps: readonly AllowedApp[] = [
    { kind: 'sites', app: 'browser', origins: ['https://allowed.example'] },
  ];
  const windowOf = (handle: number, app: string): DesktopWindow => ({
    handle,
    app,
    title: '',
    box: { x: 0, y: 0, ...size },
    processId: handle,
    owner: handle,
  });
  const shown: WindowStructure = {
    texts: [],
    keys: [],
    url: 'https://allowed.example/',
    pageTitle: '',
    isPrivate: false,
  };
  const viewOf = (...windows: readonly DesktopWindow[]): View =>
    judgeScene(
      { display: { size, monitors: [] }, windows, active: 1, locked: false },
      apps,
      () => shown,
    );
  const browser = windowOf(1, 'browser');
  const popup = { ...windowOf(2, 'mail'), box: { x: 0, y: 0, width: 9, height: 9 } };

  /** @param onCandidate told of each frame whose pixels were read; takes what becomes of it */
  const startTaker = (
    told: () => WindowStructure | null,
    onCandidate: (show: (view: View) => void) => (frame: RawFrame | null) => void,
    sceneKnown = (): void => undefined,
  ): FrameTaker => {
    let view = viewOf(browser);
    const taker = createFrameTaker({
      screen: {
        size: () => size,
        grab: () => Promise.resolve(),
        close: () => Promise.resolve(),
      },
      structures: createStructureStore({
        focused: () => Promise.resolve(null),
        elementAt: () => Promise.resolve(null),
        page: () => Promise.resolve(shown),
        structure: () => Promise.resolve(told()),
        close: () => Promise.resolve(),
      }),
      clock: systemClock,
      random: systemRandom,
      view: () => view,
      sceneKnown: async () => sceneKnown(),
      indicatorBox: () => null,
      mayTake: (window, structure) => judgeWindow(window, apps, structure).kind === 'allowed',
      otherPageNs: () => null,
      pressedNs: () => Number.NEGATIVE_INFINITY,
      toTimeNs: (atNs) => atNs,
      hold: () =>
        onCandidate((next) => {
          view = next;
          taker.onView();
        }),
      onLeft: () => undefined,
    });
    taker.start();
    return taker;
  };

  /** What becomes of the first frame; `held` is called when its pixels were read. */
  const firstFrame = async (
    told: WindowStructure,
    held: (show: (view: View) => void) => void = () => undefined,
    sceneKnown?: () => void,
  ): Promise<RawFrame | null> => {
    const decided = Promise.withResolvers<RawFrame | null>();
    const taker = startTaker(
      () => told,
      (show) => {
        held(show);
        return decided.resolve;
      },
      sceneKnown,
    );
    const frame = await decided.promise;
    await taker.close();
    return frame;
  };

  test('of a window that stays as it was judged is taken', async () => {
    expect(await firstFrame(shown)).toMatchObject({ windows: [{ handle: 1, allowed: true }] });
  });

  test('of a page that is not on the list is given up, whatever was thought of its window', async () => {
    expect(await firstFrame({ ...shown, url: 'https://other.example/' })).toBeNull();
  });

  test('is given up where a popup came and went between its pixels and their proof', async () => {
    const frame = await firstFrame(shown, (show) => {
      show(viewOf(popup, browser));
      show(viewOf(browser));
    });
    expect(frame).toBeNull();
  });

  test('is given up where its pixels show windows of which is told later', async () => {
    let show: (view: View) => void = () => undefined;
    const frame = await firstFrame(
      shown,
      (change) => {
        show = change;
      },
      () => show(viewOf(popup, browser)),
    );
    expect(frame).toBeNull();
  });

  test('of a window that tells late what it holds is covered first, and comes again explained', async () => {
    const frames: RawFrame[] = [];
    const explained = Promise.withResolvers<void>();
    const taker = startTaker(
      () => (frames.length === 0 ? null : shown),
      () => (frame) => {
        if (frame !== null) frames.push(frame);
        if (frames.length === 2) explained.resolve();
      },
    );
    await explained.promise;
    await taker.close();
    expect(frames.map(({ windows }) => windows[0]?.texts)).toEqual([null, []]);
  });
});
