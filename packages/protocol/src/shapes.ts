/** Short hands for the route tables: the empty schema, no body, an empty answer. */
import { z } from 'zod';

export const none = z.strictObject({});
export const noBody = { kind: 'none' } as const;
export const nothing = { kind: 'json', schema: none } as const;

export function json<Schema extends z.ZodType>(schema: Schema): { kind: 'json'; schema: Schema } {
  return { kind: 'json', schema };
}
