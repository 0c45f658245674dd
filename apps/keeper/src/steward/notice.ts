/** The receipt that a contributor was told of an incident; the log holds its hash, not its text. */
import { createHash } from 'node:crypto';
import { isId } from '@understudy/base';
import type { IncidentId, StewardId } from '@understudy/base';
import { openStatement } from '@understudy/consent';
import { pseudonymSchema } from '@understudy/tlog';
import { z } from 'zod';
import { timeNow, type Core } from '../core.ts';
import { notAllowedError } from '../error.ts';

const noticeSchema = z.strictObject({
  incident: z.custom<IncidentId>((value) => isId('incident', value)),
  steward: z.custom<StewardId>((value) => isId('steward', value)),
  /** As the log calls the contributor. */
  contributor: pseudonymSchema,
  /** Of the notice's text. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** How it went out. */
  sentBy: z.array(z.enum(['console', 'mail', 'webhook'])).min(1),
  issuedAt: z.iso.datetime(),
});

export async function fileNotice(core: Core, jws: string): Promise<{ readonly logIndex: number }> {
  const keys = core.trust.stewards.map(({ publicJwk }) => publicJwk);
  const { value, kid } = await openStatement('notice', jws, keys, noticeSchema);
  if (core.stewardOfKid(kid) !== value.steward) throw notAllowedError();
  const { index } = await core.journal.append([
    {
      v: 1,
      kind: 'notice',
      at: timeNow(core.clock),
      incident: value.incident,
      contributor: value.contributor,
      sha256: createHash('sha256').update(jws).digest('hex'),
    },
  ]);
  return { logIndex: index };
}
