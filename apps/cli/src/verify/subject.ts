/**
 * The people and statements that the probes use: a program of its own, a
 * synthetic contributor with a consent, a session without content, a grant
 * that two stewards approved. Everything in it is good; each probe spoils one
 * thing. Withdrawn at the end.
 */
import { createId, systemRandom, type Clock } from '@understudy/base';
import {
  approveWithKey,
  enrolDevice,
  everySession,
  generateSigningKey,
  issueProgram,
  issueReceipt,
  requestGrant,
  revokeDevice,
  signClaim,
  signManifest,
  verifyGrant,
  verifyReceipt,
  withdrawConsent,
  type Grant,
  type Program,
  type SessionManifest,
  type SigningKey,
} from '@understudy/consent';
import { createKeeperClient, createVaultClient } from '@understudy/courier';
import type { StewardId } from '@understudy/base';
import { generateHybridKey, type AgeRecipient } from '@understudy/seal';
import type { Places } from './target.ts';

interface StewardKey {
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

export interface Subject {
  readonly clock: Clock;
  readonly stewards: readonly [StewardKey, StewardKey];
  readonly program: Program;
  readonly signedProgram: string;
  readonly person: ProbePerson;
  /** Another contributor, whose consent is withdrawn. */
  readonly withdrawn: ProbePerson;
  /** A third one, whose device is revoked. */
  readonly revoked: ProbePerson;
  readonly manifest: SessionManifest;
  readonly evidence: Evidence;
  readonly stranger: SigningKey;
  /** The head of the log before the probes began. */
  readonly logHead: Uint8Array;
  /** Spoils the session: the manifest changed and signed again by the device. */
  readonly withManifest: (change: Partial<SessionManifest>) => Promise<Evidence>;
  /** Another grant, approved by both stewards. */
  readonly withGrant: (change: Partial<Grant>, clock?: Clock) => Promise<Evidence>;
  readonly approve: (names: readonly StewardKey[]) => Promise<Evidence>;
}

interface ProbePerson {
  readonly key: SigningKey;
  readonly receipt: string;
  /** What a manifest says of whose it is. */
  readonly whose: Pick<SessionManifest, 'contributor' | 'device' | 'receipt'>;
}

const hourMs = 3_600_000;
const app = 'understudy-probe';

export async function createSubject(
  places: Places,
  stewards: readonly [StewardKey, StewardKey],
  clock: Clock,
  logHead: Uint8Array,
): Promise<Subject & { readonly end: () => Promise<void> }> {
  const [first] = stewards;
  const keeper = createKeeperClient({ baseUrl: places.keeper });
  const program: Program = {
    program: createId('program', clock, systemRandom),
    title: 'Control probe (synthetic, no person takes part)',
    controller: 'Understudy',
    purposes: ['securityAudit'],
    purposeText: 'Made by `understudy verify`; ends within the hour.',
    apps: [{ kind: 'app', app }],
    tiers: ['text'],
    region: 'none',
    retentionDays: 1,
    startsAt: new Date(clock.nowMs() - 40 * 24 * hourMs).toISOString(),
    endsAt: new Date(clock.nowMs() + hourMs).toISOString(),
    steward: first.steward,
  };
  const signedProgram = await issueProgram(program, first.key, clock);
  await createVaultClient({ baseUrl: places.vault, key: first.key }).publishProgram({
    params: { program: program.program },
    body: { signed: signedProgram },
  });

  const createPerson = async () => {
    const key = await generateSigningKey();
    const contributor = createId('contributor', clock, systemRandom);
    const device = createId('device', clock, systemRandom);
    const { recipient } = await generateHybridKey();
    const enrolment = await enrolDevice({ contributor, device, recipient }, key, clock);
    await keeper.enrolDevice({ body: { enrolment } });
    await createVaultClient({ baseUrl: places.vault }).enrolDevice({ body: { enrolment } });
    const receipt = await issueReceipt(
      {
        receipt: createId('receipt', clock, systemRandom),
        program,
        contributor,
        device,
        tiers: ['text'],
      },
      key,
      clock,
    );
    const opened = await verifyReceipt(
      receipt,
      [{ contributor, device, publicJwk: key.publicJwk }],
      clock.nowMs(),
    );
    const atVault = createVaultClient({ baseUrl: places.vault, key });
    await atVault.putReceipt({ params: { receipt: opened.receipt }, body: { receipt } });
    const withdraw = async (): Promise<void> => {
      const withdrawal = await withdrawConsent(opened, key, clock);
      await keeper.withdraw({ body: { receipt, withdrawal } });
      await atVault.withdraw({ body: { withdrawal } });
    };
    const revoke = async (): Promise<void> => {
      const by = { kind: 'device', device } as const;
      const revocation = await revokeDevice(
        { contributor, device, reason: 'lost', by },
        key,
        clock,
      );
      await keeper.revokeDevice({ body: { revocation } });
      await createVaultClient({ baseUrl: places.vault }).revokeDevice({ body: { revocation } });
    };
    const whose = { contributor, device, receipt: opened.receipt };
    return { key, enrolment, receipt, whose, withdraw, revoke };
  };
  const person = await createPerson();
  const withdrawn = await createPerson();
  await withdrawn.withdraw();
  const revoked = await createPerson();
  await revoked.revoke();

  const startedAt = new Date(clock.nowMs()).toISOString();
  const segment = createId('segment', clock, systemRandom);
  const manifest: SessionManifest = {
    session: createId('session', clock, systemRandom),
    ...person.whose,
    program: program.program,
    tier: 'text',
    apps: [app],
    origins: [],
    startedAt,
    endedAt: startedAt,
    closed: false,
    segments: [
      { segment, index: 0, startNs: 0, endNs: 1, sizeBytes: 1000, sha256: '0'.repeat(64) },
    ],
  };
  const researcher = createId('researcher', clock, systemRandom);
  const researcherKey = await generateSigningKey();
  const { recipient } = await generateHybridKey();

  const makeEvidence = async (parts: {
    readonly grantChange?: Partial<Grant>;
    readonly grantClock?: Clock;
    readonly manifestChange?: Partial<SessionManifest>;
    readonly approvers?: readonly StewardKey[];
  }): Promise<Evidence> => {
    const grantClock = parts.grantClock ?? clock;
    const signed = await requestGrant(
      { ...toGrant(program, researcher, recipient, grantClock), ...parts.grantChange },
      researcherKey,
      grantClock,
    );
    const grant = await verifyGrant(signed, clock.nowMs());
    const approvals = await Promise.all(
      (parts.approvers ?? stewards).map(({ steward, key }) =>
        approveWithKey(grant, steward, key, clock),
      ),
    );
    return {
      claim: await signClaim(grant.grant, researcherKey, clock, systemRandom),
      grant: signed,
      approvals: approvals.map(({ jws }) => ({ kind: 'key', jws })),
      program: signedProgram,
      receipt: person.receipt,
      withdrawals: [],
      manifest: await signManifest({ ...manifest, ...parts.manifestChange }, person.key),
      enrolment: person.enrolment,
      segments: [segment],
    };
  };
  return {
    clock,
    stewards,
    program,
    signedProgram,
    person,
    withdrawn,
    revoked,
    manifest,
    evidence: await makeEvidence({}),
    stranger: await generateSigningKey(),
    logHead,
    withManifest: (manifestChange) => makeEvidence({ manifestChange }),
    withGrant: (grantChange, grantClock = clock) => makeEvidence({ grantChange, grantClock }),
    approve: (approvers) => makeEvidence({ approvers }),
    end: person.withdraw,
  };
}

function toGrant(
  program: Program,
  researcher: Grant['requester']['researcher'],
  recipient: AgeRecipient,
  clock: Clock,
) {
  return {
    grant: createId('grant', clock, systemRandom),
    program: program.program,
    purpose: 'securityAudit',
    reason: 'A control probe; nothing is opened.',
    filter: everySession,
    tiers: ['text'],
    expiresAt: new Date(clock.nowMs() + 24 * hourMs).toISOString(),
    quota: { segments: 10, bytes: 1_000_000 },
    requester: { researcher, recipient },
  } as const;
}
