/** What a cut leaves of a session's segments: less, and never what was cut. */
import type { RecordingEvent } from '@understudy/recording';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
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
import { createCut } from './cut.ts';
import type { EditedEvents, TimeRange } from './edit.ts';
import { createResidue } from './residue.ts';

/** Of a session of one segment. */
const cutOne = (events: readonly RecordingEvent[], range: TimeRange): Promise<EditedEvents> =>
  createCut(range, createResidue()).take(events, true);

describe('a cut', () => {
  test('takes out every event of its range and leaves a gap that says so', async () => {
    const events: RecordingEvent[] = [10, 20, 30, 40].map((timeNs) => ({
      kind: 'pointerMove',
      timeNs,
      x: timeNs,
      y: 0,
    }));
    const { events: left, removed } = await cutOne(events, { fromNs: 20, toNs: 40 });
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
    const { removed } = await cutOne(events, { fromNs: 0, toNs: 10 });
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
    const { events: edited } = await cutOne(events, { fromNs: 10, toNs: 20 });
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
    const { events: edited } = await cutOne(events, { fromNs: 0, toNs: 20 });
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
      const cut = createCut({ fromNs: 0, toNs: 20 }, createResidue({ fromStart: true }));
      return pixelsAfter((await cut.take(events, true)).events);
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
    const cut = createCut({ fromNs: 10, toNs: 20 }, createResidue());
    await cut.take(
      [frameOf(1, [await patchOf(whole, red)], true), frameOf(15, [await patchOf(left, green)])],
      true,
    );
    const opening = [await patchOf(whole, red), await patchOf(left, green)];
    const next = await cut.show([frameOf(31, opening, true)]);
    const opened = await pixelsAfter(next);
    expect(opened(2, 2)).toEqual(covered);
    expect(opened(35, 10)).toEqual(red);
    const later = await cut.show([frameOf(35, [await patchOf(corner, blue)])]);
    expect((await pixelsAfter([...next, ...later]))(2, 2)).toEqual(blue);
    expect((await pixelsAfter([...next, ...later]))(10, 10)).toEqual(covered);
    expect(cut.isGone()).toBe(false);
    await cut.show([frameOf(41, [await patchOf(whole, blue)], true)]);
    expect(cut.isGone()).toBe(true);
  });

  test('leaves the pictures after it as they are where the screen came back to what it was', async () => {
    const cut = createCut({ fromNs: 10, toNs: 20 }, createResidue());
    const events = [
      frameOf(1, [await patchOf(whole, red)], true),
      frameOf(12, [await patchOf(place, green)]),
      frameOf(15, [await patchOf(place, red)]),
    ];
    await cut.take(events, true);
    const opening = frameOf(31, [await patchOf(whole, red)], true);
    const at = await pixelsAfter(await cut.show([opening]));
    expect(at(8, 8)).toEqual(red);
    expect(cut.isGone()).toBe(true);
  });

  test('keeps which window is in front, but neither its title nor the page within', async () => {
    const events: RecordingEvent[] = [
      { kind: 'window', timeNs: 12, app: 'chromium', title: 'Secret plan', box: whole, handle: 1 },
      { kind: 'page', timeNs: 13, url: 'https://example.com/secret/path', title: 'Secret plan' },
      { kind: 'pointerMove', timeNs: 30, x: 1, y: 1 },
    ];
    const { events: left } = await cutOne(events, { fromNs: 10, toNs: 20 });
    expect(left).toContainEqual(
      expect.objectContaining({ app: 'chromium', title: '', timeNs: 20 }),
    );
    expect(left).toContainEqual(
      expect.objectContaining({ url: 'https://example.com/', title: '' }),
    );
    expect(JSON.stringify(left)).not.toMatch(/secret/i);
  });

  test('of segments that overlap leaves each event in its order, and one gap where it was', async () => {
    const cut = createCut({ fromNs: 60, toNs: 80 }, createResidue());
    const press = (timeNs: number, pressed: boolean): RecordingEvent => ({
      kind: 'pointerButton',
      timeNs,
      x: 1,
      y: 1,
      button: 'left',
      pressed,
    });
    const typed: RecordingEvent = { kind: 'pointerMove', timeNs: 20, x: 2, y: 2 };
    // The first one lasts until 90; what came after 10 waited for the second.
    const first = await cut.take([press(10, true)], false);
    const second = await cut.take(
      [press(11, false), typed, press(70, true), press(85, false)],
      true,
    );
    expect([...first.events, ...second.events]).toEqual([
      press(10, true),
      press(11, false),
      typed,
      { kind: 'gap', timeNs: 60, durationNs: 20, reason: 'cut' },
    ]);
    expect(first.removed + second.removed).toBe(2);
  });

  test('leaves no button or key hanging, whatever it cuts, and wherever the segments part', async () => {
    const press = fc.record({
      timeNs: fc.integer({ min: 0, max: 99 }),
      button: fc.constantFrom('left', 'right'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(press, { maxLength: 12 }),
        fc.integer({ min: 0, max: 99 }),
        fc.integer({ min: 1, max: 50 }),
        fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 })),
        async (presses, fromNs, length, splits) => {
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
          const cut = createCut(range, createResidue());
          // The last segment of a range begins before it ends, and the one that is only seen ends before.
          const until = (timeNs: number) => events.filter((event) => event.timeNs < timeNs).length;
          const begins = Math.min(Math.max(...splits), until(range.toNs));
          const seen = Math.min(...splits, until(range.fromNs));
          await cut.see(events.slice(0, seen));
          const { events: first } = await cut.take(events.slice(seen, begins), false);
          const { events: second } = await cut.take(events.slice(begins), true);
          const left = [...events.slice(0, seen), ...first, ...second];
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
