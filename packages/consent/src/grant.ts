/**
 * A grant: lets one researcher key read what its filter names, for one
 * purpose, up to an expiry and a quota, after two approvals. Signed by the
 * requester, so that nobody can put another recipient into it.
 */
import {
  type Clock,
  type ContributorId,
  type GrantId,
  type ProgramId,
  type ResearcherId,
  type SessionId,
  type Tier,
} from '@understudy/base';
import { z } from 'zod';
import { jsonToDigest } from './digest.ts';
import { publicJwkSchema, type PublicJwk, type SigningKey } from './key.ts';
import { allowedPurposes, type AllowedPurpose } from './program.ts';
import { appSchema, idSchema, msToTime, textSchema, tiersSchema, timeSchema } from './schema.ts';
import {
  dangerouslyPeekStatement,
  openStatement,
  refusal,
  requireIssued,
  signStatement,
  type Signed,
} from './statement.ts';

export interface Grant {
  readonly grant: GrantId;
  readonly program: ProgramId;
  readonly purpose: AllowedPurpose;
  /** What it is for, in the requester's words; stewards and contributors read it. */
  readonly reason: string;
  readonly filter: GrantFilter;
  readonly tiers: readonly Tier[];
  /** ISO 8601, UTC. */
  readonly issuedAt: string;
  readonly expiresAt: string;
  readonly quota: { readonly segments: number; readonly bytes: number };
  readonly requester: {
    readonly researcher: ResearcherId;
    /** The age recipient (`age1pq1…`) that everything is re-sealed to. */
    readonly recipient: string;
    /** The key that signed the request and signs each claim; the approvals cover it. */
    readonly key: PublicJwk;
  };
}

/** null means no limit of that kind. */
export interface GrantFilter {
  readonly contributors: readonly ContributorId[] | null;
  readonly sessions: readonly SessionId[] | null;
  readonly apps: readonly string[] | null;
  /** By the session's start, ISO 8601: from (inclusive), until (exclusive). */
  readonly from: string | null;
  readonly until: string | null;
}

export const everySession: GrantFilter = {
  contributors: null,
  sessions: null,
  apps: null,
  from: null,
  until: null,
};

export type SignedGrant = Signed<'grant'>;

/** The longest that a grant may last. */
export const grantMaxDays = 90;

export const grantSchema: z.ZodType<Grant> = z
  .strictObject({
    grant: idSchema('grant'),
    program: idSchema('program'),
    purpose: z.enum(allowedPurposes),
    reason: textSchema,
    filter: z.strictObject({
      contributors: z.array(idSchema('contributor')).min(1).max(1000).readonly().nullable(),
      sessions: z.array(idSchema('session')).min(1).max(10_000).readonly().nullable(),
      apps: z.array(appSchema).min(1).max(500).readonly().nullable(),
      from: timeSchema.nullable(),
      until: timeSchema.nullable(),
    }),
    tiers: tiersSchema,
    issuedAt: timeSchema,
    expiresAt: timeSchema,
    quota: z.strictObject({ segments: z.int().min(1), bytes: z.int().min(1) }),
    requester: z.strictObject({
      researcher: idSchema('researcher'),
      recipient: z.string().regex(/^age1(pq1)?[02-9ac-hj-np-z]{20,4000}$/),
      key: publicJwkSchema,
    }),
  })
  .refine(
    ({ issuedAt, expiresAt }) => {
      const durationMs = Date.parse(expiresAt) - Date.parse(issuedAt);
      return durationMs > 0 && durationMs <= grantMaxDays * 86_400_000;
    },
    { path: ['expiresAt'] },
  );

/** SHA-256 over the RFC 8785 JSON of the grant: what approvers sign, also as a passkey's challenge. */
export function grantHash(grant: Grant): Uint8Array {
  return jsonToDigest(grantToJson(grant));
}

export function requestGrant(
  parts: Omit<Grant, 'issuedAt' | 'requester'> & {
    readonly requester: Omit<Grant['requester'], 'key'>;
  },
  researcherKey: SigningKey,
  clock: Clock,
): Promise<SignedGrant> {
  const parsed = grantSchema.safeParse({
    ...parts,
    requester: { ...parts.requester, key: researcherKey.publicJwk },
    issuedAt: msToTime(clock.nowMs()),
  });
  if (!parsed.success) {
    const paths = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw refusal('grant', 'badContent', `is wrong at: ${paths}.`);
  }
  return signStatement('grant', grantToJson(parsed.data), researcherKey);
}

/**
 * The grant as its requester signed it, by the key that it names: that this is the researcher's key
 * is what the approvals vouch for. Expiry is the policy's to judge (`grantIsExpired`).
 */
export async function verifyGrant(jws: string, nowMs: number): Promise<Grant> {
  const claimed = dangerouslyPeekStatement('grant', jws, grantSchema);
  const { value } = await openStatement('grant', jws, [claimed.requester.key], grantSchema);
  requireIssued('grant', value.issuedAt, nowMs);
  return value;
}

export function grantIsExpired(grant: Grant, nowMs: number): boolean {
  return !(nowMs < Date.parse(grant.expiresAt));
}

function grantToJson(grant: Grant) {
  return { ...grant, filter: { ...grant.filter } };
}
