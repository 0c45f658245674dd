/** Every event that a segment can hold, for property tests. */
import { createId, type Clock, type Id, type IdKind } from '@understudy/base';
import * as fc from 'fast-check';
import type { RecordingEvent } from '../src/event.ts';
import { placesToMovedNodes } from '../src/moved-nodes.ts';
import type { SegmentContent } from '../src/segment.ts';

const timeNs = fc.integer({ min: 0, max: 2 ** 50 });
const place = {
  x: fc.integer({ min: -5000, max: 20_000 }),
  y: fc.integer({ min: -5000, max: 20_000 }),
};
const extent = fc.integer({ min: 0, max: 8000 });
const box = fc.record({ ...place, width: extent, height: extent });
const size = fc.record({ width: extent, height: extent });
const text = fc.string({ unit: 'grapheme', maxLength: 12 });

const seed = fc.uint8Array({ minLength: 16, maxLength: 16 });
const clock: Clock = { nowMs: () => 1_800_000_000_000, monotonicNs: () => 0n };
const seededId = <Kind extends IdKind>(kind: Kind): fc.Arbitrary<Id<Kind>> =>
  seed.map((bytes) => createId(kind, clock, { bytes: () => bytes }));
const frame = seededId('frame');
const session = seededId('session');

const element = fc.record(
  {
    role: text,
    name: text,
    box,
    secure: fc.boolean(),
    editable: fc.boolean(),
    app: text,
    css: text,
    testId: text,
  },
  { requiredKeys: ['role', 'name', 'box', 'secure', 'editable', 'app'] },
);
const cause = fc.constantFrom('damage', 'beforeAction', 'start');
const mediaType = fc.constantFrom('image/webp', 'image/png', 'image/jpeg');
const data = fc.uint8Array({ maxLength: 40 });

const keyframe = fc
  .record({ timeNs, frame, size, cause, mediaType, data })
  .map(({ timeNs, frame, size, cause, mediaType, data }) => ({
    kind: 'screen' as const,
    timeNs,
    frame,
    size,
    cause,
    keyframe: true,
    patches: [{ x: 0, y: 0, ...size, mediaType, data }],
  }));

const known = fc.record({
  kind: fc.constant('known'),
  code: fc.constantFrom('KeyA', 'Enter', 'Fn', 'F13'),
  key: text,
});
const withheld = fc.record({
  kind: fc.constant('withheld'),
  reason: fc.constantFrom('secureField', 'unknownField', 'tier', 'sensitive'),
});

const anyEvent: fc.Arbitrary<RecordingEvent> = fc.oneof(
  fc.record({ kind: fc.constant('pointerMove'), timeNs, ...place }),
  fc.record({
    kind: fc.constant('pointerButton'),
    timeNs,
    ...place,
    button: fc.constantFrom('left', 'middle', 'right', 'back', 'forward'),
    pressed: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('wheel'),
    timeNs,
    ...place,
    dx: fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constantFrom(0.25, -1.5)),
    dy: fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constantFrom(0.25, -1.5)),
  }),
  fc.record({
    kind: fc.constant('key'),
    timeNs,
    pressed: fc.boolean(),
    stroke: fc.oneof(known, withheld),
  }),
  fc.record({
    kind: fc.constant('window'),
    timeNs,
    app: text,
    title: text,
    box,
    handle: fc.integer({ min: 0, max: 2 ** 32 }),
  }),
  fc.record({
    kind: fc.constant('element'),
    timeNs,
    relation: fc.constantFrom('pointer', 'focus'),
    element: fc.option(element),
  }),
  fc.record({ kind: fc.constant('page'), timeNs, url: text, title: text }),
  fc.record(
    {
      kind: fc.constant('interaction'),
      timeNs,
      what: fc.constantFrom('scroll', 'copy', 'navigate', 'submit', 'change', 'browserDialog'),
      element: fc.option(element),
      position: fc.record(place),
      value: text,
      durationNs: extent,
    },
    { requiredKeys: ['kind', 'timeNs', 'what', 'element'] },
  ),
  fc.record(
    {
      kind: fc.constant('snapshot'),
      timeNs,
      keyframe: fc.boolean(),
      nodes: fc.array(
        fc.record(
          {
            id: extent,
            parent: fc.option(extent),
            role: text,
            name: text,
            value: text,
            states: fc.array(text, { maxLength: 2 }),
            box,
            css: text,
            testId: text,
            label: text,
          },
          { requiredKeys: ['id', 'parent', 'role', 'name', 'states', 'box'] },
        ),
        { maxLength: 3 },
      ),
      moved: fc
        .uniqueArray(fc.record({ id: extent, box }), { selector: ({ id }) => id })
        .map(placesToMovedNodes),
      removed: fc.array(extent, { maxLength: 2 }),
    },
    { requiredKeys: ['kind', 'timeNs', 'keyframe', 'nodes', 'removed'] },
  ),
  fc.record({
    kind: fc.constant('display'),
    timeNs,
    size,
    monitors: fc.array(
      fc.record({
        ...place,
        width: extent,
        height: extent,
        name: text,
        scale: fc.constantFrom(1, 1.25, 2),
      }),
      { maxLength: 2 },
    ),
  }),
  keyframe,
  fc.record({
    kind: fc.constant('screen'),
    timeNs,
    frame,
    size,
    cause,
    keyframe: fc.boolean(),
    patches: fc.array(fc.record({ ...place, width: extent, height: extent, mediaType, data }), {
      maxLength: 3,
    }),
  }),
  fc.record({
    kind: fc.constant('redaction'),
    timeNs,
    frame,
    boxes: fc.array(
      fc.record({ ...place, width: extent, height: extent, label: text, rule: text }),
      { maxLength: 2 },
    ),
  }),
  fc.record({
    kind: fc.constant('gap'),
    timeNs,
    durationNs: fc.integer({ min: 0, max: 2 ** 40 }),
    reason: fc.constantFrom('paused', 'notAllowed', 'locked', 'leaseLost', 'unreadable', 'cut'),
  }),
);

const count = fc.integer({ min: 0, max: 2 ** 40 });

export const anySegment: fc.Arbitrary<SegmentContent> = fc.record({
  header: fc.record({
    session,
    origin: fc.record({ kind: fc.constant('foreign'), recorder: text }),
    task: fc.option(text),
    tier: fc.constantFrom('motion', 'actions', 'text', 'screen'),
    startedAt: fc.constant('2026-11-21T10:00:00.000Z'),
    platform: fc.constantFrom('x11', 'windows', 'macos', 'browser', 'unknown'),
    recorder: text,
  }),
  index: fc.integer({ min: 0, max: 9999 }),
  events: fc.array(anyEvent, { maxLength: 40 }),
  accounting: fc.record({
    generated: fc.option(count),
    arrived: count,
    kept: count,
    dropped: fc.record({ secureField: count, cut: count }, { requiredKeys: [] }),
  }),
  report: fc.oneof(fc.constant(null), fc.record({ kinds: fc.record({ email: count }) })),
});
