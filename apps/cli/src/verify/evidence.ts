/** A person, a grant and its approvals → what the keeper judges a release by; each part may be spoiled. */
import { createId, systemRandom, type Clock, type StewardId } from '@understudy/base';
import {
  approveWithKey,
  everySession,
  requestGrant,
  signClaim,
  signManifest,
  verifyGrant,
  type Grant,
  type Program,
  type SessionManifest,
  type SigningKey,
} from '@understudy/consent';
import { generateHybridKey } from '@understudy/seal';
import type { ProbePerson } from './probe-person.ts';

export interface StewardKey {
  readonly steward: StewardId;
  readonly key: SigningKey;
}

export interface Evidence {
  readonly claim: string;
  readonly grant: string;
  readonly approvals: { kind: 'key'; jws: string }[];
  readonly program: string;
  readonly receipt: string;
  readonly withdrawals: string[];
  readonly manifest: string;
  readonly enrolment: string;
  readonly segments: string[];
}

export interface EvidenceParts {
  readonly person: ProbePerson;
  readonly grant?: Partial<Grant>;
  /** Whose clock says when the grant was made. */
  readonly grantClock?: Clock;
  readonly requester: SigningKey;
  readonly claimer?: SigningKey;
  readonly manifest?: Partial<SessionManifest>;
  readonly approvers: readonly StewardKey[];
}

const dayMs = 86_400_000;

export async function createEvidence(
  program: Program,
  signedProgram: string,
  clock: Clock,
  parts: EvidenceParts,
): Promise<Evidence & { readonly grantId: Grant['grant'] }> {
  const { person, requester, approvers, grantClock = clock } = parts;
  const signed = await requestGrant(
    {
      grant: createId('grant', clock, systemRandom),
      program: program.program,
      purpose: 'securityAudit',
      reason: 'A control probe; what it names is synthetic.',
      filter: everySession,
      tiers: ['text'],
      expiresAt: new Date(grantClock.nowMs() + dayMs).toISOString(),
      quota: { segments: 10, bytes: 1_000_000 },
      requester: {
        researcher: createId('researcher', clock, systemRandom),
        recipient: (await generateHybridKey()).recipient,
      },
      ...parts.grant,
    },
    requester,
    grantClock,
  );
  const grant = await verifyGrant(signed, clock.nowMs());
  const approvals = await Promise.all(
    approvers.map(({ steward, key }) => approveWithKey(grant, steward, key, clock)),
  );
  const manifest = { ...person.manifest, ...parts.manifest };
  return {
    grantId: grant.grant,
    claim: await signClaim(grant.grant, parts.claimer ?? requester, clock, systemRandom),
    grant: signed,
    approvals: approvals.map(({ jws }) => ({ kind: 'key', jws })),
    program: signedProgram,
    receipt: person.receipt,
    withdrawals: [],
    manifest: await signManifest(manifest, person.key),
    enrolment: person.enrolment,
    segments: manifest.segments.map(({ segment }) => segment),
  };
}

/** A statement whose payload was changed after it was signed. */
export function forge(jws: string, change: (payload: string) => string): string {
  const [head = '', payload = '', signature = ''] = jws.split('.');
  const before = Buffer.from(payload, 'base64url').toString('utf8');
  const after = change(before);
  if (after === before) throw new Error('Nothing was forged.');
  return [head, Buffer.from(after).toString('base64url'), signature].join('.');
}
