/**
 * Two people before any read: each approval signs the hash of the grant, so
 * that one grant's approvals are worthless for another.
 *
 * `key`: a steward's own Ed25519 key. `passkey`: a WebAuthn assertion whose
 * challenge is the grant's hash; checked by the keeper, which passes its
 * verifier in (this package knows no WebAuthn library).
 */
import type { Clock, GrantId, StewardId } from '@understudy/base';
import { Buffer } from 'node:buffer';
import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Brand } from '@understudy/base';
import { grantHash, type Grant } from './grant.ts';
import { publicJwkToKid, type SigningKey } from './key.ts';
import { idSchema, msToTime, sha256Schema, textSchema, timeSchema } from './schema.ts';
import { requireSigner, type KnownResearcher, type KnownSteward } from './signer.ts';
import { openStatement, refusal, requireIssued, signStatement, type Signed } from './statement.ts';

export type Approval = KeyApproval | PasskeyApproval;

export interface KeyApproval {
  readonly kind: 'key';
  readonly jws: Signed<'approval'>;
}

export interface PasskeyApproval {
  readonly kind: 'passkey';
  readonly steward: StewardId;
  readonly grant: GrantId;
  /** base64url, as `AuthenticationResponseJSON` of WebAuthn level 3 holds them. */
  readonly credentialId: string;
  readonly authenticatorData: string;
  readonly clientDataJson: string;
  readonly signature: string;
  readonly approvedAt: string;
}

const base64UrlSchema = z
  .string()
  .min(1)
  .max(20_000)
  .regex(/^[A-Za-z0-9_-]+$/);

/** For the edge: an approval as it comes over the wire. */
export const approvalSchema: z.ZodType<Approval> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('key'),
    jws: z.custom<Signed<'approval'>>(
      (value) => typeof value === 'string' && value.length <= 20_000,
    ),
  }),
  z.strictObject({
    kind: z.literal('passkey'),
    steward: idSchema('steward'),
    grant: idSchema('grant'),
    credentialId: base64UrlSchema,
    authenticatorData: base64UrlSchema,
    clientDataJson: base64UrlSchema,
    signature: base64UrlSchema,
    approvedAt: timeSchema,
  }),
]);

/** Checks the assertion against a registered passkey of `approval.steward`, with `challenge` as its challenge. */
export type PasskeyVerifier = (
  approval: PasskeyApproval,
  challenge: Uint8Array,
) => Promise<boolean>;

export interface VerifiedApproval {
  readonly steward: StewardId;
  readonly grant: GrantId;
  readonly approvedAt: string;
}

const decisionSchema = z.strictObject({
  grant: idSchema('grant'),
  grantSha256: sha256Schema,
  steward: idSchema('steward'),
  decision: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('approved') }),
    z.strictObject({ kind: z.literal('denied'), reason: textSchema }),
  ]),
  decidedAt: timeSchema,
});

export async function approveWithKey(
  grant: Grant,
  steward: StewardId,
  stewardKey: SigningKey,
  clock: Clock,
): Promise<KeyApproval> {
  return {
    kind: 'key',
    jws: await signDecision(grant, steward, { kind: 'approved' }, stewardKey, clock),
  };
}

/** A steward's no, in the same form; one is enough. */
export function denyWithKey(
  grant: Grant,
  steward: StewardId,
  reason: string,
  stewardKey: SigningKey,
  clock: Clock,
): Promise<Signed<'approval'>> {
  return signDecision(grant, steward, { kind: 'denied', reason }, stewardKey, clock);
}

/** @throws ConsentError wrongGrant, denied, passkeyNeedsVerifier, or what a broken statement throws */
export async function verifyApproval(
  approval: Approval,
  grant: Grant,
  stewards: readonly KnownSteward[],
  nowMs: number,
  verifyPasskey?: PasskeyVerifier,
): Promise<VerifiedApproval> {
  switch (approval.kind) {
    case 'key': {
      const { steward, decision, decidedAt } = await verifyDecision(
        approval.jws,
        grant,
        stewards,
        nowMs,
      );
      if (decision.kind === 'denied') throw refusal('approval', 'denied', 'is a denial.');
      return { steward, grant: grant.grant, approvedAt: decidedAt };
    }
    case 'passkey':
      return verifyPasskeyApproval(approval, grant, nowMs, verifyPasskey);
  }
}

/** A steward's signed yes or no about exactly this grant. */
export async function verifyDecision(
  jws: string,
  grant: Grant,
  stewards: readonly KnownSteward[],
  nowMs: number,
): Promise<z.infer<typeof decisionSchema>> {
  const { value, kid } = await openStatement(
    'approval',
    jws,
    stewards.map(({ publicJwk }) => publicJwk),
    decisionSchema,
  );
  await requireSigner(
    'approval',
    stewards.filter(({ steward }) => steward === value.steward),
    kid,
  );
  requireIssued('approval', value.decidedAt, nowMs);
  const sameHash = timingSafeEqual(Buffer.from(value.grantSha256, 'hex'), grantHash(grant));
  if (value.grant !== grant.grant || !sameHash) {
    throw refusal(
      'approval',
      'wrongGrant',
      'was given for another grant, or for another form of it.',
    );
  }
  return value;
}

/** A grant with the approvals that it needs. Only `requireApproved` makes one. */
export type ApprovedGrant = Brand<
  { readonly grant: Grant; readonly approvedBy: readonly VerifiedApproval[] },
  'approvedGrant'
>;

/**
 * Two approvals by different stewards with different keys, none of them the requester's.
 * @throws ConsentError notEnoughApprovals, or what the first broken approval throws
 */
export async function requireApproved(
  grant: Grant,
  approvals: readonly Approval[],
  trusted: {
    readonly stewards: readonly KnownSteward[];
    readonly researchers: readonly KnownResearcher[];
  },
  nowMs: number,
  verifyPasskey?: PasskeyVerifier,
): Promise<ApprovedGrant> {
  const stewards = await exceptKeysOfRequester(grant, trusted);
  const verified = new Map<StewardId, VerifiedApproval>();
  for (const approval of approvals) {
    const checked = await verifyApproval(approval, grant, stewards, nowMs, verifyPasskey);
    if (!stewards.some(({ steward }) => steward === checked.steward)) continue;
    verified.set(checked.steward, checked);
  }
  const keys = await Promise.all(
    stewards
      .filter(({ steward }) => verified.has(steward))
      .map(({ publicJwk }) => publicJwkToKid(publicJwk)),
  );
  if (verified.size < 2 || new Set(keys).size < 2) {
    throw refusal(
      'grant',
      'notEnoughApprovals',
      'does not have two approvals by different stewards.',
    );
  }
  return { grant, approvedBy: [...verified.values()] } as ApprovedGrant;
}

/** One person may hold both roles; then their steward's key does not count for their own request. */
async function exceptKeysOfRequester(
  grant: Grant,
  trusted: {
    readonly stewards: readonly KnownSteward[];
    readonly researchers: readonly KnownResearcher[];
  },
): Promise<readonly KnownSteward[]> {
  const own = await Promise.all(
    trusted.researchers
      .filter(({ researcher }) => researcher === grant.requester.researcher)
      .map(({ publicJwk }) => publicJwkToKid(publicJwk)),
  );
  const others: KnownSteward[] = [];
  for (const steward of trusted.stewards) {
    if (!own.includes(await publicJwkToKid(steward.publicJwk))) others.push(steward);
  }
  return others;
}

async function verifyPasskeyApproval(
  approval: PasskeyApproval,
  grant: Grant,
  nowMs: number,
  verifyPasskey: PasskeyVerifier | undefined,
): Promise<VerifiedApproval> {
  if (verifyPasskey === undefined) {
    throw refusal(
      'approval',
      'passkeyNeedsVerifier',
      'is a passkey’s, which cannot be checked here.',
    );
  }
  if (approval.grant !== grant.grant) {
    throw refusal('approval', 'wrongGrant', 'was given for another grant.');
  }
  requireIssued('approval', approval.approvedAt, nowMs);
  if (!(await verifyPasskey(approval, grantHash(grant)))) {
    throw refusal('approval', 'badSignature', 'does not carry a good passkey assertion.');
  }
  const { steward, approvedAt } = approval;
  return { steward, grant: grant.grant, approvedAt };
}

function signDecision(
  grant: Grant,
  steward: StewardId,
  decision: z.infer<typeof decisionSchema>['decision'],
  key: SigningKey,
  clock: Clock,
): Promise<Signed<'approval'>> {
  return signStatement(
    'approval',
    {
      grant: grant.grant,
      grantSha256: Buffer.from(grantHash(grant)).toString('hex'),
      steward,
      decision: { ...decision },
      decidedAt: msToTime(clock.nowMs()),
    },
    key,
  );
}
