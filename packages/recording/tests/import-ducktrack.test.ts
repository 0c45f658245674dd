import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordingEvent } from '../src/index.ts';
import {
  duckClick as click,
  hasFfmpeg,
  importAll,
  importWorld,
  makeVideo,
  metadata,
  type ImportWorld,
} from './import-world.ts';
import { join } from 'node:path';

if (!hasFfmpeg) console.warn('skipped: the videos of other recorders, ffmpeg is absent');

let world: ImportWorld;
beforeAll(async () => {
  world = await importWorld();
});
afterAll(() => world.remove());

const key = (action: 'press' | 'release', name: string | null, pynputKey?: string) => ({
  time_stamp: 1,
  action,
  name,
  ...(pynputKey === undefined ? {} : { pynput_key: pynputKey }),
});
const keysOf = (events: readonly RecordingEvent[]): string[] =>
  events.flatMap((event) =>
    event.kind === 'key' && event.stroke.kind === 'known' ? [event.stroke.key] : [],
  );

describe('a key of DuckTrack or AgentNetTool', () => {
  const keys = async (...lines: readonly unknown[]) => {
    const about = { ...metadata, system: 'Windows' };
    return importAll(await world.folder({ 'events.jsonl': lines, 'metadata.json': about }));
  };

  it.each(['constructor', '__proto__', 'toString', 'dead_acute'])(
    'called "%s" is none, counted',
    async (name) => {
      const { events, repairs } = await keys(key('press', name));
      expect(keysOf(events)).toEqual([]);
      expect(repairs).toMatchObject({ unknownKey: 1 });
    },
  );

  it('has a word of AgentNetTool for its name', async () => {
    const { events } = await keys(key('press', 'Page Up'), key('press', 'Caps Lock'));
    expect(keysOf(events)).toEqual(['PageUp', 'CapsLock']);
  });

  it('has a number of Windows where it has no name', async () => {
    const { events } = await keys(key('press', '$Unknown (186)$'), key('press', null, '<13>'));
    expect(keysOf(events)).toEqual([';', 'Enter']);
  });

  it('is the letter of its control character only while Control is down', async () => {
    const { events } = await keys(
      key('press', '\r'),
      key('press', 'ctrl_l'),
      key('press', '\r'),
      key('release', 'ctrl_l'),
    );
    expect(keysOf(events)).toEqual(['Enter', 'Control', 'm', 'Control']);
  });

  const dead = [key('press', '´', '[´]'), key('release', '´', '[´]')];
  it.each([
    ['composes the letter after it', [key('press', 'e')], 'é'],
    ['composes through Shift', [key('press', 'shift'), key('press', 'E')], 'É'],
    ['stands before what it cannot compose', [key('press', 't')], '´t'],
    ['is itself before a space', [key('press', 'space')], '´'],
    ['is itself pressed twice', dead, '´'],
    ['is given up by a named key', [key('press', 'backspace'), key('press', 'e')], 'e'],
  ])('that is dead %s', async (_name, after, written) => {
    const typed = keysOf((await keys(...dead, ...after)).events);
    expect(typed.slice(0, 2)).toEqual(['Dead', 'Dead']);
    expect(typed.filter((one) => !/^[A-Z]\w+$/.test(one))).toEqual([written]);
  });

  it('that writes an accent by itself writes just that', async () => {
    expect(keysOf((await keys(key('press', '´', "'´'"), key('press', 'e', "'e'"))).events)).toEqual(
      ['´', 'e'],
    );
  });

  it('is one key, also where Shift went up before it', async () => {
    const { events } = await keys(key('press', '!'), key('release', '1'));
    const codes = events.flatMap((event) =>
      event.kind === 'key' && event.stroke.kind === 'known' ? [event.stroke.code] : [],
    );
    expect(codes).toEqual(['Digit1', 'Digit1']);
  });
});

describe('the clock of a DuckTrack recording', () => {
  it('goes on from where it was when it is set back or forward, counted', async () => {
    const lines = [5000, 5001, 1400, 1401, 1_700_000_000, 1_700_000_001].map((seconds) => ({
      time_stamp: seconds,
      action: 'move',
      x: 1,
      y: 1,
    }));
    const { events, repairs } = await importAll(await world.folder({ 'events.jsonl': lines }));
    const seconds = events
      .filter(({ kind }) => kind === 'pointerMove')
      .map(({ timeNs }) => timeNs / 1e9);
    expect(seconds).toEqual([0, 1, 1, 2, 2, 3]);
    expect(repairs).toMatchObject({ clockBackwards: 1, clockForwards: 1 });
  });
});

describe('a place that no desktop has', () => {
  it('is counted and left out', async () => {
    const lines = [click(1, true, 1e300), click(1, false, 10)];
    const { events, repairs } = await importAll(await world.folder({ 'events.jsonl': lines }));
    expect(events.map(({ kind }) => kind)).toEqual(['display', 'pointerButton']);
    expect(repairs).toMatchObject({ unknownEvent: 1 });
  });
});

describe('what AgentNetTool wrote beside the events', () => {
  const tree = {
    Name: 'Window',
    ControlType: 'WindowControl',
    BoundingRectangle: { left: 0, top: 0, right: 300, bottom: 200 },
    Children: [
      {
        Name: 'Save',
        ControlType: 'ButtonControl',
        BoundingRectangle: { left: 0, top: 10, right: 50, bottom: 40 },
        Children: [],
      },
    ],
  };
  const elementsOf = (events: readonly RecordingEvent[]) =>
    events.flatMap((event) => (event.kind === 'element' ? [event.element] : []));

  it('gives a click the control of the last tree where nobody looked it up', async () => {
    const folder = await world.folder({
      'events.jsonl': [click(2, true), click(2.1, false)],
      'a11y.jsonl': [{ time_stamp: 1, axtree: tree }],
    });
    expect(elementsOf((await importAll(folder)).events)).toMatchObject([
      { role: 'button', name: 'Save', box: { x: 0, y: 10, width: 50, height: 30 } },
    ]);
  });

  it('counts an app in front that has no name', async () => {
    const folder = await world.folder({
      'events.jsonl': [click(1, true), click(1.1, false)],
      'top_window.jsonl': [{ time_stamp: 0.5, top_window_name: null }],
    });
    const { events, repairs } = await importAll(folder);
    expect(events.filter(({ kind }) => kind === 'window')).toEqual([]);
    expect(repairs).toEqual({ noVideo: 1, unknownEvent: 1 });
  });

  it('gives no control of a tree from before another window came to the front', async () => {
    const folder = await world.folder({
      'events.jsonl': [click(2, true), click(2.1, false)],
      'a11y.jsonl': [{ time_stamp: 1, axtree: tree }],
      'top_window.jsonl': [{ time_stamp: 1.5, top_window_name: 'chrome' }],
    });
    expect(elementsOf((await importAll(folder)).events)).toEqual([]);
  });

  it('prefers what was looked up at the click, also where its lines are out of order', async () => {
    const looked = (seconds: number, name: string) => ({
      time_stamp: seconds,
      a11y_tree: { ...tree, Name: name, Children: [] },
    });
    const folder = await world.folder({
      'events.jsonl': [click(2, true), click(2.1, false), click(4, true), click(4.1, false)],
      'element.jsonl': [looked(3.99, 'second'), looked(1.99, 'first')],
      'a11y.jsonl': [{ time_stamp: 1, axtree: tree }],
    });
    const { events, repairs } = await importAll(folder);
    expect(elementsOf(events).map((element) => element?.name)).toEqual(['first', 'second']);
    expect(repairs).toEqual({ noVideo: 1 });
  });

  it('reads controls of macOS, and knows its password fields', async () => {
    const frame = "{'x': 5.0, 'y': 6.0, 'w': 100.0, 'h': 30.0, 'type': 'kAXValueCGRectType'}";
    const field = {
      AXRole: 'AXTextField',
      AXSubrole: 'AXSecureTextField',
      AXTitle: 'Password',
      AXFrame: frame,
    };
    const folder = await world.folder({
      'events.jsonl': [click(2, true)],
      'element.jsonl': [{ time_stamp: 2, a11y_tree: { AXWindow: [field] } }],
    });
    expect(elementsOf((await importAll(folder)).events)).toMatchObject([
      {
        role: 'textbox',
        name: 'Password',
        secure: true,
        box: { x: 5, y: 6, width: 100, height: 30 },
      },
    ]);
  });

  it('gives the page in front, without its query', async () => {
    const folder = await world.folder({
      'events.jsonl': [click(2, true)],
      'html.jsonl': [
        {
          time_stamp: 1,
          url: 'https://shop.example/cart?token=1',
          html: '<html><title> Cart </title>',
        },
        { time_stamp: 1.2, url: 'no address', html: null },
      ],
    });
    const { events, repairs } = await importAll(folder);
    expect(events.find(({ kind }) => kind === 'page')).toMatchObject({
      url: 'https://shop.example/cart',
      title: 'Cart',
    });
    expect(repairs).toMatchObject({ unreadPage: 1 });
  });
});

describe.skipIf(!hasFfmpeg)('the video of a DuckTrack recording', () => {
  const withVideo = async (about: object, lines: readonly unknown[]) => {
    const files = { 'events.jsonl': lines, 'metadata.json': { ...metadata, ...about } };
    const folder = await world.folder(files);
    makeVideo(join(folder, 'screen.mp4'));
    return importAll(folder);
  };
  const framesOf = (events: readonly RecordingEvent[]) =>
    events.flatMap((event) => (event.kind === 'screen' ? [event] : []));
  const moves = (...at: readonly number[]) =>
    at.map((seconds) => ({ time_stamp: seconds, action: 'move', x: 1, y: 1 }));

  it('shows each change when it was there, and not before', async () => {
    const { events } = await withVideo({ video_start_timestamp: 100 }, moves(100, 100.5, 103));
    const [first, second, ...more] = framesOf(events);
    expect(first).toMatchObject({ timeNs: 0, keyframe: true });
    expect(second).toMatchObject({ keyframe: false, patches: [{ x: 0, y: 0, height: 240 }] });
    expect(second?.timeNs).toBeGreaterThanOrEqual(1e9);
    expect(second?.timeNs).toBeLessThanOrEqual(1.15e9);
    expect(second?.patches[0]?.width).toBeGreaterThanOrEqual(160);
    expect(second?.patches[0]?.width).toBeLessThan(200);
    expect(more).toEqual([]);
  });

  it('begins when OBS says that it began, not when it was asked to', async () => {
    const started = { OBS_WEBSOCKET_OUTPUT_STARTED: [100.5] };
    const about = { video_start_timestamp: 100, obs_record_state_timings: started };
    const [, second] = framesOf((await withVideo(about, moves(100, 103))).events);
    expect(second?.timeNs).toBeGreaterThanOrEqual(1.5e9);
  });

  it('stands still while the recording is paused', async () => {
    const pause = [
      { time_stamp: 100.5, action: 'pause' },
      { time_stamp: 110.5, action: 'resume' },
    ];
    const lines = [...moves(100), ...pause, ...moves(112)];
    const { events } = await withVideo({ video_start_timestamp: 100 }, lines);
    const [, second] = framesOf(events);
    expect(second?.timeNs).toBeGreaterThanOrEqual(11e9);
    expect(events).toContainEqual({
      kind: 'gap',
      timeNs: 0.5e9,
      durationNs: 10e9,
      reason: 'paused',
    });
  });

  it('that is damaged is counted, and the events are there', async () => {
    const about = { ...metadata, video_start_timestamp: 1 };
    const files = { 'events.jsonl': moves(1), 'metadata.json': about, 'a.mp4': 'no video' };
    const { events, repairs } = await importAll(await world.folder(files));
    expect(events.map(({ kind }) => kind)).toEqual(['display', 'pointerMove']);
    expect(repairs).toEqual({ videoDamaged: 1 });
  });

  it('is none where it is a list of other files, which are not read', async () => {
    const outside = join(world.home, 'outside.ts');
    makeVideo(outside);
    const list = ['#EXTM3U', '#EXT-X-TARGETDURATION:2', '#EXTINF:2,', `file:${outside}`];
    const about = { ...metadata, video_start_timestamp: 1 };
    const video = [...list, '#EXT-X-ENDLIST', ''].join('\n');
    const files = { 'events.jsonl': moves(1, 2), 'metadata.json': about, 'a.mp4': video };
    const { events, repairs } = await importAll(await world.folder(files));
    expect(framesOf(events)).toEqual([]);
    expect(repairs).toEqual({ videoDamaged: 1 });
  });
});
