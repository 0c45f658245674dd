/** A page's call of the host over the broadcast channel: request, then the answer in pieces. */
import { z } from 'zod';

export const channelName = 'understudy-companion';

const call = z.string();
const bytes = z.instanceof(Uint8Array<ArrayBuffer>);
const headers = z.array(z.tuple([z.string(), z.string()]));

export const toServiceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('call'),
    call,
    method: z.string(),
    /** From `/` on, with the query. */
    path: z.string().startsWith('/'),
    headers,
    body: bytes.nullable(),
  }),
  z.strictObject({ kind: z.literal('cancel'), call }),
]);
export type ToService = z.infer<typeof toServiceSchema>;

export const fromServiceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('head'), call, status: z.int(), headers }),
  z.strictObject({ kind: z.literal('bytes'), call, bytes }),
  z.strictObject({ kind: z.literal('end'), call }),
  z.strictObject({ kind: z.literal('broken'), call }),
]);
export type FromService = z.infer<typeof fromServiceSchema>;
