/**
 * What the extension's own processes say to each other: the background, which
 * alone speaks with tabs, and the host, which alone holds content and keys.
 * A content script can send to the same channel; `sender` tells it apart.
 */
import { z } from 'zod';
import { pageStateSchema } from './messages.ts';

const tab = z.int().nonnegative();

/** The port that the host keeps open while it records. */
export const lineName = 'host';

/** The frames of a tab that run our script. */
const tabFramesSchema = z.strictObject({ tab, frames: z.array(z.int().nonnegative()) });
export type TabFrames = z.infer<typeof tabFramesSchema>;

/** What the host does, as badge, scripts and pages follow it. `origins`: where scripts may run. */
export const hostStateSchema = z.strictObject({
  page: pageStateSchema,
  origins: z.array(z.string()).readonly(),
});
export type HostState = z.infer<typeof hostStateSchema>;

/** A picture with what these frames say that they show, unless it is the one of this digest. */
const pictureWishSchema = tabFramesSchema.extend({ known: z.string().nullable() });
export type PictureWish = z.infer<typeof pictureWishSchema>;

export const toBackgroundSchema = z.discriminatedUnion('kind', [
  z.strictObject({ to: z.literal('background'), kind: z.literal('state'), state: hostStateSchema }),
  /** A page of ours needs the host; answered once it is there. */
  z.strictObject({ to: z.literal('background'), kind: z.literal('wake') }),
  /** A page of ours asks which of the desktop's sites the browser does not show us. */
  z.strictObject({ to: z.literal('background'), kind: z.literal('missingSites') }),
  pictureWishSchema.extend({ to: z.literal('background'), kind: z.literal('pictureWanted') }),
  /** The recording ends or pauses; answered once these frames have sent what they hold. */
  z.strictObject({
    to: z.literal('background'),
    kind: z.literal('flush'),
    tabs: z.array(tabFramesSchema),
  }),
]);
export type ToBackground = z.infer<typeof toBackgroundSchema>;

export const toHostSchema = z.discriminatedUnion('kind', [
  z.strictObject({ to: z.literal('host'), kind: z.literal('whatState') }),
  z.strictObject({ to: z.literal('host'), kind: z.literal('togglePause') }),
  /** The text of the operator's join file, from a page of ours. */
  z.strictObject({ to: z.literal('host'), kind: z.literal('join'), text: z.string() }),
  /** Whether the desktop's recorder, which this extension is paired with, records. */
  z.strictObject({ to: z.literal('host'), kind: z.literal('desktop'), recording: z.boolean() }),
  /** The tab in front is another one, or none of any window of ours. */
  z.strictObject({
    to: z.literal('host'),
    kind: z.literal('front'),
    tab: tab.nullable(),
    atMs: z.number().nonnegative(),
  }),
  /** A tab shows a document of another origin, or (null) is closed. */
  z.strictObject({
    to: z.literal('host'),
    kind: z.literal('turned'),
    tab,
    origin: z.string().nullable(),
    atMs: z.number().nonnegative(),
  }),
  /** The browser got a file of that name from a page of that origin. */
  z.strictObject({
    to: z.literal('host'),
    kind: z.literal('download'),
    name: z.string(),
    origin: z.string(),
    atMs: z.number().nonnegative(),
  }),
]);
export type ToHost = z.infer<typeof toHostSchema>;

export const joinAnswerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('joined') }),
  z.strictObject({ kind: z.literal('refused'), words: z.string() }),
]);
export type JoinAnswer = z.infer<typeof joinAnswerSchema>;

/** What one document of a tab answered to `snapshotWanted`; its own schema is the page's. */
const framePartSchema = z.strictObject({
  frame: z.int().nonnegative(),
  /** -1: it is the top one. */
  parent: z.int(),
  url: z.string(),
  snapshot: z.unknown(),
});

/** A picture of a tab's viewport and what stood in it, or null where it could not be taken. */
export const pictureSchema = z
  .discriminatedUnion('kind', [
    /** It is the one that the host knows, pixel for pixel. */
    z.strictObject({ kind: z.literal('known') }),
    /** None was taken: the page does not stand still, and wishes for one once it does. */
    z.strictObject({ kind: z.literal('moving') }),
    z.strictObject({
      kind: z.literal('taken'),
      tab,
      /** What it shows was there by then: nothing that happened later is in it. */
      untilMs: z.number().nonnegative(),
      /** `data:image/png;base64,…` */
      png: z.string().startsWith('data:image/png;base64,'),
      /** SHA-256 of that, in base64. */
      digest: z.string(),
      frames: z.array(framePartSchema),
    }),
  ])
  .nullable();
export type Picture = z.infer<typeof pictureSchema>;
