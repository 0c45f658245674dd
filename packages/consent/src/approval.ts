/**
 * Two people before any read: each approval signs the hash of the grant, so
 * that one grant's approvals are worthless for another.
 *
 * `key`: a steward's own Ed25519 key. `passkey`: a WebAuthn assertion whose
 * challenge is the grant's hash; checked by the keeper, which passes its
 * verifier in (this package knows no WebAuthn library).
 */
import type { Brand, Clock, GrantId, StewardId } from '@understudy/base';
import { hex } from '@scure/base';
import { z } from 'zod';
import { grantHash, type Grant } from './grant.ts';
import { publicJwkToKid, type SigningKey } from './key.ts';
import {
  idSchema,
  msToTime,
  sha256Schema,
  signedSchema,
  textSchema,
  timeSchema,
} from './schema.ts';
import { requireSigner, type KnownSteward } from './signer.ts';
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
    jws: signedSchema<'approval'>(),
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
  const sameHash = value.grantSha256 === hex.encode(grantHash(grant));
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
  trusted: readonly KnownSteward[],
  nowMs: number,
  verifyPasskey?: PasskeyVerifier,
): Promise<ApprovedGrant> {
  const stewards = await exceptRequester(grant, trusted);
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
  const approvedBy: readonly VerifiedApproval[] = [...verified.values()];
  const approved: Pick<ApprovedGrant, 'grant' | 'approvedBy'> = { grant, approvedBy };
  return approved as ApprovedGrant;
}

/** One key may hold both roles; then it does not count for its own request. */
async function exceptRequester(
  grant: Grant,
  trusted: readonly KnownSteward[],
): Promise<readonly KnownSteward[]> {
  const own = await publicJwkToKid(grant.requester.key);
  const others: KnownSteward[] = [];
  for (const steward of trusted) {
    if ((await publicJwkToKid(steward.publicJwk)) !== own) others.push(steward);
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
      grantSha256: hex.encode(grantHash(grant)),
      steward,
      decision: { ...decision },
      decidedAt: msToTime(clock.nowMs()),
    },
    key,
  );
}
