/**
 * What the script of one frame sends: records in their order, with the loss
 * accounting so far. A `snapshot` stands right before the action that it
 * precedes. Times are epoch milliseconds with fractions (the event's own stamp);
 * places are CSS pixels of the frame's own viewport.
 */
import { z } from 'zod';
import { modifiers } from './modifiers.ts';
import { movedNodeSchema, snapshotNodeSchema } from '../snapshot/snapshot-node.ts';

const at = { atMs: z.number().positive() };
const place = { x: z.number(), y: z.number() };
/** The node that the event is about; null where it is none that the tree knows. */
const target = { target: z.number().int().positive().nullable() };
/** Modifiers; none where it is missing. */
const held = { held: z.array(z.enum(modifiers)).max(4).exactOptional() };
const text = z.string().max(4000);
const longestDialogMs = 24 * 60 * 60 * 1000;

export const viewportSchema = z.strictObject({
  width: z.number().nonnegative(),
  height: z.number().nonnegative(),
  /** Device pixels of one CSS pixel: the screen's and the page's zoom together. */
  scale: z.number().positive(),
});
export type Viewport = z.infer<typeof viewportSchema>;

export const snapshotRecordSchema = z.strictObject({
  kind: z.literal('snapshot'),
  ...at,
  /** The first of a document; others hold what changed since the one before. */
  keyframe: z.boolean(),
  /** Whether all that is visible was looked at since the page last changed. */
  complete: z.boolean(),
  nodes: z.array(snapshotNodeSchema).max(50_000),
  /** Nodes of which only the place is another: id, x, y, width, height. */
  moved: z.array(movedNodeSchema).max(50_000),
  removed: z.array(z.number().int().positive()).max(50_000),
});

export const pageRecordSchema = z.discriminatedUnion('kind', [
  snapshotRecordSchema,
  /** Pointer positions: milliseconds after `atMs`, x, y. */
  z.strictObject({
    kind: z.literal('moves'),
    ...at,
    points: z.array(z.tuple([z.number(), z.number(), z.number()])).max(10_000),
  }),
  z.strictObject({
    kind: z.literal('button'),
    ...at,
    ...place,
    ...target,
    ...held,
    button: z.enum(['left', 'middle', 'right', 'back', 'forward']),
    pressed: z.boolean(),
  }),
  /** Steps of the wheel, right and up above 0. */
  z.strictObject({
    kind: z.literal('wheel'),
    ...at,
    ...place,
    ...target,
    dx: z.number(),
    dy: z.number(),
  }),
  z.strictObject({
    kind: z.literal('key'),
    ...at,
    ...target,
    ...held,
    pressed: z.boolean(),
    stroke: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('known'),
        code: z.string().max(40),
        key: z.string().max(40),
      }),
      z.strictObject({
        kind: z.literal('withheld'),
        reason: z.enum(['secureField', 'unknownField', 'tier']),
      }),
    ]),
  }),
  z.strictObject({ kind: z.literal('focus'), ...at, ...target }),
  z.strictObject({ kind: z.literal('select'), ...at, ...target, collapsed: z.boolean() }),
  z.strictObject({
    kind: z.literal('drag'),
    ...at,
    ...place,
    ...target,
    phase: z.enum(['start', 'drop', 'end']),
    /** The names of files that were dropped. */
    value: text.exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('clipboard'),
    ...at,
    ...target,
    what: z.enum(['copy', 'cut', 'paste']),
    /** What was copied or pasted, where it may be told. */
    value: text.exactOptional(),
  }),
  /** Offsets after it; `target` null is the document itself. */
  z.strictObject({
    kind: z.literal('scroll'),
    ...at,
    ...target,
    left: z.number(),
    top: z.number(),
  }),
  /** `value`: what was chosen or filled in, where no key tells it. */
  z.strictObject({ kind: z.literal('change'), ...at, ...target, value: text.exactOptional() }),
  z.strictObject({ kind: z.literal('submit'), ...at, ...target }),
  z.strictObject({ kind: z.literal('dialog'), ...at, ...target, open: z.boolean() }),
  /** One of the browser's own held the page until `atMs`. */
  z.strictObject({
    kind: z.literal('browserDialog'),
    ...at,
    durationMs: z.number().min(0).max(longestDialogMs),
  }),
  z.strictObject({ kind: z.literal('fullscreen'), ...at, ...target, open: z.boolean() }),
  z.strictObject({ kind: z.literal('print'), ...at }),
  /** The document and its geometry, at the start and whenever one of them changes. */
  z.strictObject({
    kind: z.literal('page'),
    ...at,
    cause: z.enum(['start', 'push', 'replace', 'traverse', 'reload', 'title', 'resize']),
    /** Without query, fragment and user info; redacted. */
    url: text,
    title: text,
    viewport: viewportSchema,
  }),
]);
export type PageRecord = z.infer<typeof pageRecordSchema>;

const dropReasonSchema = z.enum(['paused', 'overflow', 'tier']);
export type PageDropReason = z.infer<typeof dropReasonSchema>;

/** Input events only: positions, buttons, wheels, keys. `arrived` is `kept` plus all of `dropped`. */
const pageAccountingSchema = z.strictObject({
  arrived: z.number().int().nonnegative(),
  kept: z.number().int().nonnegative(),
  dropped: z.partialRecord(dropReasonSchema, z.number().int().nonnegative()),
});
export type PageAccounting = z.infer<typeof pageAccountingSchema>;

/** Numbers in `window.frames` from the top down; empty for the top, null where one is not told. */
export const framePathSchema = z.array(z.number().int().nonnegative()).max(20).nullable();
export type FramePath = z.infer<typeof framePathSchema>;

export const pageBatchSchema = z.strictObject({
  /** Random for each document, so that a new document in the same frame is told from the old. */
  document: z.string().max(40),
  sequence: z.number().int().nonnegative(),
  framePath: framePathSchema,
  records: z.array(pageRecordSchema).max(20_000),
  accounting: pageAccountingSchema,
});
export type PageBatch = z.infer<typeof pageBatchSchema>;
