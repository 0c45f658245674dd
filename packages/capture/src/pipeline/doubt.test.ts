/** What was done while nobody could tell which page a window shows, on a clock that is set by hand. */
import type { RawEvent } from '@understudy/recording';
import { expect, test } from 'vitest';
import { elapseUntil, nowNs, recordToldDesktop, setClockByHand } from '../../tests/told-desktop.ts';
import type { DesktopWindow, FocusedElement, WindowScene, WindowStructure } from '../ports.ts';

setClockByHand();

const size = { width: 800, height: 600 };
const browser: DesktopWindow = {
  handle: 1,
  app: 'chromium',
  title: 'Orders',
  box: { x: 0, y: 0, ...size },
  processId: 1,
  owner: 1,
};
const editor: DesktopWindow = { ...browser, handle: 2, app: 'editor', processId: 2, owner: 2 };
/** Front first. */
const sceneOf = (...windows: readonly DesktopWindow[]): WindowScene => ({
  display: { size, monitors: [] },
  windows,
  active: windows[0]?.handle ?? null,
  locked: false,
});
const field: FocusedElement = {
  processId: 1,
  inPage: true,
  element: {
    role: 'textbox',
    name: 'Note',
    box: { x: 0, y: 0, width: 200, height: 30 },
    app: '',
    secure: false,
    editable: true,
  },
};
type Page = Pick<WindowStructure, 'url' | 'isPrivate' | 'pageTitle'>;
const listed: Page = { url: 'https://a.example/1', isPrivate: false, pageTitle: 'One' };

/** A browser in front whose address is told as the test says, question by question. */
async function recordBrowser() {
  let shown: Page | null = listed;
  let asked = Promise.withResolvers<void>();
  let told = Promise.withResolvers<void>();
  const { recorder, events, tally, hear, elements, show } = await recordToldDesktop({
    scene: sceneOf(browser),
    apps: [
      { kind: 'sites', app: 'chromium', origins: ['https://a.example'] },
      { kind: 'app', app: 'editor' },
    ],
    answers: {
      focused: async ({ handle }) => (handle === browser.handle ? field : null),
      elementAt: async () => field.element,
      page: async () => {
        asked.resolve();
        asked = Promise.withResolvers();
        return shown;
      },
    },
    onEvents: () => {
      told.resolve();
      told = Promise.withResolvers();
    },
  });
  return {
    press: (atNs = nowNs()) =>
      hear({ kind: 'button', atNs, x: 9, y: 9, button: 'left', pressed: true }),
    type: (code: string, key: string) =>
      hear({ kind: 'key', atNs: nowNs(), code, key, pressed: true }),
    choose: (value: string) =>
      elements.onDeed({ window: browser.handle, what: 'change', element: null, value }, nowNs()),
    focus: (name: string) =>
      elements.onFocus({ ...field, element: { ...field.element, name } }, nowNs()),
    arrange: (...windows: readonly DesktopWindow[]) => show(sceneOf(...windows), { readingMs: 0 }),
    /** Resolves once so many presses were handed over. */
    untilPresses: async (count: number): Promise<void> => {
      while (presses(events) < count) await elapseUntil(told.promise);
    },
    /** Resolves once so many more questions were asked; each is answered by this. */
    show: async (page: Page | null, questions: number): Promise<void> => {
      shown = page;
      for (let count = 0; count < questions; count += 1) await elapseUntil(asked.promise);
    },
    handedUntilNs: () => recorder.handedUntilNs(),
    stop: async () => {
      await elapseUntil(recorder.close());
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
  const sinceNs = nowNs();
  await world.show(null, 3);
  world.press();
  // Who cuts the stream there has all of it from before, and nothing late.
  expect(world.handedUntilNs()).toBeLessThan(sinceNs);
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

test.each<[string, readonly DesktopWindow[]]>([
  ['is gone', [editor]],
  ['is behind another', [editor, browser]],
])('what is done elsewhere is handed over although the window in doubt %s', async (_, windows) => {
  const world = await recordBrowser();
  await world.show(listed, 1);
  await world.show(null, 2);
  await world.arrange(...windows);
  // Right after a change in front a press may still be for what was there before.
  world.press(nowNs() + 30e6);
  if (windows.includes(browser)) await world.show({ ...listed, url: 'https://b.example/' }, 1);
  await world.untilPresses(1);
  expect((await world.stop()).dropped).toEqual({});
});

test('the title of a page of another site is not told, however late its address is', async () => {
  const world = await recordBrowser();
  await world.show(listed, 1);
  await world.show({ ...listed, url: 'https://b.example/' }, 0);
  await world.arrange({ ...browser, title: 'Letters of mine' });
  await world.show({ ...listed, url: 'https://b.example/' }, 1);
  await world.arrange(browser);
  await world.show(listed, 2);
  const { events } = await world.stop();
  const titles = events.flatMap((event) => (event.kind === 'window' ? [event.title] : []));
  expect(new Set(titles)).toEqual(new Set(['Orders']));
});

test('what is told of the window, its field and its page while another may have been in between is not kept', async () => {
  const world = await recordBrowser();
  await world.show(listed, 3);
  await world.show(null, 0);
  world.choose('Peru');
  world.focus('Letter');
  await Promise.all([
    world.arrange({ ...browser, title: 'Letters of mine' }),
    world.arrange(browser),
  ]);
  world.focus('Note');
  await world.show(null, 2);
  await world.show({ ...listed, url: 'https://a.example/2' }, 3);
  const { events } = await world.stop();
  const told = events.flatMap((event) => {
    if (event.kind === 'window') return [event.title];
    if (event.kind === 'interaction') return [event.value];
    return event.kind === 'element' ? [event.element?.name] : [];
  });
  expect(new Set(told)).toEqual(new Set(['Orders', 'Note']));
});

test.each<[string, readonly [code: string, key: string][], readonly string[]]>([
  [
    'before the press that led elsewhere is kept',
    [
      ['KeyA', 'a'],
      ['Enter', 'Enter'],
    ],
    ['a', 'Enter'],
  ],
  ['while nothing led elsewhere is withheld', [['KeyA', 'a']], []],
  [
    'after that press is withheld',
    [
      ['Enter', 'Enter'],
      ['KeyA', 'a'],
    ],
    ['Enter'],
  ],
])('what is written %s', async (_, keys, known) => {
  const world = await recordBrowser();
  await world.show(listed, 3);
  for (const [code, key] of keys) world.type(code, key);
  await world.show(null, 2);
  await world.show({ ...listed, url: 'https://a.example/2' }, 3);
  const { events } = await world.stop();
  const kept = events.flatMap((event) =>
    event.kind === 'key' && event.stroke.kind === 'known' ? [event.stroke.key] : [],
  );
  expect(kept).toEqual(known);
});

test('of the press that led elsewhere the control is told, of those after it none', async () => {
  const world = await recordBrowser();
  await world.show(listed, 2);
  world.press();
  world.press();
  await world.show(null, 2);
  await world.show({ ...listed, url: 'https://a.example/2' }, 2);
  const { events } = await world.stop();
  const controls = events.filter(
    (event) => event.kind === 'element' && event.relation === 'pointer',
  );
  expect({ presses: presses(events), controls: controls.length }).toEqual({
    presses: 2,
    controls: 1,
  });
});
