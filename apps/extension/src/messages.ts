/**
 * What the parts of the extension say to each other, parsed by zod where it
 * arrives: a content script runs beside a hostile page, so what it sends is
 * attacker-controlled (spec: docs/extension.md, "Parts").
 *
 * Who speaks is told by the browser's `sender` (tab, frame, document), never
 * by the message. Points and boxes are CSS pixels of the sending frame's
 * viewport; `atMs` is milliseconds since the epoch on the monotonic clock of
 * the browser (`performance.timeOrigin + event.timeStamp`).
 */
import { z } from 'zod';

const atMs = z.number().nonnegative();
const px = z.number().min(-1e7).max(1e7);
const length = z.number().min(0).max(1e7);
const point = { x: px, y: px };
const box = z.strictObject({ x: px, y: px, width: length, height: length });
const words = z.string().max(4_000);
const count = z.number().int().nonnegative();

/** Indexes in `frames`, from the top window down to the one that speaks; [] is the top one. */
const path = z.array(count.max(10_000)).max(32);

const stroke = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('known'), code: z.string().max(40), key: z.string().max(40) }),
  z.strictObject({
    kind: z.literal('withheld'),
    reason: z.enum(['secureField', 'unknownField', 'tier', 'sensitive']),
  }),
]);

/** The control under the pointer or in focus; of a secure one, role and box alone. */
const element = z.strictObject({
  role: z.string().max(80),
  name: words,
  box,
  secure: z.boolean(),
  editable: z.boolean(),
  css: words.optional(),
  testId: words.optional(),
});

const pageEvent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pointerMove'), atMs, ...point }),
  z.strictObject({
    kind: z.literal('pointerButton'),
    atMs,
    ...point,
    button: z.enum(['left', 'middle', 'right', 'back', 'forward']),
    pressed: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('wheel'), atMs, ...point, dx: z.number(), dy: z.number() }),
  z.strictObject({ kind: z.literal('key'), atMs, pressed: z.boolean(), stroke }),
  z.strictObject({
    kind: z.literal('element'),
    atMs,
    relation: z.enum(['pointer', 'focus']),
    element: element.nullable(),
  }),
  /** Title and address of the top document; only the top frame sends it. */
  z.strictObject({ kind: z.literal('page'), atMs, title: words }),
]);
/** One event of a page, in the order in which it happened there. */
export type PageEvent = z.infer<typeof pageEvent>;

/** A run of text that the page shows. Of a secure one `text` is ''. */
const textBox = z.strictObject({
  box,
  text: z.string().max(20_000),
  role: z.string().max(80),
  secure: z.boolean(),
  label: words.optional(),
});

/** What one frame's document shows, and what of it is to be covered. */
const snapshot = z.strictObject({
  path,
  atMs,
  viewport: z.strictObject({ width: length, height: length }),
  /** Device pixels a CSS pixel: the screen's and the page's zoom together. */
  scale: z.number().positive().max(100),
  texts: z.array(textBox).max(20_000),
  /** Canvas, video, pictures and whatever else no text explains. */
  covers: z.array(box).max(20_000),
  /** Where the documents inside this one stand: their index in `frames`, and their content box. */
  frames: z.array(z.strictObject({ index: count, box })).max(5_000),
  /** What changed since `sinceMs`; null: it scrolled or grew, so nothing stands where it was. */
  unsettled: z.array(box).max(20_000).nullable(),
});
export type PageSnapshot = z.infer<typeof snapshot>;

/** Loss accounting of one document since it was opened (packages/recording, `Accounting`). */
const accounting = z.strictObject({
  arrived: count,
  kept: count,
  dropped: z.partialRecord(
    z.enum(['secureField', 'unknownField', 'tier', 'paused', 'overflow']),
    count,
  ),
});
export type PageAccounting = z.infer<typeof accounting>;

/** Content script → recorder. Answered by `PageState`. */
export const pageMessageSchema = z.discriminatedUnion('kind', [
  /** A document is there and wants to know whether it is recorded. */
  z.strictObject({ kind: z.literal('hello'), path }),
  z.strictObject({
    kind: z.literal('events'),
    path,
    events: z.array(pageEvent).max(5_000),
    accounting,
  }),
  /** An action is about to change the page: a frame from before it is wanted. */
  z.strictObject({ kind: z.literal('frameWanted'), cause: z.enum(['beforeAction', 'damage']) }),
  /** The person clicked the marker. */
  z.strictObject({ kind: z.literal('pause') }),
  /** The dead-man switch: the marker has not been visible for long. */
  z.strictObject({ kind: z.literal('markerHidden') }),
]);
export type PageMessage = z.infer<typeof pageMessageSchema>;

/** What a page is told: whether it is recorded, and how far. */
export const pageStateSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('recording'),
    tier: z.enum(['motion', 'actions', 'text', 'screen']),
  }),
  z.strictObject({ kind: z.literal('paused'), words }),
  /** Nothing is recorded: the script takes its listeners and the marker away. */
  z.strictObject({ kind: z.literal('stopped') }),
]);
export type PageState = z.infer<typeof pageStateSchema>;

/** Background → content script. `snapshotWanted` is answered by a `PageSnapshot` or null. */
export const toPageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('state'), state: pageStateSchema }),
  z.strictObject({ kind: z.literal('snapshotWanted'), sinceMs: atMs }),
]);
export type ToPage = z.infer<typeof toPageSchema>;

export const snapshotSchema = snapshot;
