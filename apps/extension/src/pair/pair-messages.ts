/**
 * What the background and a document say to each other while the desktop
 * records: questions about what it shows, and news. Parsed where they arrive
 * from a page's process, which is attacker-controlled.
 */
import { z } from 'zod';
import { framePathSchema, pageRecordSchema, viewportSchema } from '../page/page-batch.ts';
import { snapshotNodeSchema } from '../snapshot/snapshot-node.ts';

/** Background → content script. */
export type ToPairedPage =
  /** Where it stands, and the control at a point of its viewport or in focus. */
  | { readonly kind: 'pairControl'; readonly at: PairedPlace }
  | { readonly kind: 'pairView' }
  | { readonly kind: 'pairStop' };

export type PairedPlace = 'focus' | 'nothing' | PairedPoint;

/** In device pixels from the document's own origin. */
export interface PairedPoint {
  readonly x: number;
  readonly y: number;
  /** Device pixels of one of its CSS pixels; null: as the document itself knows it. */
  readonly scale: number | null;
}

const coordinate = z.number();

export const pairedControlSchema = z.strictObject({
  framePath: framePathSchema,
  viewport: viewportSchema,
  anchor: z
    .strictObject({
      clientX: coordinate,
      clientY: coordinate,
      screenX: coordinate,
      screenY: coordinate,
    })
    .nullable(),
  /** Whether the keyboard is in this document or one inside of it. */
  hasFocus: z.boolean(),
  control: snapshotNodeSchema.nullable(),
});
export type PairedControl = z.infer<typeof pairedControlSchema>;

const toPair = { to: z.literal('pair') };

/** Content script → background. */
export const fromPairedPageSchema = z.discriminatedUnion('kind', [
  /** Asks how far it may look; null: not at all. */
  z.strictObject({ ...toPair, kind: z.literal('hello') }),
  z.strictObject({ ...toPair, kind: z.literal('focus'), atMs: z.number().positive() }),
  /** The person put text into something of the page. */
  z.strictObject({ ...toPair, kind: z.literal('written'), atMs: z.number().positive() }),
  z.strictObject({ ...toPair, kind: z.literal('changed'), atMs: z.number().positive() }),
  /** What the person did besides input, and to which control. */
  z.strictObject({
    ...toPair,
    kind: z.literal('did'),
    record: pageRecordSchema,
    node: snapshotNodeSchema.nullable(),
  }),
  z.strictObject({ ...toPair, kind: z.literal('pause') }),
]);
export type FromPairedPage = z.infer<typeof fromPairedPageSchema>;
