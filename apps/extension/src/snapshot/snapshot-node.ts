/**
 * What a page's script sends of one thing on the page, as zod schemas: the
 * receiver parses, since a taken-over renderer can send anything.
 *
 * Boxes are in CSS pixels of the frame's own viewport. Every text has been
 * through the page's redactor; a secure field has no value.
 */
import { z } from 'zod';
import { maxTextLength } from './text-length.ts';

const text = z.string().max(maxTextLength);
const pixels = z.number().int().min(-1e7).max(1e7);

/** x, y, width, height. */
export const nodeBoxSchema = z.tuple([pixels, pixels, pixels, pixels]);
export type NodeBox = z.infer<typeof nodeBoxSchema>;

/** Why the pixels of a node are to be covered. */
const coverReasonSchema = z.enum([
  'secure',
  'redacted',
  'canvas',
  'video',
  'image',
  'frame',
  'plugin',
  'drawn',
]);
export type CoverReason = z.infer<typeof coverReasonSchema>;

const nodeStateSchema = z.enum([
  'checked',
  'mixed',
  'selected',
  'expanded',
  'collapsed',
  'pressed',
  'disabled',
  'readonly',
  'required',
  'invalid',
  'focused',
  'modal',
]);
export type NodeState = z.infer<typeof nodeStateSchema>;

/** Of an iframe: its number in `window.frames`, and where the viewport of what it holds begins. */
export const heldFrameSchema = z.strictObject({
  index: z.number().int().nonnegative(),
  x: z.number(),
  y: z.number(),
  /** CSS pixels here of one there: a transform may scale the frame. */
  scale: z.number().positive(),
});
export type HeldFrame = z.infer<typeof heldFrameSchema>;

export const snapshotNodeSchema = z.strictObject({
  /** Unique within the frame's document; the same thing keeps its number. */
  id: z.number().int().positive(),
  /** The nearest ancestor that is in the tree; null at the top. */
  parent: z.number().int().positive().nullable(),
  /** ARIA role; `text` for a run of text. */
  role: z.string().max(40),
  name: text,
  box: nodeBoxSchema,
  value: text.optional(),
  states: z.array(nodeStateSchema).optional(),
  secure: z.literal(true).optional(),
  editable: z.literal(true).optional(),
  cover: coverReasonSchema.optional(),
  /** Of a form field: the text of its label. */
  label: text.optional(),
  testId: text.optional(),
  /** Of things acted upon: paths of CSS selectors, as locator.ts writes them. */
  css: text.optional(),
  frame: heldFrameSchema.optional(),
  /** Where what `value` tells is drawn, where a style sheet writes it: it is no field's own. */
  reach: nodeBoxSchema.optional(),
});
export type SnapshotNode = z.infer<typeof snapshotNodeSchema>;

export const movedNodeSchema = z.tuple([
  z.number().int().positive(),
  pixels,
  pixels,
  pixels,
  pixels,
]);
export type MovedNode = z.infer<typeof movedNodeSchema>;
