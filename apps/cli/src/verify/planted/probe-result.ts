/** What a probe of a broken deployment came to. */
import { z } from 'zod';

export const probeResultSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('found'), text: z.string() }),
  z.object({ kind: z.literal('nothing') }),
  /** Neither: the deployment did not come up, or the probe could not be made. */
  z.object({ kind: z.literal('failed'), text: z.string() }),
]);
export type ProbeResult = z.output<typeof probeResultSchema>;
