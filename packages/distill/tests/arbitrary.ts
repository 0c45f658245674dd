/** Input that no person would make, for property tests of the reducer. */
import * as fc from 'fast-check';
import type { RecordingEvent } from '@understudy/recording';
import { frameId } from './script.ts';

const place = { x: fc.integer({ min: 0, max: 12 }), y: fc.integer({ min: 0, max: 12 }) };
const keys = [
  ['KeyA', 'a'],
  ['KeyB', 'B'],
  ['Space', ' '],
  ['Backspace', 'Backspace'],
  ['Enter', 'Enter'],
  ['ArrowDown', 'ArrowDown'],
  ['ShiftLeft', 'Shift'],
  ['ControlLeft', 'Control'],
  ['ControlRight', 'Control'],
  ['AltLeft', 'Alt'],
  ['AltRight', 'AltGraph'],
  ['CapsLock', 'CapsLock'],
  ['Quote', 'Dead'],
  ['F9', 'F9'],
] as const;

type Untimed = RecordingEvent extends infer One
  ? One extends RecordingEvent
    ? Omit<One, 'timeNs'>
    : never
  : never;

const untimed: fc.Arbitrary<Untimed> = fc.oneof(
  fc.record({ kind: fc.constant('pointerMove'), ...place }),
  fc.record({
    kind: fc.constant('pointerButton'),
    ...place,
    button: fc.constantFrom('left', 'left', 'right', 'middle', 'back'),
    pressed: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('wheel'),
    ...place,
    dx: fc.integer({ min: -1, max: 1 }),
    dy: fc.integer({ min: -2, max: 2 }),
  }),
  fc
    .record({ pair: fc.constantFrom(...keys), pressed: fc.boolean() })
    .map(({ pair: [code, key], pressed }) => ({
      kind: 'key' as const,
      pressed,
      stroke: { kind: 'known' as const, code, key },
    })),
  fc.boolean().map((pressed) => ({
    kind: 'key' as const,
    pressed,
    stroke: { kind: 'withheld' as const, reason: 'secureField' as const },
  })),
  fc.integer({ min: 0, max: 99 }).map((number) => ({
    kind: 'screen' as const,
    frame: frameId(number),
    size: { width: 100, height: 100 },
    cause: 'damage' as const,
    keyframe: number % 7 === 0,
    patches: [
      {
        x: 0,
        y: 0,
        width: number % 30,
        height: 10,
        mediaType: 'image/webp' as const,
        data: new Uint8Array(),
      },
    ],
  })),
  fc.record({
    kind: fc.constant('gap'),
    durationNs: fc.constant(0),
    reason: fc.constant('paused'),
  }),
);

const pauseMs = fc.constantFrom(0, 1, 20, 120, 300, 499, 501, 1200, 4000);

/** Events in the order of their time. */
export const inputStream: fc.Arbitrary<readonly RecordingEvent[]> = fc
  .array(fc.tuple(pauseMs, untimed), { maxLength: 60 })
  .map((steps) => {
    let timeNs = 0;
    return steps.map(([pause, event]): RecordingEvent => {
      timeNs += pause * 1_000_000;
      return { ...event, timeNs };
    });
  });
