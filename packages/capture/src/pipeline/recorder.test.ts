/** A whole stretch of recording, on a desktop that is told by hand and a clock that is set by hand. */
import type { RawEvent } from '@understudy/recording';
import { expect, test } from 'vitest';
import {
  elapse,
  nowNs,
  recordToldDesktop,
  setClockByHand,
  sleep,
  type ToldDesktop,
} from '../../tests/told-desktop.ts';
import type { DesktopWindow, FocusedElement, WindowScene } from '../ports.ts';
import type { Recorder } from './recorder.ts';

setClockByHand();

const box = { x: 0, y: 0, width: 100, height: 100 };
const processId = 7;
const window: DesktopWindow = { handle: 1, app: 'editor', title: '', box, processId, owner: 1 };
const scene: WindowScene = {
  display: { size: { width: 100, height: 100 }, monitors: [] },
  windows: [window],
  active: 1,
  locked: false,
};
const field = (name: string, secure: boolean): FocusedElement => ({
  processId,
  inPage: false,
  element: { role: 'textbox', name, box, secure, editable: true, app: 'editor' },
});

interface Told extends Omit<ToldDesktop, 'hear' | 'tally'> {
  readonly press: (code: string, key: string, atNs?: number) => void;
  readonly focus: (focus: FocusedElement | null, atNs?: number) => void;
  readonly lose: (sinceNs: number) => void;
  readonly click: (atNs: number) => void;
  /** A listed page in the editor's own window tells what was chosen there. */
  readonly choose: (value: string) => void;
}

/**
 * An editor in front, whose first field has the focus.
 * @param focused answers what has the focus
 */
async function record(
  focused = (): Promise<FocusedElement | null> => Promise.resolve(field('Name', false)),
): Promise<Told> {
  const apps = [
    { kind: 'app', app: 'editor' },
    { kind: 'app', app: 'mail' },
  ] as const;
  const { hear, elements, ...told } = await recordToldDesktop({
    scene,
    apps,
    answers: { focused },
  });
  await elapse(1000);
  return {
    ...told,
    elements,
    press: (code, key, atNs = nowNs()) => hear({ kind: 'key', atNs, code, key, pressed: true }),
    focus: (focus, atNs = nowNs()) => elements.onFocus(focus, atNs),
    lose: (sinceNs) => elements.onLost(sinceNs, 'It ended.'),
    click: (atNs) => hear({ kind: 'button', atNs, x: 50, y: 50, button: 'left', pressed: true }),
    choose: (value) =>
      elements.onDeed({ window: window.handle, what: 'change', element: null, value }, nowNs()),
  };
}

const strokes = (events: readonly RawEvent[]): readonly string[] =>
  events.flatMap((event) => {
    if (event.kind !== 'key') return [];
    return [event.stroke.kind === 'known' ? event.stroke.key : event.stroke.reason];
  });

const clicks = (events: readonly RawEvent[]): number =>
  events.filter(({ kind }) => kind === 'pointerButton').length;

const choices = (events: readonly RawEvent[]): readonly unknown[] =>
  events.flatMap((event) => (event.kind === 'interaction' ? [event.value] : []));

/** A window of this app stands over the editor, and has the keyboard. */
const inFront = (app: string): WindowScene => ({
  ...scene,
  windows: [{ ...window, handle: 2, app, owner: 2 }, window],
  active: 2,
});

/** Where nothing is held any more. */
async function close(recorder: Recorder): Promise<void> {
  const closed = recorder.close();
  await elapse(0);
  await closed;
}

test('a letter that is held at the end is decided by all that its app tells until then', async () => {
  const { recorder, events, press, focus } = await record();
  press('Tab', 'Tab');
  press('KeyA', 'a');
  const closed = recorder.close();
  // Late news of where the Tab led: a letter waits five seconds for it, and then half a second more.
  await elapse(4900);
  focus(field('Note', false));
  await elapse(300);
  focus(field('Password', true));
  await elapse(300);
  await closed;
  expect(strokes(events)).toEqual(['Tab', 'secureField']);
});

test('a letter that is held at the end passes where all that its app tells is open', async () => {
  const { recorder, events, press, focus } = await record();
  press('Tab', 'Tab');
  press('KeyA', 'a');
  const closed = recorder.close();
  await elapse(4900);
  // Nobody slept who waited: it was not elsewhere before.
  const atNs = nowNs();
  focus(null, atNs);
  focus(field('Note', false), atNs);
  await elapse(600);
  await closed;
  expect(strokes(events)).toEqual(['Tab', 'a']);
});

test('what is typed after the bus was last heard of goes to a field that nobody knows', async () => {
  const { recorder, events, lost, press, focus, lose } = await record();
  focus(field('Name', false));
  press('KeyA', 'a');
  await elapse(1000);
  const heardNs = nowNs();
  await elapse(5);
  // Dealt with a little later than it was read.
  focus(field('Name', false));
  await elapse(100);
  press('KeyB', 'b');
  await elapse(200);
  lose(heardNs);
  await elapse(1000);
  await close(recorder);
  expect(lost).toEqual(['It ended.']);
  expect(strokes(events)).toEqual(['a', 'unknownField']);
});

test('what is typed while the recorder slept, before it read that the focus had moved, goes to a field that nobody knows', async () => {
  const { recorder, events, press, focus } = await record();
  press('KeyA', 'a');
  await elapse(1000);
  const fellAsleepNs = nowNs();
  sleep(400);
  focus(null);
  focus(field('Password', true));
  press('KeyB', 'b', fellAsleepNs + 60e6);
  await elapse(1000);
  await close(recorder);
  expect(strokes(events)).toEqual(['a', 'unknownField']);
});

test('what is typed while the recorder slept, before it saw that another window had come to the front, goes to a field that nobody knows', async () => {
  const { recorder, events, press, show } = await record();
  press('KeyA', 'a');
  await elapse(1000);
  const fellAsleepNs = nowNs();
  sleep(400);
  press('KeyB', 'b', fellAsleepNs + 60e6);
  await show(inFront('mail'));
  await elapse(1000);
  await close(recorder);
  expect(strokes(events)).toEqual(['a', 'unknownField']);
});

test('what was asked before an app told where its focus went does not count, though the recorder slept and hears it first', async () => {
  let answer: (focus: FocusedElement) => void = () => undefined;
  let isAsked = false;
  const { recorder, events, press, focus, show } = await record(() =>
    isAsked ? new Promise((resolve) => (answer = resolve)) : Promise.resolve(field('Name', false)),
  );
  isAsked = true;
  sleep(400);
  await show(inFront('mail'), { readingMs: 0 });
  await elapse(5);
  const toldNs = nowNs();
  focus(null);
  await elapse(5);
  answer(field('Name', false));
  await elapse(5);
  focus(field('Password', true), toldNs);
  await elapse(1000);
  press('KeyA', 'a');
  await elapse(1000);
  await close(recorder);
  expect(strokes(events)).toEqual(['secureField']);
});

test('what is done while the recorder slept, before it saw that a window that is not allowed had come to the front, is not kept', async () => {
  const { recorder, events, press, click, show } = await record();
  click(nowNs());
  await elapse(1000);
  const fellAsleepNs = nowNs();
  sleep(400);
  press('KeyB', 'b', fellAsleepNs + 60e6);
  click(fellAsleepNs + 80e6);
  // However long it takes to read them.
  await show(inFront('vault'), { readingMs: 400 });
  await elapse(1000);
  await close(recorder);
  expect(strokes(events)).toEqual([]);
  expect(clicks(events)).toBe(1);
});

test('what is done while the recorder slept and a window came and went is not kept', async () => {
  const { recorder, events, press, click, show } = await record();
  const fellAsleepNs = nowNs();
  sleep(400);
  press('KeyB', 'b', fellAsleepNs + 60e6);
  click(fellAsleepNs + 80e6);
  await show(scene, { hasPassed: true });
  await elapse(1000);
  await close(recorder);
  expect(strokes(events)).toEqual([]);
  expect(clicks(events)).toBe(0);
});

test.each<[string, (told: Told) => Promise<void>]>([
  [
    'before that is read',
    async ({ choose, show }) => {
      const shown = show(scene, { hasPassed: true, readingMs: 300 });
      choose('Peru');
      await shown;
    },
  ],
  [
    'and was heard of once that is read',
    async ({ elements, show }) => {
      const shown = show(scene, { hasPassed: true, readingMs: 300 });
      const atNs = nowNs();
      await shown;
      elements.onDeed(
        { window: window.handle, what: 'change', element: null, value: 'Peru' },
        atNs,
      );
    },
  ],
])(
  'what is chosen on a page while a list came and went over it is kept, %s',
  async (_, chooses) => {
    const told = await record();
    await chooses(told);
    await elapse(1000);
    await close(told.recorder);
    expect(choices(told.events)).toEqual(['Peru']);
  },
);

test.each<[string, WindowScene, WindowScene]>([
  ['before', inFront('mail'), scene],
  ['after', scene, inFront('mail')],
  ['after, which is not allowed', scene, inFront('vault')],
])(
  'what is chosen on a page while a window came and went is not kept where another was in front %s',
  async (_, before, after) => {
    const { recorder, events, show, choose } = await record();
    await show(before);
    await elapse(1000);
    const shown = show(after, { hasPassed: true, readingMs: 300 });
    choose('Peru');
    await shown;
    await elapse(1000);
    await close(recorder);
    expect(choices(events)).toEqual([]);
  },
);

test('what is chosen on a page while a window came and went is not kept where another came before anybody could tell', async () => {
  const { recorder, events, show, choose } = await record();
  const shown = show(scene, { hasPassed: true, readingMs: 300 });
  choose('Peru');
  await elapse(100);
  const sinceNs = nowNs();
  await shown;
  await show(inFront('vault'), { sinceNs, readingMs: 200 });
  await elapse(1000);
  await close(recorder);
  expect(choices(events)).toEqual([]);
});

test('a title and a field that may be of a window that came and went are told anew', async () => {
  const { recorder, events, focus, show } = await record();
  const retitled = { ...scene, windows: [{ ...window, title: 'Orders' }] };
  sleep(400);
  await show(retitled, { readingMs: 0 });
  const passed = show(retitled, { hasPassed: true, readingMs: 5 });
  focus(field('Note', false));
  await passed;
  await elapse(1000);
  await close(recorder);
  const titles = events.flatMap((event) => (event.kind === 'window' ? [event.title] : []));
  expect(titles).toEqual(['', 'Orders']);
});

test('what is done while an awake recorder reads the windows, and one came and went, is not kept', async () => {
  const { recorder, events, press, click, show } = await record();
  const shown = show(scene, { hasPassed: true, readingMs: 300 });
  press('KeyB', 'b', nowNs() + 20e6);
  click(nowNs() + 30e6);
  await shown;
  await elapse(1000);
  await close(recorder);
  expect(strokes(events)).toEqual([]);
  expect(clicks(events)).toBe(0);
});

test('a click is kept that came while the recorder slept and an allowed window came to the front', async () => {
  const { recorder, events, click, show } = await record();
  const fellAsleepNs = nowNs();
  sleep(400);
  click(fellAsleepNs + 80e6);
  await show(inFront('mail'));
  await elapse(1000);
  await close(recorder);
  expect(clicks(events)).toBe(1);
});

test('a click that an awake recorder heard before a window that is not allowed came is kept', async () => {
  const { recorder, events, click, show } = await record();
  click(nowNs());
  await elapse(60);
  await show(inFront('vault'));
  await elapse(1000);
  await close(recorder);
  expect(clicks(events)).toBe(1);
});

test('nothing is decided while the windows are being read that came before it', async () => {
  const { recorder, events, click, show } = await record();
  const shown = show(inFront('vault'), { readingMs: 400 });
  click(nowNs() + 20e6);
  await shown;
  await elapse(1000);
  await close(recorder);
  expect(clicks(events)).toBe(0);
});

test('what is typed before an awake recorder reads that the focus moved is judged by where it was', async () => {
  const { recorder, events, press, focus } = await record();
  press('KeyA', 'a');
  await elapse(400);
  focus(null);
  focus(field('Password', true));
  await elapse(1000);
  await close(recorder);
  expect(strokes(events)).toEqual(['a']);
});

test('nothing is waited for at the end where nothing is held', async () => {
  const { recorder } = await record();
  let isClosed = false;
  const closed = recorder.close().then(() => (isClosed = true));
  await elapse(0);
  expect(isClosed).toBe(true);
  await closed;
});
