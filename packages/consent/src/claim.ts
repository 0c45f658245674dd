/** A researcher's signed claim on an approved grant: "release to me now". The keeper takes each nonce once. */
import type { Clock, GrantId, Random } from '@understudy/base';
import { base64urlnopad } from '@scure/base';
import { z } from 'zod';
import type { SigningKey } from './key.ts';
import { countSchema, idSchema } from './schema.ts';
import {
  clockToleranceMs,
  openStatement,
  refusal,
  signStatement,
  type Signed,
} from './statement.ts';
import type { Grant } from './grant.ts';

export const claimMaxAgeMs = 3_600_000;

export interface Claim {
  readonly grant: GrantId;
  readonly issuedAtMs: number;
  /** 16 random bytes, base64url. */
  readonly nonce: string;
}

export type SignedClaim = Signed<'claim'>;

const claimSchema: z.ZodType<Claim> = z.strictObject({
  grant: idSchema('grant'),
  issuedAtMs: countSchema,
  nonce: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
});

export function signClaim(
  grant: GrantId,
  researcherKey: SigningKey,
  clock: Clock,
  random: Random,
): Promise<SignedClaim> {
  const nonce = base64urlnopad.encode(random.bytes(16));
  return signStatement('claim', { grant, issuedAtMs: clock.nowMs(), nonce }, researcherKey);
}

/** @throws ConsentError wrongGrant, clockSetBack, expired, or what a broken statement throws */
export async function verifyClaim(jws: string, grant: Grant, nowMs: number): Promise<Claim> {
  const { value } = await openStatement('claim', jws, [grant.requester.key], claimSchema);
  if (value.grant !== grant.grant) {
    throw refusal('claim', 'wrongGrant', 'was made on another grant.');
  }
  if (value.issuedAtMs > nowMs + clockToleranceMs) {
    throw refusal('claim', 'clockSetBack', 'was issued in the future of this machine’s clock.');
  }
  if (!(nowMs < value.issuedAtMs + claimMaxAgeMs))
    throw refusal('claim', 'expired', 'has run out.');
  return value;
}
