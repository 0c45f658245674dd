/** What an edit leaves of a segment's events: less, and never what was taken out. */
import type { RecordingEvent } from '@understudy/recording';
import { expect, test } from 'vitest';
import {
  blue,
  covered,
  frameOf,
  green,
  patchOf,
  pixelsAfter,
  place,
  red,
  whole,
} from '../../tests/painted-frames.ts';
import { blackOutEvents, dropInput } from './edit.ts';

test('dropping a step takes what the person did and leaves the pictures', async () => {
  const frame = frameOf(15, [await patchOf(whole, red)], true);
  const events: RecordingEvent[] = [
    { kind: 'pointerMove', timeNs: 5, x: 1, y: 1 },
    { kind: 'pointerButton', timeNs: 12, x: 1, y: 1, button: 'left', pressed: true },
    frame,
    { kind: 'pointerButton', timeNs: 16, x: 1, y: 1, button: 'left', pressed: false },
    { kind: 'interaction', timeNs: 17, what: 'change', element: null, value: 'Secret' },
    { kind: 'interaction', timeNs: 18, what: 'paste', element: null },
  ];
  const { events: left, removed } = dropInput(events, { fromNs: 10, toNs: 20 });
  expect(removed).toBe(2);
  expect(left).toEqual([{ kind: 'pointerMove', timeNs: 5, x: 1, y: 1 }, frame]);
});

test('a black-out covers its place in every frame of the range, also what stood there before', async () => {
  const far = { x: 30, y: 20, width: 5, height: 5 };
  const events: RecordingEvent[] = [
    frameOf(1, [await patchOf(whole, red)], true),
    {
      kind: 'element',
      timeNs: 14,
      relation: 'focus',
      element: {
        role: 'textbox',
        name: 'Secret',
        box: { x: 6, y: 6, width: 3, height: 3 },
        secure: false,
        editable: true,
        app: 'a',
      },
    },
    frameOf(15, [await patchOf(far, blue)]),
    frameOf(17, [await patchOf(whole, green)]),
  ];
  const { events: edited } = await blackOutEvents(events, place, { fromNs: 10, toNs: 20 });
  const first = await pixelsAfter(edited.filter(({ timeNs }) => timeNs <= 15));
  expect(first(8, 8)).toEqual(covered);
  expect(first(32, 22)).toEqual(blue);
  const last = await pixelsAfter(edited);
  expect(last(8, 8)).toEqual(covered);
  expect(last(20, 20)).toEqual(green);
  expect(JSON.stringify(edited.map((event) => ({ ...event, patches: [] })))).not.toContain(
    'Secret',
  );
});

test('a black-out leaves neither name, label, selector nor value of a control in its place', async () => {
  const names = { name: 'Secret', css: '#secret', testId: 'secret', label: 'Secret' };
  const element = {
    ...names,
    role: 'textbox',
    box: place,
    secure: false,
    editable: true,
    app: 'a',
  };
  const node = { ...names, parent: null, role: 'textbox', states: [], value: 'Secret' };
  const elsewhere = { ...node, id: 2, name: 'Open', box: { x: 30, y: 20, width: 5, height: 5 } };
  const { events } = await blackOutEvents(
    [
      { kind: 'element', timeNs: 11, relation: 'focus', element },
      { kind: 'interaction', timeNs: 12, what: 'change', element, value: 'Secret' },
      { kind: 'interaction', timeNs: 12, what: 'change', element: null, value: 'Secret' },
      {
        kind: 'interaction',
        timeNs: 12,
        what: 'copy',
        element: { ...element, name: 'Open', box: { x: 30, y: 20, width: 5, height: 5 } },
        value: 'Secret',
      },
      {
        kind: 'interaction',
        timeNs: 12,
        what: 'drop',
        element: null,
        position: place,
        value: 'Secret',
      },
      {
        kind: 'snapshot',
        timeNs: 13,
        keyframe: true,
        nodes: [{ ...node, id: 1, box: place }, elsewhere],
        removed: [],
      },
    ],
    place,
    { fromNs: 10, toNs: 20 },
  );
  const snapshot = events.at(-1);
  expect(JSON.stringify(events.slice(0, -1))).not.toMatch(/secret/i);
  expect(snapshot).toMatchObject({
    nodes: [{ id: 1, role: 'textbox', name: '', box: place }, elsewhere],
  });
  expect(JSON.stringify(snapshot).match(/secret/gi)).toHaveLength(
    (JSON.stringify(elsewhere).match(/secret/gi) ?? []).length,
  );
});
