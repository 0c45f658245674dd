/**
 * A synthetic contributor for the probes: device, consent, and a session that
 * ended, all good. Then, by `fate`, the one thing happens that must end its use.
 */
import { createId, systemRandom, type Clock } from '@understudy/base';
import {
  enrolDevice,
  generateSigningKey,
  issueReceipt,
  requestErasure,
  revokeDevice,
  signManifest,
  verifyReceipt,
  withdrawConsent,
  type Program,
  type SessionManifest,
  type SigningKey,
} from '@understudy/consent';
import { createKeeperClient, createVaultClient } from '@understudy/courier';
import { generateHybridKey, type AgeRecipient } from '@understudy/seal';
import type { Places } from './target.ts';

export type Fate =
  | 'sound'
  /** Another sound one: for what one person must not see of another. */
  | 'other'
  | 'withdrawn'
  | 'revoked'
  | 'erased'
  /** Its consent ran out two days ago. */
  | 'expired'
  /** Its session is older than the program keeps any. */
  | 'pastRetention';

export interface ProbePerson {
  readonly key: SigningKey;
  readonly recipient: AgeRecipient;
  readonly enrolment: string;
  readonly receipt: string;
  readonly manifest: SessionManifest;
  /** Withdraws the consent, and takes back everything that the probes left of this person. */
  readonly leave: () => Promise<void>;
}

export const probeApp = 'understudy-probe';
const dayMs = 86_400_000;

export async function createProbePerson(
  { keeper, vault }: Places,
  program: Program,
  clock: Clock,
  fate: Fate,
): Promise<ProbePerson> {
  const atKeeper = createKeeperClient({ baseUrl: keeper });
  const key = await generateSigningKey();
  const atVault = createVaultClient({ baseUrl: vault, key });
  const contributor = createId('contributor', clock, systemRandom);
  const device = createId('device', clock, systemRandom);
  const { recipient } = await generateHybridKey();
  const enrolment = await enrolDevice({ contributor, device, recipient }, key, clock);
  await atKeeper.enrolDevice({ body: { enrolment } });
  await createVaultClient({ baseUrl: vault }).enrolDevice({ body: { enrolment } });

  const { receipt, opened } = await consent();
  await atVault.putReceipt({ params: { receipt: opened.receipt }, body: { receipt } });
  const startedAt = new Date(sessionAtMs(fate, clock)).toISOString();
  const manifest: SessionManifest = {
    session: createId('session', clock, systemRandom),
    contributor,
    device,
    receipt: opened.receipt,
    program: program.program,
    tier: 'text',
    apps: [probeApp],
    origins: [],
    startedAt,
    endedAt: startedAt,
    closed: false,
    segments: [
      {
        segment: createId('segment', clock, systemRandom),
        index: 0,
        startNs: 0,
        endNs: 1,
        sizeBytes: 1000,
        sha256: '0'.repeat(64),
      },
    ],
  };
  const withdraw = async (): Promise<void> => {
    const withdrawal = await withdrawConsent(opened, key, clock);
    await atKeeper.withdraw({ body: { receipt, withdrawal } });
    await atVault.withdraw({ body: { withdrawal } });
  };
  await meetFate();
  const leave = async (): Promise<void> => {
    // A revoked device speaks for nobody; it has uploaded nothing.
    if (fate === 'revoked') return;
    if (fate !== 'withdrawn') await withdraw();
    const scope = { kind: 'everything' } as const;
    const request = await requestErasure({ contributor, device, scope }, key, clock);
    await createVaultClient({ baseUrl: vault }).erase({ body: { request } });
  };
  return { key, recipient, enrolment, receipt, manifest, leave };

  async function consent() {
    // A consent that has run out by now was given, and used, while it stood.
    const past = { ...clock, nowMs: () => sessionAtMs(fate, clock) - dayMs };
    const given = fate === 'expired' || fate === 'pastRetention' ? past : clock;
    const signed = await issueReceipt(
      {
        receipt: createId('receipt', clock, systemRandom),
        program,
        contributor,
        device,
        tiers: ['text'],
        ...(fate === 'expired'
          ? { expiresAt: new Date(clock.nowMs() - 2 * dayMs).toISOString() }
          : {}),
      },
      key,
      given,
    );
    const known = [{ contributor, device, publicJwk: key.publicJwk }];
    return { receipt: signed, opened: await verifyReceipt(signed, known, clock.nowMs()) };
  }

  async function meetFate(): Promise<void> {
    switch (fate) {
      case 'withdrawn':
        return withdraw();
      case 'revoked': {
        const by = { kind: 'device', device } as const;
        const revocation = await revokeDevice(
          { contributor, device, reason: 'lost', by },
          key,
          clock,
        );
        await atKeeper.revokeDevice({ body: { revocation } });
        await createVaultClient({ baseUrl: vault }).revokeDevice({ body: { revocation } });
        return;
      }
      case 'erased': {
        const scope = { kind: 'sessions', sessions: [manifest.session] } as const;
        const request = await requestErasure({ contributor, device, scope }, key, clock);
        await atKeeper.erase({ body: { request } });
        return;
      }
      case 'sound':
      case 'other':
      case 'expired':
      case 'pastRetention':
        return;
    }
  }
}

/** When the session was, so that nothing but its fate stands against it. */
function sessionAtMs(fate: Fate, clock: Clock): number {
  switch (fate) {
    case 'expired':
      return clock.nowMs() - 3 * dayMs;
    case 'pastRetention':
      return clock.nowMs() - 20 * dayMs;
    case 'revoked':
      // After the revocation: what was signed before it stays good.
      return clock.nowMs() + 60_000;
    case 'sound':
    case 'other':
    case 'withdrawn':
    case 'erased':
      return clock.nowMs();
  }
}

/** The session under a name of its own, so that what was listed before does not decide. */
export async function anotherSession(
  { manifest, key }: ProbePerson,
  change: Partial<SessionManifest>,
  clock: Clock,
  signer: SigningKey = key,
): Promise<{ readonly manifest: SessionManifest; readonly signed: string }> {
  const changed: SessionManifest = {
    ...manifest,
    session: createId('session', clock, systemRandom),
    segments: manifest.segments.map((segment) => ({
      ...segment,
      segment: createId('segment', clock, systemRandom),
    })),
    ...change,
  };
  return { manifest: changed, signed: await signManifest(changed, signer) };
}
