/**
 * What the parts of the extension say to each other, parsed by zod where it
 * arrives: a content script runs beside a hostile page, so what it sends is
 * attacker-controlled (docs/extension.md, "Parts").
 *
 * Who speaks is told by the browser's `sender` (tab, frame, document), never
 * by the message. `atMs` is milliseconds since the epoch on the browser's
 * monotonic clock: `performance.timeOrigin + event.timeStamp`.
 */
import { z } from 'zod';

const words = z.string().max(4_000);

/** Whether a page is recorded, and how far; what the marker shows. */
export const pageStateSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('recording'),
    tier: z.enum(['motion', 'actions', 'text', 'screen']),
    clipboard: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('paused'), words }),
  /** Nothing is recorded: the script takes its listeners and the marker away. */
  z.strictObject({ kind: z.literal('stopped') }),
]);
export type PageState = z.infer<typeof pageStateSchema>;

/** Content script → host. The host's `PageState` answers each; null: it cannot tell, so stop. */
const toHost = { to: z.literal('host') };

export const fromPageSchema = z.discriminatedUnion('kind', [
  /** A document is there and asks whether it is recorded. */
  z.strictObject({ ...toHost, kind: z.literal('hello') }),
  /** What happened on the page since the batch before; its schema is the page's own. */
  z.strictObject({ ...toHost, kind: z.literal('batch'), batch: z.unknown() }),
  /** The page has changed, or is about to: a picture of it is wanted. */
  z.strictObject({
    ...toHost,
    kind: z.literal('pictureWanted'),
    cause: z.enum(['use', 'change']),
  }),
  /** The person clicked the marker. */
  z.strictObject({ ...toHost, kind: z.literal('pause') }),
  /** The dead-man switch: the marker has not been visible for long. */
  z.strictObject({ ...toHost, kind: z.literal('markerHidden'), why: words }),
]);
export type FromPage = z.infer<typeof fromPageSchema>;

/** Background → content script, which only the extension itself can send to. */
export type ToPage =
  | { readonly kind: 'state'; readonly state: PageState }
  /** Send what you hold, and answer once the host has it. */
  | { readonly kind: 'flush' }
  /** A picture is to be taken now: look where all stands, and answer whether it stands still. */
  | { readonly kind: 'pictureComing' }
  /** A picture was taken after `sinceMs`: what does the document show, and what changed since? */
  | { readonly kind: 'snapshotWanted'; readonly sinceMs: number };
