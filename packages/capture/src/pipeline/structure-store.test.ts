import type { Box, TextBox } from '@understudy/recording';
import { boxContains } from '@understudy/recording';
import { expect, test } from 'vitest';
import type { DesktopWindow, WindowStructure } from '../ports.ts';
import { createStructureStore } from './structure-store.ts';

const windowAt = (x: number): DesktopWindow => ({
  handle: 1,
  app: 'editor',
  title: 'Letter',
  box: { x, y: 0, width: 100, height: 100 },
  processId: 1,
  owner: 1,
});
const textAt = (x: number, text: string): TextBox => {
  const box: Box = { x, y: 10, width: 20, height: 20 };
  return { box, text, role: 'text', secure: false };
};
/** A window that stands at 200 by now, and tells of it whoever asks. */
const texts = [textAt(210, 'File'), textAt(250, 'Edit')];

/** As the bus tells: nothing of what stands outside of where the window is thought to stand. */
const tell = ({ box }: DesktopWindow): WindowStructure => {
  const inside = texts.filter((text) => boxContains(box, text.box));
  return {
    texts: inside,
    keys: inside.map(({ text }) => text),
    url: null,
    pageTitle: '',
    isPrivate: false,
  };
};

function openStore(answer: (window: DesktopWindow) => Promise<WindowStructure | null>) {
  return createStructureStore({
    focused: () => Promise.resolve(null),
    elementAt: () => Promise.resolve(null),
    page: () => Promise.resolve(null),
    structure: answer,
    close: () => Promise.resolve(),
  });
}

test('what was read and proved of a window where it stood is read again where it stands', async () => {
  const store = openStore((window) => Promise.resolve(tell(window)));
  const before = windowAt(140);
  const { structure } = await store.readAnew(before);
  if (structure === null) throw new Error('Nothing was told.');
  expect(structure.texts).toEqual([texts[0]]);
  store.noteProved(before, structure, 5);
  const now = windowAt(200);
  expect(store.known(now)).toMatchObject({ isStale: true });
  expect(await store.read(now)).toMatchObject({ isStale: false, structure: { texts } });
});

test('a reading that another took the place of proves nothing', async () => {
  let told: readonly TextBox[] = texts;
  const store = openStore((window) => Promise.resolve({ ...tell(window), texts: told }));
  const window = windowAt(200);
  const { structure } = await store.read(window);
  if (structure === null) throw new Error('Nothing was told.');
  store.noteDamage([window.box], [window], 3);
  told = [];
  await store.readAnew(window);
  store.noteProved(window, structure, 5);
  expect(store.known(window)).toMatchObject({ damagedNs: 3, provedNs: Number.NEGATIVE_INFINITY });
});

test('of several who ask at once, each is told what stands where it means', async () => {
  const store = openStore((window) => Promise.resolve(tell(window)));
  const [now, before] = [windowAt(200), windowAt(140)];
  const readings = await Promise.all([now, before, now].map((window) => store.read(window)));
  expect(readings.map(({ structure }) => structure?.texts)).toEqual([texts, [texts[0]], texts]);
});

test('what of a window was painted at once is known, newest last, until as much is painted over it', async () => {
  const store = openStore((window) => Promise.resolve(tell(window)));
  const window = windowAt(200);
  const { box } = window;
  const part = { ...box, width: 60 };
  store.noteDamage([box, { ...box, x: 400 }], [window], 3);
  for (let atNs = 4; atNs < 40; atNs += 1) store.noteDamage([part], [window], atNs);
  expect(store.known(window)?.paints).toEqual([
    { atNs: 3, boxes: [box] },
    { atNs: 39, boxes: [part] },
  ]);
  store.noteDamage([box], [window], 40);
  expect(store.known(window)?.paints).toEqual([{ atNs: 40, boxes: [box] }]);
});
