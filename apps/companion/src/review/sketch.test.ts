/** A sketch is small, and a timeline made of it is the one of the whole. */
import { createId, systemClock, systemRandom } from '@understudy/base';
import { createReducer, profiles, type Action } from '@understudy/distill';
import type { RecordingEvent, SegmentContent } from '@understudy/recording';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sketchSegment } from './sketch.ts';

const size = { width: 100, height: 100 };
const whole = { x: 0, y: 0, ...size };
const frame = createId('frame', systemClock, systemRandom);

const picture = {
  kind: 'screen',
  frame,
  size,
  cause: 'damage',
  keyframe: true,
  patches: [{ ...whole, mediaType: 'image/webp', data: new Uint8Array(9) }],
};
const place = { x: fc.integer({ min: 0, max: 99 }), y: fc.integer({ min: 0, max: 99 }) };
const step = fc.record({
  gapMs: fc.integer({ min: 1, max: 900 }),
  what: fc.oneof(
    fc.record({ kind: fc.constant('pointerMove'), ...place }),
    fc.record({ kind: fc.constant('pointerMove'), ...place }),
    fc.record({
      kind: fc.constant('pointerButton'),
      ...place,
      button: fc.constantFrom('left', 'right'),
      pressed: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('wheel'), ...place, dx: fc.constant(0), dy: fc.integer() }),
    fc.record({
      kind: fc.constant('key'),
      pressed: fc.boolean(),
      stroke: fc.constantFrom(
        { kind: 'known', code: 'KeyA', key: 'a' },
        { kind: 'known', code: 'ShiftLeft', key: 'Shift' },
      ),
    }),
    fc.constant(picture),
  ),
});

interface Step {
  readonly gapMs: number;
  readonly what: object;
}

/** As a generated event has the fields of its kind, and a sketch reads events only. */
function contentOf(steps: readonly Step[]): SegmentContent {
  let timeNs = 0;
  const events = steps.map(({ gapMs, what }) => {
    timeNs += gapMs * 1_000_000;
    return { ...what, timeNs } as RecordingEvent;
  });
  return { events } as unknown as SegmentContent;
}

/** All that a timeline shows of an action; which raw events it came from is not among it. */
function shownOf(events: readonly RecordingEvent[]): readonly Omit<Action, 'events'>[] {
  const reducer = createReducer(profiles.agentnet);
  return [...reducer.push(events), ...reducer.finish()].map(
    ({ events: _events, ...shown }) => shown,
  );
}

test('gives the same actions, whatever the pointer did on its way', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const content = contentOf(steps);
      expect(shownOf(sketchSegment(content).events)).toEqual(shownOf(content.events));
    }),
  );
});

test('keeps no pixels, and of a thousand moves two', () => {
  const moves = Array.from({ length: 1000 }, (_, x) => ({
    gapMs: 1,
    what: { kind: 'pointerMove', x, y: 0 },
  }));
  const { events } = sketchSegment(contentOf([...moves, { gapMs: 1, what: picture }]));
  expect(events.filter(({ kind }) => kind === 'pointerMove')).toHaveLength(2);
  expect(events.find(({ kind }) => kind === 'screen')).toMatchObject({
    patches: [{ ...whole, data: new Uint8Array() }],
  });
});
