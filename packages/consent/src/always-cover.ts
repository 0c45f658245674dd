/** What is covered beyond what redaction finds: a program's, on every device, or a contributor's own. It can add, never remove. */
import { z } from 'zod';
import { appSchema } from './schema.ts';

const offsetSchema = z.int().min(0).max(65_535);
const lengthSchema = z.int().min(1).max(65_535);

export const alwaysCoverSchema = z.strictObject({
  /** Wherever they stand, upper or lower case. */
  terms: z.array(z.string().trim().min(1).max(500)).max(5000).readonly(),
  /** Regular expressions (JavaScript, `u` flag). Redaction refuses those that may backtrack without end. */
  patterns: z
    .array(z.strictObject({ name: z.string().min(1).max(80), pattern: z.string().min(1).max(200) }))
    .max(100)
    .readonly(),
  /** Parts of an app's windows, in pixels from a window's top left. */
  areas: z
    .array(
      z.strictObject({
        app: appSchema,
        x: offsetSchema,
        y: offsetSchema,
        width: lengthSchema,
        height: lengthSchema,
      }),
    )
    .max(100)
    .readonly(),
});

export type AlwaysCover = z.infer<typeof alwaysCoverSchema>;
