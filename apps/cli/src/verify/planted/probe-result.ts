/** What a process of broken deployments is told, and what a probe of one came to. */
import { z } from 'zod';

const scratchSchema = z.object({
  /** An empty database. */
  postgresUrl: z.string().exactOptional(),
  /** An unused prefix of a bucket. */
  s3: z.string().exactOptional(),
});
/** Where a throwaway vault keeps what is not to be on its disk. */
export type Scratch = z.output<typeof scratchSchema>;

/** Which controls, and what they may use. */
export const orderSchema = z.object({ ids: z.array(z.string()), scratch: scratchSchema });
export type Order = z.output<typeof orderSchema>;

export const probeResultSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('found'), text: z.string() }),
  z.object({ kind: z.literal('nothing') }),
  /** Neither: the deployment did not come up, or the probe could not be made. */
  z.object({ kind: z.literal('failed'), text: z.string() }),
]);
export type ProbeResult = z.output<typeof probeResultSchema>;
