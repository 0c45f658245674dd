import { systemClock, systemRandom } from '@understudy/base';
import { expect, test } from 'vitest';
import type { DesktopWindow, WindowStructure } from '../ports.ts';
import { createFrameExplainer, type FrameCandidate } from './frame-explainer.ts';
import { createPixelPool } from './pixel-pool.ts';
import { createStructureStore } from './structure-store.ts';
import { judgeScene } from './view.ts';

const size = { width: 100, height: 100 };
const box = { x: 0, y: 0, ...size };
const window: DesktopWindow = {
  handle: 1,
  app: 'browser',
  title: '',
  box,
  processId: 1,
  owner: 1,
};
const view = judgeScene(
  { display: { size, monitors: [] }, windows: [window], active: 1, locked: false },
  [{ kind: 'app', app: 'browser' }],
  () => null,
);

const pageOf = (name: string, indent: number): WindowStructure => ({
  texts: Array.from({ length: 8 }, (_, line) => ({
    box: { x: indent, y: line * 12, width: 40, height: 10 },
    text: `${name} ${line}`,
    role: 'text',
    secure: false,
  })),
  keys: Array.from({ length: 8 }, (_, line) => `${name}:${line}`),
  url: null,
  pageTitle: '',
  isPrivate: false,
});

/** Stripes all over, so that there is something to see wherever a text may stand. */
const stripes = (colour: number): Uint8Array =>
  Uint8Array.from({ length: size.width * size.height * 4 }, (_, at) =>
    at % 32 < 16 ? 255 : colour,
  );

/** A browser window of which `show` decides what is told, and pixels are given. */
function openWindow() {
  let told = pageOf('old', 0);
  let otherNs: number | null = null;
  let pressedNs = Number.NEGATIVE_INFINITY;
  let laterNs = 0n;
  const clock = { ...systemClock, monotonicNs: () => systemClock.monotonicNs() + laterNs };
  const nowNs = (): number => Number(clock.monotonicNs());
  const structures = createStructureStore({
    focused: () => Promise.resolve(null),
    elementAt: () => Promise.resolve(null),
    page: () => Promise.resolve(null),
    structure: () => Promise.resolve(told),
    close: () => Promise.resolve(),
  });
  const explain = createFrameExplainer({
    structures,
    pool: createPixelPool(),
    clock,
    random: systemRandom,
    isStill: () => Promise.resolve(true),
    mayTake: () => true,
    otherPageNs: () => otherNs,
    pressedNs: () => pressedNs,
  });
  return {
    pass: (seconds: bigint) => {
      laterNs += seconds * 1_000_000_000n;
    },
    /** From now on another page is told, the one before until then. */
    show: (page: WindowStructure) => {
      told = page;
      otherNs = nowNs();
    },
    /** The same where nobody asks which page it is. */
    showUnasked: (page: WindowStructure) => {
      told = page;
    },
    press: () => {
      pressedNs = nowNs();
    },
    paint: () => structures.noteDamage([box], view.windows, nowNs()),
    take: async (pixels: Uint8Array): Promise<readonly string[] | null> => {
      structures.noteChange(1, 'layout');
      const candidate: FrameCandidate = {
        cause: 'damage',
        timeNs: 0,
        grabbedNs: nowNs(),
        view,
        arrangement: 0,
        size,
        pixels,
        damage: [box],
        windows: view.windows.map((shown) => ({ window: shown, known: structures.known(shown) })),
      };
      const frame = await explain(candidate);
      return frame?.windows[0]?.texts?.map(({ text }) => text) ?? null;
    },
  };
}

const namesOf = ({ texts }: WindowStructure): readonly string[] => texts.map(({ text }) => text);
const [old, next] = [pageOf('old', 0), pageOf('next', 50)];

test('a page that is told while the one before is still shown explains no frame for five seconds', async () => {
  const browser = openWindow();
  const pixels = stripes(0);
  expect(await browser.take(pixels)).toEqual(namesOf(old));
  browser.show(next);
  expect(await browser.take(pixels)).toBeNull();
  browser.pass(5n);
  expect(await browser.take(pixels)).toEqual([...namesOf(next), ...namesOf(old)]);
});

test('a page that was scrolled since its last frame does not pass for the next one', async () => {
  const browser = openWindow();
  expect(await browser.take(stripes(0))).toEqual(namesOf(old));
  const scrolled = stripes(90);
  browser.show(next);
  expect(await browser.take(scrolled)).toBeNull();
  browser.paint();
  expect(await browser.take(stripes(120))).toEqual(namesOf(next));
});

test('what was painted before the press that led to a page is of the one before', async () => {
  const browser = openWindow();
  expect(await browser.take(stripes(0))).toEqual(namesOf(old));
  browser.paint();
  browser.press();
  browser.showUnasked({ ...next, url: 'https://b.example/' });
  expect(await browser.take(stripes(90))).toBeNull();
  browser.paint();
  expect(await browser.take(stripes(120))).toEqual(namesOf(next));
});
