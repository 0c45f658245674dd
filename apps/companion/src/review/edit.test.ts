/** What an edit leaves of a segment's events: less, and never what was cut. */
import { createId, systemClock, systemRandom } from '@understudy/base';
import type { RecordingEvent, ScreenEvent, ScreenPatch } from '@understudy/recording';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { createCanvas } from './canvas.ts';
import { blackOutEvents, cutEvents, dropInput, showScreens } from './edit.ts';
import { createResidue } from './residue.ts';

const size = { width: 40, height: 30 };
const whole = { x: 0, y: 0, ...size };
const place = { x: 5, y: 5, width: 10, height: 10 };
type Colour = readonly [number, number, number];
const red: Colour = [255, 0, 0];
const green: Colour = [0, 255, 0];
const blue: Colour = [0, 0, 255];
const covered: Colour = [32, 32, 32];

async function patchOf(box: typeof whole, [r, g, b]: Colour): Promise<ScreenPatch> {
  const { width, height } = box;
  const data = await sharp({ create: { width, height, channels: 3, background: { r, g, b } } })
    .webp({ lossless: true })
    .toBuffer();
  return { ...box, mediaType: 'image/webp', data };
}

function frameOf(timeNs: number, patches: readonly ScreenPatch[], keyframe = false): ScreenEvent {
  const frame = createId('frame', systemClock, systemRandom);
  return { kind: 'screen', timeNs, frame, size, cause: 'damage', keyframe, patches };
}

async function pixelsAfter(
  events: readonly RecordingEvent[],
): Promise<(x: number, y: number) => Colour> {
  const canvas = createCanvas(size);
  for (const event of events) if (event.kind === 'screen') await canvas.paint(event);
  const pixels = await sharp((await canvas.patch({ x: 0, y: 0, ...canvas.size })).data)
    .raw()
    .toBuffer();
  return (x, y) => {
    const at = (y * size.width + x) * 3;
    return [pixels[at] ?? -1, pixels[at + 1] ?? -1, pixels[at + 2] ?? -1];
  };
}

describe('a cut', () => {
  test('takes out every event of its range and leaves a gap that says so', async () => {
    const events: RecordingEvent[] = [10, 20, 30, 40].map((timeNs) => ({
      kind: 'pointerMove',
      timeNs,
      x: timeNs,
      y: 0,
    }));
    const { events: left, removed } = await cutEvents(
      events,
      { fromNs: 20, toNs: 40 },
      createResidue(),
    );
    expect(removed).toBe(2);
    expect(left).toEqual([
      { kind: 'pointerMove', timeNs: 10, x: 10, y: 0 },
      { kind: 'gap', timeNs: 20, durationNs: 20, reason: 'cut' },
      { kind: 'pointerMove', timeNs: 40, x: 40, y: 0 },
    ]);
  });

  test('counts only what was counted as kept: neither frames nor keys that capture withheld', async () => {
    const stroke = { kind: 'withheld', reason: 'secureField' } as const;
    const events: RecordingEvent[] = [
      frameOf(1, [await patchOf(whole, red)], true),
      { kind: 'window', timeNs: 2, app: 'a', title: '', box: whole, handle: 1 },
      { kind: 'key', timeNs: 3, pressed: true, stroke },
      { kind: 'key', timeNs: 4, pressed: false, stroke },
      { kind: 'pointerMove', timeNs: 5, x: 1, y: 1 },
    ];
    const { removed } = await cutEvents(events, { fromNs: 0, toNs: 10 }, createResidue());
    expect(removed).toBe(1);
  });

  test('covers what was painted within it until something paints there again', async () => {
    const left = { x: 0, y: 0, width: 20, height: 30 };
    const right = { x: 20, y: 0, width: 10, height: 30 };
    const corner = { x: 0, y: 0, width: 5, height: 5 };
    const events = [
      frameOf(1, [await patchOf(whole, red)], true),
      frameOf(15, [await patchOf(left, green)]),
      frameOf(25, [await patchOf(corner, blue), await patchOf(right, blue)]),
    ];
    const { events: edited } = await cutEvents(events, { fromNs: 10, toNs: 20 }, createResidue());
    const at = await pixelsAfter(edited);
    expect(at(2, 2)).toEqual(blue);
    expect(at(10, 10)).toEqual(covered);
    expect(at(22, 10)).toEqual(blue);
    expect(at(35, 10)).toEqual(red);
  });

  test('of the keyframe makes the next frame whole, and covers the rest of the screen', async () => {
    const corner = { x: 0, y: 0, width: 5, height: 5 };
    const events = [
      frameOf(1, [await patchOf(whole, red)], true),
      frameOf(25, [await patchOf(corner, blue)]),
    ];
    const { events: edited } = await cutEvents(events, { fromNs: 0, toNs: 20 }, createResidue());
    const frame = edited.find((event) => event.kind === 'screen');
    expect(frame).toMatchObject({ keyframe: true, timeNs: 25 });
    const at = await pixelsAfter(edited);
    expect(at(2, 2)).toEqual(blue);
    expect(at(30, 20)).toEqual(covered);
  });

  describe('from the start of the recording', () => {
    const left = { x: 0, y: 0, width: 20, height: 30 };
    const corner = { x: 0, y: 0, width: 5, height: 5 };
    const press = (timeNs: number): RecordingEvent[] =>
      [true, false].map((pressed, later) => ({
        kind: 'pointerButton',
        timeNs: timeNs + later,
        x: 1,
        y: 1,
        button: 'left',
        pressed,
      }));
    const edit = async (first: readonly RecordingEvent[]) => {
      const events = [
        ...first,
        frameOf(5, [await patchOf(whole, red)], true),
        ...press(7),
        frameOf(15, [await patchOf(left, green)]),
        frameOf(25, [await patchOf(corner, blue)]),
      ];
      const residue = createResidue({ fromStart: true });
      return pixelsAfter((await cutEvents(events, { fromNs: 0, toNs: 20 }, residue)).events);
    };

    test('leaves what stood there when it began, and covers what was painted since', async () => {
      const at = await edit([{ kind: 'pointerMove', timeNs: 1, x: 1, y: 1 }]);
      expect(at(2, 2)).toEqual(blue);
      expect(at(10, 10)).toEqual(covered);
      expect(at(35, 10)).toEqual(red);
    });

    test.each([
      ['something was done', press(1)],
      ['nothing was recorded', [{ kind: 'gap', timeNs: 1, durationNs: 2, reason: 'cut' }]],
    ] as const)('covers all of it where %s before the first picture', async (_, first) => {
      const at = await edit(first);
      expect(at(2, 2)).toEqual(blue);
      expect(at(35, 10)).toEqual(covered);
    });
  });

  test('covers what it painted also in the pictures that open later segments, until it changes', async () => {
    const left = { x: 0, y: 0, width: 20, height: 30 };
    const corner = { x: 0, y: 0, width: 5, height: 5 };
    const residue = createResidue();
    await cutEvents(
      [frameOf(1, [await patchOf(whole, red)], true), frameOf(15, [await patchOf(left, green)])],
      { fromNs: 10, toNs: 20 },
      residue,
    );
    const opening = [await patchOf(whole, red), await patchOf(left, green)];
    const next = await showScreens([frameOf(31, opening, true)], residue);
    const opened = await pixelsAfter(next);
    expect(opened(2, 2)).toEqual(covered);
    expect(opened(35, 10)).toEqual(red);
    const later = await showScreens([frameOf(35, [await patchOf(corner, blue)])], residue);
    expect((await pixelsAfter([...next, ...later]))(2, 2)).toEqual(blue);
    expect((await pixelsAfter([...next, ...later]))(10, 10)).toEqual(covered);
    expect(residue.isGone()).toBe(false);
    await showScreens([frameOf(41, [await patchOf(whole, blue)], true)], residue);
    expect(residue.isGone()).toBe(true);
  });

  test('leaves the pictures after it as they are where the screen came back to what it was', async () => {
    const residue = createResidue();
    const events = [
      frameOf(1, [await patchOf(whole, red)], true),
      frameOf(12, [await patchOf(place, green)]),
      frameOf(15, [await patchOf(place, red)]),
    ];
    await cutEvents(events, { fromNs: 10, toNs: 20 }, residue);
    const opening = frameOf(31, [await patchOf(whole, red)], true);
    const at = await pixelsAfter(await showScreens([opening], residue));
    expect(at(8, 8)).toEqual(red);
    expect(residue.isGone()).toBe(true);
  });

  test('keeps which window is in front, but neither its title nor the page within', async () => {
    const events: RecordingEvent[] = [
      { kind: 'window', timeNs: 12, app: 'chromium', title: 'Secret plan', box: whole, handle: 1 },
      { kind: 'page', timeNs: 13, url: 'https://example.com/secret/path', title: 'Secret plan' },
      { kind: 'pointerMove', timeNs: 30, x: 1, y: 1 },
    ];
    const { events: left } = await cutEvents(events, { fromNs: 10, toNs: 20 }, createResidue());
    expect(left).toContainEqual(
      expect.objectContaining({ app: 'chromium', title: '', timeNs: 20 }),
    );
    expect(left).toContainEqual(
      expect.objectContaining({ url: 'https://example.com/', title: '' }),
    );
    expect(JSON.stringify(left)).not.toMatch(/secret/i);
  });

  test('leaves no button or key hanging, whatever it cuts', async () => {
    const press = fc.record({
      timeNs: fc.integer({ min: 0, max: 99 }),
      button: fc.constantFrom('left', 'right'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(press, { maxLength: 12 }),
        fc.integer({ min: 0, max: 99 }),
        fc.integer({ min: 1, max: 50 }),
        async (presses, fromNs, length) => {
          const held = new Set<string>();
          const events: RecordingEvent[] = [];
          for (const { timeNs, button } of presses.toSorted((a, b) => a.timeNs - b.timeNs)) {
            const kind = button === 'left' ? 'left' : 'right';
            const pressed = !held.has(button);
            if (pressed) held.add(button);
            else held.delete(button);
            events.push({ kind: 'pointerButton', timeNs, x: 0, y: 0, button: kind, pressed });
          }
          const range = { fromNs, toNs: fromNs + length };
          const { events: left } = await cutEvents(events, range, createResidue());
          const open = new Set<string>();
          for (const event of left) {
            if (event.kind !== 'pointerButton') continue;
            expect(
              event.timeNs < range.fromNs || event.timeNs >= range.toNs || !event.pressed,
            ).toBe(true);
            expect(open.has(event.button)).toBe(!event.pressed);
            if (event.pressed) open.add(event.button);
            else open.delete(event.button);
          }
        },
      ),
    );
  });
});

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
