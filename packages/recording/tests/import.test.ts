import { existsSync } from 'node:fs';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foreignRecordings } from '../src/index.ts';
import {
  duckClick,
  importAll,
  importRecording,
  importWorld,
  metadata,
  owaMcap,
  type ImportWorld,
} from './import-world.ts';

const shared = join(import.meta.dirname, '../../../../shared/data');
const hasShared = existsSync(join(shared, 'ducktrack'));
if (!hasShared) console.warn('skipped: the recordings of other tools, ../shared/data is absent');

let world: ImportWorld;
beforeAll(async () => {
  world = await importWorld();
});
afterAll(() => world.remove());

const click = (seconds: number, pressed: boolean): string =>
  JSON.stringify(duckClick(seconds, pressed, 10.5));
const duckFolder = (lines: string | Uint8Array, about: unknown = metadata): Promise<string> =>
  world.folder({ 'events.jsonl': lines, 'metadata.json': about });

describe('a recording of DuckTrack that is not sound', () => {
  it('is refused without its events, naming the file', async () => {
    await expect(importRecording(world.home)).rejects.toMatchObject({
      code: 'unreadable',
      message: 'The folder lacks events.jsonl.',
    });
  });

  it('is refused with a line that is not JSON, naming file and line', async () => {
    const folder = await duckFolder(`${click(1, true)}\n{oops\n${click(2, false)}\n`);
    await expect(importAll(folder)).rejects.toMatchObject({
      code: 'badMessage',
      message: 'Line 2 of events.jsonl is not JSON.',
    });
  });

  it('is refused with a line that is not UTF-8', async () => {
    const folder = await duckFolder(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d, 0x0a]));
    await expect(importAll(folder)).rejects.toMatchObject({
      message: 'Line 1 of events.jsonl is not UTF-8.',
    });
  });

  it('is refused where a file leads out of its folder', async () => {
    const elsewhere = await world.file('elsewhere.jsonl', click(1, true));
    const folder = await world.folder({});
    await symlink(elsewhere, join(folder, 'events.jsonl'));
    await expect(importRecording(folder)).rejects.toMatchObject({ code: 'outsideFolder' });
  });

  it('is refused where its events are no file', async () => {
    const folder = await world.folder({});
    await mkdir(join(folder, 'events.jsonl'));
    await expect(importRecording(folder)).rejects.toMatchObject({
      code: 'unreadable',
      message: 'events.jsonl is not a file.',
    });
  });

  it('is refused where no event is in it', async () => {
    await expect(importAll(await duckFolder(''))).rejects.toMatchObject({
      message: 'events.jsonl holds no event.',
    });
  });

  it('is refused with a line that has no end, in time that grows with its length', async () => {
    const folder = await duckFolder(Buffer.alloc(65 * 1024 * 1024, 'a'));
    await expect(importAll(folder)).rejects.toThrow('Line 1 of events.jsonl is longer than');
  });

  it('is refused with a line that unpacks to more than memory holds', async () => {
    const tree = `[${'{},'.repeat(3_000_000)}{}]`;
    const line = `{"time_stamp":1,"axtree":${tree}}\n`;
    const folder = await world.folder({
      'events.jsonl': click(1, true),
      'a11y.jsonl': `{"time_stamp":0}\n${line}`,
    });
    await expect(importAll(folder)).rejects.toMatchObject({
      code: 'badMessage',
      message: 'Line 2 of a11y.jsonl holds more than 1000000 values.',
    });
  });

  it('is refused without the size of the screen', async () => {
    const folder = await duckFolder(click(1, true), { system: 'Linux' });
    await expect(importRecording(folder)).rejects.toMatchObject({ code: 'badMessage' });
  });

  it('is put right and counted where its last line is cut off', async () => {
    const { events, repairs } = await importAll(await duckFolder(`${click(1, true)}\n{"time_st`));
    expect(events.map(({ kind }) => kind)).toEqual(['display', 'pointerButton']);
    expect(repairs).toEqual({ noVideo: 1, truncatedLine: 1 });
  });

  it('is put right and counted where its clock goes backwards', async () => {
    const lines = [click(5, true), click(4, false)].join('\n');
    const { events, repairs } = await importAll(await duckFolder(`${lines}\n`));
    expect(events.map(({ timeNs }) => timeNs)).toEqual([0, 0, 0]);
    expect(repairs).toMatchObject({ clockBackwards: 1 });
  });

  it('is put in order and counted where threads wrote its lines late', async () => {
    const lines = [click(1, false), click(0.9, true), click(3, true), click(3.1, false)].join('\n');
    const { events, repairs } = await importAll(await duckFolder(lines));
    const pressed = events.flatMap((event) =>
      event.kind === 'pointerButton' ? [event.pressed] : [],
    );
    expect(pressed).toEqual([true, false, true, false]);
    expect(repairs).toEqual({ noVideo: 1, outOfOrder: 1 });
  });

  it('loses what is of no known kind, counted', async () => {
    const lines = [
      JSON.stringify({ time_stamp: 1, action: 'teleport' }),
      JSON.stringify({ time_stamp: 2, action: 'press', name: null }),
    ].join('\n');
    const { events, repairs } = await importAll(await duckFolder(lines));
    expect(events.map(({ kind }) => kind)).toEqual(['display']);
    expect(repairs).toMatchObject({ unknownEvent: 1, unknownKey: 1 });
  });
});

describe('a recording of DuckTrack', () => {
  it('is foreign, without consent, and the same session wherever it is imported', async () => {
    const folder = await duckFolder(`${click(1, true)}\n${click(1.5, false)}\n`);
    const { recording, events } = await importAll(folder);
    expect(recording.header).toMatchObject({
      origin: { kind: 'foreign', recorder: 'DuckTrack' },
      startedAt: '2024-01-02T03:04:05.000Z',
      platform: 'x11',
    });
    expect(recording.header).toEqual((await importRecording(folder)).header);
    expect(events).toMatchObject([
      { kind: 'display', size: { width: 320, height: 240 } },
      { kind: 'pointerButton', timeNs: 0, x: 10, y: 20, button: 'left', pressed: true },
      { kind: 'pointerButton', timeNs: 500_000_000, pressed: false },
    ]);
  });

  it('has the names of its keys as strokes, also control characters', async () => {
    const press = (name: string): string =>
      JSON.stringify({ time_stamp: 1, action: 'press', name });
    const names = ['a', 'A', 'space', 'ctrl_l', '\u0003', 'f5'];
    const { events } = await importAll(await duckFolder(names.map(press).join('\n')));
    expect(events.flatMap((event) => (event.kind === 'key' ? [event.stroke] : []))).toMatchObject([
      { code: 'KeyA', key: 'a' },
      { code: 'KeyA', key: 'A' },
      { code: 'Space', key: ' ' },
      { code: 'ControlLeft', key: 'Control' },
      { code: 'KeyC', key: 'c' },
      { code: 'F5', key: 'F5' },
    ]);
  });

  it('of AgentNetTool has its elements and windows, merged by their time', async () => {
    const folder = await duckFolder(`${click(2, true)}\n${click(2.1, false)}\n`);
    const rect = { left: 1, top: 2, right: 41, bottom: 22 };
    await writeFile(
      join(folder, 'element.jsonl'),
      JSON.stringify({
        time_stamp: 1.9,
        a11y_tree: { Name: 'OK', ControlType: 'ButtonControl', BoundingRectangle: rect },
      }),
    );
    await writeFile(
      join(folder, 'top_window.jsonl'),
      JSON.stringify({ time_stamp: 1, top_window_name: 'Explorer' }),
    );
    await writeFile(join(folder, 'task_name.json'), JSON.stringify({ task_name: 'Say yes' }));
    const { recording, events } = await importAll(folder);
    expect(recording.header).toMatchObject({ task: 'Say yes', recorder: 'AgentNetTool' });
    expect(events).toMatchObject([
      { kind: 'display' },
      { kind: 'window', app: 'explorer' },
      {
        kind: 'element',
        element: { role: 'button', name: 'OK', box: { x: 1, y: 2, width: 40, height: 20 } },
      },
      { kind: 'pointerButton' },
      { kind: 'pointerButton' },
    ]);
  });

  it.skipIf(!hasShared)('that a person made has all of its events', async () => {
    const { events, repairs } = await importAll(join(shared, 'ducktrack'));
    const count = (kind: string): number => events.filter((event) => event.kind === kind).length;
    expect([count('pointerMove'), count('wheel'), count('pointerButton'), count('key')]).toEqual([
      13_163, 140, 44, 54,
    ]);
    expect(repairs).toEqual({ noVideo: 1 });
  });
});

describe('a recording of OWAMcap', () => {
  it('is refused when it is no MCAP file', async () => {
    const path = await world.file('x.mcap', 'nothing of the kind');
    await expect(importRecording(path, 'owamcap')).rejects.toMatchObject({
      code: 'notMcap',
    });
  });

  const moves = [1, 2].map((atMs) => ({
    topic: 'mouse',
    atMs,
    body: { event_type: 'move', x: atMs, y: 0 },
  }));

  it.each([
    ['ends before any message', 'truncated', (bytes: Uint8Array) => bytes.subarray(0, 60)],
    ['is damaged', 'corrupt', (bytes: Uint8Array) => bytes.with(9, 0xff)],
  ])('is refused where it %s, naming the file', async (_name, code, spoil) => {
    const path = await world.file('spoilt.mcap', spoil(await owaMcap(moves)));
    await expect(importAll(path)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/^spoilt\.mcap: /) as string,
    });
  });

  it('that ends early has what stands before, counted', async () => {
    const bytes = await owaMcap(moves);
    const { events, repairs } = await importAll(
      await world.file('killed.mcap', bytes.subarray(0, -20)),
    );
    expect(events).toHaveLength(moves.length);
    expect(repairs).toEqual({ truncatedFile: 1 });
  });

  it('is refused where its chunks are packed in a way that is not read', async () => {
    const packed = await owaMcap(moves, (compressedData) => ({
      compression: 'lz4',
      compressedData,
    }));
    await expect(importAll(await world.file('lz4.mcap', packed))).rejects.toMatchObject({
      message: 'lz4.mcap: The chunks of the file are packed with lz4, and are read with zstd.',
    });
  });

  it('is refused where a record is longer than any', async () => {
    const long = { topic: 'mouse', atMs: 3, body: 'x'.repeat(50 * 1024 * 1024) };
    const path = await world.file('long.mcap', await owaMcap([...moves, long]));
    await expect(importAll(path)).rejects.toMatchObject({
      code: 'tooLarge',
      message: expect.stringMatching(/^long\.mcap: A record of the file, before byte/) as string,
    });
  });

  it('is found in a folder that has no other', async () => {
    const folder = join(world.home, 'owa');
    await mkdir(folder);
    await writeFile(join(folder, 'a.mcap'), await owaMcap(moves));
    expect((await importAll(folder)).events).toHaveLength(2);
    await rm(folder, { recursive: true });
  });

  it.skipIf(!hasShared)('of version 0.5.1 has all of its input', async () => {
    const { recording, events, repairs } = await importAll(join(shared, 'owamcap/0.5.1.mcap'));
    const count = (kind: string): number => events.filter((event) => event.kind === kind).length;
    expect(recording.header.origin).toEqual({ kind: 'foreign', recorder: 'OWAMcap 0.5.1' });
    expect([
      count('pointerMove') + count('pointerButton') + count('wheel'),
      count('key'),
      count('window'),
    ]).toEqual([218, 20, 4]);
    expect(repairs.layoutAssumed).toBe(11);
    const typed = events.flatMap((event) =>
      event.kind === 'key' && event.pressed && event.stroke.kind === 'known'
        ? [event.stroke.key]
        : [],
    );
    expect(typed.join('')).toMatch(/^test text/);
  });
});

describe('an array of rrweb events', () => {
  const meta = {
    type: 4,
    timestamp: 1000,
    data: { href: 'https://a.example/x?q=secret#y', width: 640, height: 480 },
  };
  const incremental = (timestamp: number, data: unknown) => ({ type: 3, timestamp, data });
  const mouse = (timestamp: number, type: number) =>
    incremental(timestamp, { source: 2, type, id: 5, x: 30, y: 40 });
  const input = (timestamp: number, text: string) =>
    incremental(timestamp, { source: 5, id: 7, text, isChecked: false });
  const write = (text: string): Promise<string> => world.file('events.json', text);

  it('is refused where it is cut off, naming the element', async () => {
    const text = JSON.stringify([meta, mouse(1100, 1)]);
    await expect(importAll(await write(text.slice(0, -20)))).rejects.toMatchObject({
      code: 'truncated',
      message: 'Element 1 of events.json is cut off by the end of the file.',
    });
  });

  it('is refused where an element is no event', async () => {
    await expect(importAll(await write('[{"a":1}]'))).rejects.toMatchObject({ code: 'badMessage' });
  });

  it.each([
    ['an array', (events: readonly unknown[]) => JSON.stringify(events)],
    [
      'one event a line',
      (events: readonly unknown[]) => events.map((event) => JSON.stringify(event)).join('\n'),
    ],
  ])('is read as %s, with inferred keys and steps counted', async (_name, toText) => {
    const scroll = incremental(3000, { source: 3, id: 1, x: 0, y: 250 });
    const all = [
      meta,
      mouse(1100, 1),
      mouse(1200, 0),
      input(2000, 'ab'),
      input(2500, 'ac'),
      scroll,
    ];
    const { recording, events, repairs } = await importAll(await write(toText(all)));
    expect(recording.header).toMatchObject({
      platform: 'browser',
      origin: { kind: 'foreign', recorder: 'rrweb' },
    });
    expect(events[1]).toMatchObject({ kind: 'page', url: 'https://a.example/x' });
    expect(events.slice(2, 4)).toMatchObject([{ pressed: true, x: 30, y: 40 }, { pressed: false }]);
    const pressed = events.flatMap((event) =>
      event.kind === 'key' && event.pressed && event.stroke.kind === 'known'
        ? [event.stroke.key]
        : [],
    );
    expect(pressed).toEqual(['a', 'b', 'Backspace', 'c']);
    expect(events.at(-1)).toMatchObject({ kind: 'wheel', dx: 0, dy: -2.5 });
    expect(repairs).toEqual({ keysInferred: 4, stepsInferred: 1 });
  });

  it('keeps what rrweb masked withheld', async () => {
    const { events } = await importAll(await write(JSON.stringify([meta, input(2000, '***')])));
    const strokes = events.flatMap((event) =>
      event.kind === 'key' && event.pressed ? [event.stroke] : [],
    );
    expect(strokes).toEqual(
      Array.from({ length: 3 }, () => ({ kind: 'withheld', reason: 'secureField' })),
    );
  });
});

describe('a folder of several recordings', () => {
  const rrweb = JSON.stringify([{ type: 4, timestamp: 1, data: {} }]);
  let home: string;
  beforeAll(async () => {
    home = join(world.home, 'many');
    for (const folder of ['mon/a', 'mon/b/clips', 'tue', 'tue/.cache']) {
      await mkdir(join(home, folder), { recursive: true });
    }
    for (const folder of ['mon/a', 'mon/b']) {
      await writeFile(join(home, folder, 'metadata.json'), JSON.stringify(metadata));
      await writeFile(join(home, folder, 'events.jsonl'), `${click(1, true)}\n`);
    }
    await writeFile(join(home, 'mon/b/clips/part.json'), rrweb);
    await writeFile(join(home, 'tue/events.jsonl'), rrweb);
    await writeFile(join(home, 'tue/.cache/page.json'), rrweb);
    await writeFile(join(home, 'tue/notes.json'), '{"a":1}');
    await symlink(join(home, 'mon'), join(home, 'again'));
  });
  afterAll(() => rm(home, { recursive: true }));

  it('is each of them, at any depth, and nothing of what belongs to one', async () => {
    const found = await foreignRecordings(home);
    expect(found.map(({ kind, path }) => [kind, path.slice(home.length)])).toEqual([
      ['ducktrack', '/mon/a'],
      ['ducktrack', '/mon/b'],
      ['rrweb', '/tue/events.jsonl'],
    ]);
  });

  it('says which of them is not sound', async () => {
    await writeFile(join(home, 'mon/b/events.jsonl'), `${click(1, true)}\n{oops\n`);
    const [, second] = await foreignRecordings(home);
    const { events } = (await second?.open()) ?? { events: [] };
    await expect(Array.fromAsync(events)).rejects.toMatchObject({
      message: 'mon/b: Line 2 of events.jsonl is not JSON.',
    });
  });
});

describe('a path', () => {
  it('of the events of a folder of DuckTrack means the folder', async () => {
    const folder = await duckFolder(`${click(1, true)}\n`);
    const { recording } = await importAll(join(folder, 'events.jsonl'));
    expect(recording.header).toEqual((await importRecording(folder)).header);
  });

  it('where nothing is, is refused', async () => {
    await expect(importRecording(join(world.home, 'nothing'))).rejects.toMatchObject({
      code: 'unreadable',
    });
  });

  it('of a device, which could be read for ever, is refused', async () => {
    await expect(importRecording('/dev/null')).rejects.toThrow('null is not a file.');
  });

  it('of no known kind is refused, and says which kinds there are', async () => {
    const path = await world.file('notes.txt', 'hello');
    await expect(importRecording(path)).rejects.toMatchObject({
      code: 'unknownFormat',
      remedy: 'Name its kind with --as: ducktrack, owamcap, rrweb.',
    });
  });
});
