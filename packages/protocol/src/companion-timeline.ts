/**
 * What the review page is told of one session: its steps, as values that the
 * page puts into words, and where in time its pictures, gaps and covered
 * places stand; apart from it the pictures of one segment.
 */
import { z } from 'zod';
import { boxSchema, timeNsSchema } from './companion-shapes.ts';
import { countSchema, idSchema } from './values.ts';

const step = {
  index: countSchema,
  startNs: timeNsSchema,
  endNs: timeNsSchema,
  app: z.string(),
  point: z.object({ x: z.number(), y: z.number() }).nullable(),
  /** The control that it was done to; null where none was known. */
  target: z.object({ role: z.string(), name: z.string(), box: boxSchema.nullable() }).nullable(),
  /** The picture before it. */
  frame: idSchema('frame').nullable(),
};

/** One action of the contributor, by the kinds of spec/dataset.md, or what was done by the clipboard. */
const stepSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum([
      'click',
      'doubleClick',
      'tripleClick',
      'rightClick',
      'middleClick',
      'longPress',
      'drag',
      'wait',
    ]),
    ...step,
  }),
  z.object({
    kind: z.literal('scroll'),
    direction: z.enum(['up', 'down', 'left', 'right']),
    ...step,
  }),
  /** `text` null: which keys they were was never kept. */
  z.object({
    kind: z.literal('type'),
    text: z.string().nullable(),
    keyCount: countSchema,
    ...step,
  }),
  /** In a list or picker that the browser draws. */
  z.object({ kind: z.literal('choose'), text: z.string(), ...step }),
  /** `text` null: it was not told, as of a secure field. */
  z.object({ kind: z.enum(['copy', 'cut', 'paste']), text: z.string().nullable(), ...step }),
  z.object({
    kind: z.enum(['press', 'hotkey']),
    keys: z.array(z.string()),
    presses: countSchema,
    ...step,
  }),
]);
export type CompanionStep = z.output<typeof stepSchema>;

export const timelineSchema = z.object({
  session: idSchema('session'),
  /** The task as it would be shared: through the session's redaction. */
  task: z.string().nullable(),
  durationNs: timeNsSchema,
  display: z.object({ width: z.number(), height: z.number() }).nullable(),
  steps: z.array(stepSchema),
  /** Which segments there are, in order. */
  segments: z.array(idSchema('segment')),
  frames: z.array(
    z.object({
      frame: idSchema('frame'),
      /** Its segment's place in `segments`. */
      segment: countSchema,
      timeNs: timeNsSchema,
      cause: z.enum(['damage', 'beforeAction', 'start']),
    }),
  ),
  /** What stands covered from that frame on, until the next entry. */
  redactions: z.array(
    z.object({
      frame: idSchema('frame'),
      timeNs: timeNsSchema,
      boxes: z.array(boxSchema.extend({ label: z.string(), rule: z.string() })),
    }),
  ),
  gaps: z.array(z.object({ timeNs: timeNsSchema, durationNs: timeNsSchema, reason: z.string() })),
  windows: z.array(z.object({ timeNs: timeNsSchema, app: z.string(), title: z.string() })),
  /** What was covered, counted by kind, channel, layer and rule; never a value. */
  covered: z.array(
    z.object({
      kind: z.string(),
      channel: z.string(),
      layer: z.string(),
      rule: z.string(),
      count: countSchema,
    }),
  ),
});
export type CompanionTimeline = z.output<typeof timelineSchema>;

/** A frame's patches are painted over the frame before it; a keyframe stands alone. */
export const segmentViewSchema = z.object({
  frames: z.array(
    z.object({
      frame: idSchema('frame'),
      size: z.object({ width: countSchema, height: countSchema }),
      keyframe: z.boolean(),
      patches: z.array(
        z.object({
          x: z.int(),
          y: z.int(),
          mediaType: z.enum(['image/webp', 'image/png', 'image/jpeg']),
          /** Base64 of the image file. */
          data: z.string(),
        }),
      ),
    }),
  ),
  /** The pointer's path, flat: timeNs, x, y, timeNs, x, y … */
  pointer: z.array(z.number()),
});
export type CompanionSegmentView = z.output<typeof segmentViewSchema>;
