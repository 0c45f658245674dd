/** What was done while nobody could tell which page a window shows. */
import { systemClock, systemRandom } from '@understudy/base';
import type { RawEvent } from '@understudy/recording';
import { expect, test } from 'vitest';
import type {
  DesktopPorts,
  DesktopWindow,
  InputSignal,
  WindowScene,
  WindowStructure,
} from '../ports.ts';
import { openRecorder } from './recorder.ts';
import { createTally } from './tally.ts';

const size = { width: 800, height: 600 };
const browser: DesktopWindow = {
  handle: 1,
  app: 'chromium',
  title: 'Orders',
  box: { x: 0, y: 0, ...size },
  processId: 1,
  owner: 1,
};
const scene: WindowScene = {
  display: { size, monitors: [] },
  windows: [browser],
  active: 1,
  locked: false,
};
type Page = Pick<WindowStructure, 'url' | 'isPrivate' | 'pageTitle'>;
const listed: Page = { url: 'https://a.example/1', isPrivate: false, pageTitle: 'One' };
const close = (): Promise<void> => Promise.resolve();
const nowNs = (): number => Number(systemClock.monotonicNs());

/** A browser in front whose address is told as the test says, question by question. */
async function recordBrowser() {
  let shown: Page | null = listed;
  let asked = Promise.withResolvers<void>();
  let press: (signal: InputSignal) => void = () => undefined;
  const desktop: DesktopPorts = {
    platform: 'x11',
    input: {
      open: async (listener) => {
        press = (signal) => listener([signal]);
        return { flush: close, generated: () => null, ignored: () => 0, close };
      },
    },
    screen: { open: () => Promise.reject(new Error('The tier has no screen.')) },
    windows: {
      open: async (listener) => {
        listener(scene, nowNs());
        return { read: () => Promise.resolve(scene), close };
      },
    },
    elements: {
      open: async () => ({
        focused: () => Promise.resolve(null),
        elementAt: () => Promise.resolve(null),
        structure: () => Promise.resolve(null),
        page: () => {
          asked.resolve();
          asked = Promise.withResolvers();
          return Promise.resolve(shown);
        },
        close,
      }),
    },
    indicator: { open: () => Promise.reject(new Error('The test has none.')) },
    lost: new Promise(() => {}),
    close,
  };
  const events: RawEvent[] = [];
  const tally = createTally();
  const recorder = await openRecorder({
    desktop,
    indicator: { show: close, box: () => null, close },
    apps: [{ kind: 'sites', app: 'chromium', origins: ['https://a.example'] }],
    tier: 'actions',
    clock: systemClock,
    random: systemRandom,
    tally,
    toTimeNs: (atNs) => atNs,
    onRaw: (batch) => events.push(...batch),
    onHotkey: () => undefined,
  });
  return {
    press: () =>
      press({ kind: 'button', atNs: nowNs(), x: 9, y: 9, button: 'left', pressed: true }),
    /** Resolves once so many more questions were asked; each is answered by this. */
    show: async (page: Page | null, questions: number): Promise<void> => {
      shown = page;
      for (let count = 0; count < questions; count += 1) await asked.promise;
    },
    stop: async () => {
      await recorder.close();
      return { events, ...tally.accounting(null) };
    },
  };
}

const presses = (events: readonly RawEvent[]): number =>
  events.filter(({ kind }) => kind === 'pointerButton').length;

test('is kept where the pages before and after are listed, and is no gap', async () => {
  const world = await recordBrowser();
  await world.show(listed, 1);
  world.press();
  await world.show(null, 3);
  world.press();
  await world.show({ ...listed, url: 'https://a.example/2' }, 2);
  const { events, kept, dropped } = await world.stop();
  expect({ presses: presses(events), kept, dropped }).toEqual({ presses: 2, kept: 2, dropped: {} });
  const since = events.findIndex(({ kind }) => kind === 'pointerButton');
  expect(events.slice(since).filter(({ kind }) => kind === 'gap')).toEqual([]);
});

test.each<[string, Page | null]>([
  ['the next page is of another site', { ...listed, url: 'https://b.example/' }],
  ['no page is told before the recording ends', null],
])('is dropped where %s', async (_, next) => {
  const world = await recordBrowser();
  await world.show(listed, 1);
  world.press();
  await world.show(null, 2);
  world.press();
  await world.show(next, 2);
  const { events, dropped } = await world.stop();
  expect({ presses: presses(events), dropped }).toEqual({ presses: 0, dropped: { notAllowed: 2 } });
});
