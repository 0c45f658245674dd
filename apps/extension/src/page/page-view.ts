/**
 * What a document shows, beside a picture that was taken of it: texts and where
 * they stand, what is to be covered, and what changed since, so that no text
 * explains pixels that are not its own. CSS pixels of the frame's own viewport.
 */
import { z } from 'zod';
import { heldFrameSchema, nodeBoxSchema } from '../snapshot/snapshot-node.ts';
import { maxTextLength } from '../snapshot/text-length.ts';
import { framePathSchema, viewportSchema } from './page-batch.ts';

const words = z.string().max(maxTextLength);

export const pageViewSchema = z.strictObject({
  framePath: framePathSchema,
  viewport: viewportSchema,
  texts: z
    .array(
      z.strictObject({
        box: nodeBoxSchema,
        text: words,
        role: z.string().max(40),
        label: words.optional(),
      }),
    )
    .max(20_000),
  covers: z.array(nodeBoxSchema).max(20_000),
  /** What each frame shows is told by its own script; `box` is the part of it that can be seen. */
  frames: z.array(heldFrameSchema.extend({ box: nodeBoxSchema })).max(1000),
  /** Where what changed since the picture stands, and stood before; null: nothing of it can be told (scrolled, resized, never still). */
  unsettled: z.array(nodeBoxSchema).max(20_000).nullable(),
});
export type PageView = z.infer<typeof pageViewSchema>;
