import { systemClock, systemRandom } from '@understudy/base';
import type { RawFrame } from '@understudy/recording';
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
const nowNs = (): number => Number(systemClock.monotonicNs());

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

test('a page that is told while the one before is still shown explains no frame for five seconds', async () => {
  let told = pageOf('old', 0);
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
    clock: systemClock,
    random: systemRandom,
    isStill: () => Promise.resolve(true),
    mayTake: () => true,
  });
  const taken = (pixels: Uint8Array, grabbedNs = nowNs()): Promise<RawFrame | null> => {
    structures.noteChange(1, 'layout');
    const candidate: FrameCandidate = {
      cause: 'damage',
      timeNs: 0,
      grabbedNs,
      view,
      arrangement: 0,
      size,
      pixels,
      damage: [box],
      windows: view.windows.map((shown) => ({ window: shown, known: structures.known(shown) })),
    };
    return explain(candidate);
  };
  const textsOf = (frame: RawFrame | null): readonly string[] | undefined =>
    frame?.windows[0]?.texts?.map(({ text }) => text);
  const namesOf = ({ texts }: WindowStructure): readonly string[] => texts.map(({ text }) => text);

  const old = stripes(0);
  expect(textsOf(await taken(old))).toEqual(namesOf(told));
  const before = told;
  told = pageOf('next', 50);
  expect(await taken(old, nowNs() - 5e9)).toBeNull();
  // It is believed then, and what stood there still does.
  expect(textsOf(await taken(old))).toEqual([...namesOf(told), ...namesOf(before)]);
  // Painted over, it does not.
  told = pageOf('third', 20);
  expect(textsOf(await taken(stripes(90)))).not.toContain('old 0');
});
