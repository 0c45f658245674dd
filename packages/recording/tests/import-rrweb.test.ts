import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordingEvent } from '../src/index.ts';
import { importAll, importWorld, type Imported, type ImportWorld } from './import-world.ts';

let world: ImportWorld;
beforeAll(async () => {
  world = await importWorld();
});
afterAll(() => world.remove());

const meta = {
  type: 4,
  timestamp: 1000,
  data: { href: 'https://a.example/form', width: 640, height: 480 },
};
const incremental = (timestamp: number, data: object) => ({ type: 3, timestamp, data });
const mouse = (timestamp: number, type: number, id = 5) =>
  incremental(timestamp, { source: 2, type, id, x: 30, y: 40 });
const input = (timestamp: number, text: string, more: object = {}) =>
  incremental(timestamp, { source: 5, id: 7, text, isChecked: false, ...more });
const field = (attributes: object, childNodes: readonly object[] = []) => ({
  type: 2,
  timestamp: 1001,
  data: {
    node: {
      type: 0,
      id: 1,
      childNodes: [{ type: 2, id: 7, tagName: 'input', attributes, childNodes }],
    },
    initialOffset: { left: 0, top: 300 },
  },
});

const importEvents = async (...events: readonly unknown[]): Promise<Imported> =>
  importAll(await world.file('events.json', JSON.stringify(events)));
const typed = ({ events }: { readonly events: readonly RecordingEvent[] }): string[] =>
  events.flatMap((event) =>
    event.kind === 'key' && event.pressed && event.stroke.kind === 'known'
      ? [event.stroke.key]
      : [],
  );

describe('a file of rrweb that is not sound', () => {
  it.each([
    ['holds nothing', '[]', 'events.json holds no event.'],
    ['is packed', '["eJx", "eJy"]', 'Element 0 of events.json is a text: it was packed.'],
    ['is packed, one event a line', '"x\u009c{"\n', 'Element 0 of events.json is a text'],
    ['is packed within an object', '{"events": ["eJx"]}', 'Element 0 of events.json is a text'],
    ['holds a number', '[4]', 'Element 0 of events.json is not an object.'],
    ['holds nothing in an object', '{"events": []}', 'events.json holds no event.'],
    ['ends within an object', '{"events": [{"type":4', 'Element 0 of events.json is cut off'],
    ['closes what was never opened', '[{"type":4}]]', 'Element 0 of events.json is no event of'],
  ])('is refused where it %s', async (_name, text, message) => {
    const path = await world.file('events.json', text);
    await expect(importAll(path, 'rrweb')).rejects.toThrow(message);
  });
});

it('is read also where an object holds the array, whatever stands around it', async () => {
  const about = { id: 'a "events": [ }', tags: ['b'], more: { events: [1] } };
  const events = [meta, mouse(2000, 1), mouse(2100, 0)];
  const text = JSON.stringify({ ...about, events, after: { deep: { type: 'no event' } } }, null, 1);
  const held = await importAll(await world.file('held.json', text));
  expect(held.events).toEqual((await importEvents(...events)).events);
  expect(held.events.map(({ kind }) => kind)).toContain('pointerButton');
});

describe('what is typed into a field that rrweb saw', () => {
  it('is a line break where there is one', async () => {
    expect(typed(await importEvents(meta, input(2000, 'a\nb')))).toEqual(['a', 'Enter', 'b']);
  });

  it('is what came to the value that stood there', async () => {
    const all = await importEvents(meta, field({ type: 'text', value: 'An' }), input(2000, 'Ann'));
    expect(typed(all)).toEqual(['n']);
  });

  it('is what came to the value, also after a checkout', async () => {
    const again = { ...field({ type: 'text', value: 'ab' }), timestamp: 3000 };
    const checkout = { ...meta, timestamp: 2999 };
    const all = await importEvents(meta, input(2000, 'ab'), checkout, again, input(4000, 'abc'));
    expect(typed(all)).toEqual(['a', 'b', 'c']);
    expect(all.events.filter(({ kind }) => kind === 'page')).toHaveLength(1);
  });

  it.each([
    ['a box that is ticked', field({ type: 'checkbox' }), input(2000, 'on', { isChecked: true })],
    ['a box that is no longer ticked', field({ type: 'checkbox' }), input(2000, 'on')],
    ['a slider', field({ type: 'range' }), input(2000, '30')],
    ['what the page puts there', meta, input(2000, 'hello', { userTriggered: false })],
  ])('is nothing in %s', async (_name, before, change) => {
    expect(typed(await importEvents(meta, before, change))).toEqual([]);
  });

  it('is nothing in a field that has no focus while another has, counted', async () => {
    const all = await importEvents(meta, mouse(1500, 5, 9), input(2000, 'set'));
    expect(typed(all)).toEqual([]);
    expect(all.repairs).toEqual({ setByPage: 1 });
  });
});

describe('the pointer in rrweb events', () => {
  it('moves when it moved, not when the batch was written', async () => {
    const positions = [
      { x: 1, y: 1, id: 1, timeOffset: -400 },
      { x: 2, y: 2, id: 1, timeOffset: -100 },
    ];
    const batch = incremental(2000, { source: 1, positions });
    const { events, repairs } = await importEvents(meta, mouse(1700, 1), mouse(1750, 0), batch);
    expect(events.slice(2).map(({ kind, timeNs }) => [kind, timeNs / 1e6])).toEqual([
      ['pointerMove', 600],
      ['pointerButton', 700],
      ['pointerButton', 750],
      ['pointerMove', 900],
    ]);
    expect(repairs).toEqual({});
  });

  it.each([
    ['while it is down', [mouse(2000, 1), mouse(2010, 3), mouse(2100, 0)]],
    ['after it is up', [mouse(2000, 1), mouse(2100, 0), mouse(2101, 3)]],
  ])('pressed its right button where a menu opens %s', async (_name, press) => {
    const { events, repairs } = await importEvents(meta, ...press);
    const buttons = events.flatMap((event) =>
      event.kind === 'pointerButton' ? [event.button] : [],
    );
    expect(buttons).toEqual(['right', 'right']);
    expect(repairs.buttonInferred).toBeGreaterThan(0);
  });

  it('is a finger, once, where the browser sends mouse events after a touch', async () => {
    const touch = [mouse(2000, 7), mouse(2080, 9), mouse(2100, 1), mouse(2101, 0), mouse(2102, 2)];
    const { events } = await importEvents(meta, ...touch);
    expect(events.slice(2)).toMatchObject([
      { kind: 'pointerButton', pressed: true, timeNs: 1e9 },
      { kind: 'pointerButton', pressed: false },
    ]);
  });
});

describe('a click in rrweb events', () => {
  const pressesOf = ({ events }: Imported) =>
    events.flatMap((event) =>
      event.kind === 'pointerButton' && event.pressed ? [[event.button, event.x, event.y]] : [],
    );

  it('stands for its press where the recorder leaves presses out, once where a label hands it on', async () => {
    const handedOn = [mouse(2000, 2), mouse(2001, 2, 7), mouse(3000, 3)];
    const all = await importEvents(meta, ...handedOn);
    expect(pressesOf(all)).toEqual([
      ['left', 30, 40],
      ['right', 30, 40],
    ]);
    expect(all.repairs).toEqual({ pressInferred: 2 });
  });

  it('is a key where presses are told and this has none', async () => {
    const all = await importEvents(meta, mouse(2000, 1), mouse(2100, 0), mouse(3000, 2));
    expect(pressesOf(all)).toHaveLength(1);
    expect(all.repairs).toEqual({});
  });

  it('is left out and counted in a frame, whose place nothing tells', async () => {
    const frame = {
      type: 0,
      id: 20,
      childNodes: [{ type: 2, id: 21, rootId: 20, tagName: 'button' }],
    };
    const attached = { source: 0, adds: [{ parentId: 7, nextId: null, node: frame }] };
    const inFrame = [mouse(2000, 1, 21), mouse(2100, 0, 21), mouse(2101, 2, 21)];
    const scroll = incremental(2200, { source: 3, id: 20, x: 0, y: 400 });
    const positions = [{ x: 1, y: 1, id: 21, timeOffset: 0 }];
    const moved = incremental(2300, { source: 1, positions });
    const events = [incremental(1500, attached), ...inFrame, scroll, moved, mouse(3000, 1)];
    const all = await importEvents(meta, field({}), ...events);
    expect(pressesOf(all)).toHaveLength(1);
    expect(all.events.map(({ kind }) => kind)).not.toContain('pointerMove');
    expect(all.repairs).toEqual({ inFrame: 2 });
  });

  it('is in the page itself where its document has another number since recording began anew', async () => {
    const node = {
      type: 0,
      id: 90,
      childNodes: [{ type: 2, id: 91, rootId: 90, tagName: 'button' }],
    };
    const snapshot = { type: 2, timestamp: 1001, data: { node } };
    expect(pressesOf(await importEvents(meta, snapshot, mouse(2000, 1, 91)))).toHaveLength(1);
  });
});

describe('scrolling in rrweb events', () => {
  it('begins where the page stood', async () => {
    const scroll = incremental(2000, { source: 3, id: 1, x: 0, y: 400 });
    const { events } = await importEvents(meta, field({}), scroll);
    expect(events.at(-1)).toMatchObject({ kind: 'wheel', dy: -1 });
  });
});
