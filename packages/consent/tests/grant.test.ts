import { systemRandom } from '@understudy/base';
import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import {
  approveWithKey,
  denyWithKey,
  endorseDevice,
  enrolDevice,
  everySession,
  generateSigningKey,
  grantHash,
  grantIsExpired,
  issueLease,
  requestGrant,
  requireApproved,
  requireGreenReport,
  signClaim,
  signControlReport,
  signOrder,
  signStatement,
  verifyApproval,
  verifyClaim,
  verifyControlReport,
  verifyDecision,
  verifyEnrolment,
  verifyGrant,
  verifyLease,
  verifyOrder,
  type Grant,
  type PasskeyApproval,
} from '../src/index.ts';
import { createClock, createWorld, newId, noonMs } from './world.ts';

const clock = createClock();
const recipient = `age1pq1${'q'.repeat(60)}`;

async function createSteward() {
  const key = await generateSigningKey();
  const steward = newId('steward');
  return { key, steward, known: { steward, publicJwk: key.publicJwk } };
}

async function createGrant(change: Partial<Omit<Grant, 'requester'>> = {}) {
  const key = await generateSigningKey();
  const jws = await requestGrant(
    {
      grant: newId('grant'),
      program: newId('program'),
      purpose: 'agentTraining',
      reason: 'Order desk agent, first round.',
      filter: everySession,
      tiers: ['screen'],
      expiresAt: '2026-05-20T00:00:00.000Z',
      quota: { segments: 100, bytes: 1_000_000 },
      requester: { researcher: newId('researcher'), recipient },
      ...change,
    },
    key,
    clock,
  );
  return { key, jws, grant: await verifyGrant(jws, noonMs) };
}

const [ada, ben] = [await createSteward(), await createSteward()];
const stewards = [ada.known, ben.known];

describe('a grant', () => {
  test('signed by another key than the one it names is refused', async () => {
    const { grant } = await createGrant();
    const jws = await signStatement(
      'grant',
      { ...grant, filter: { ...grant.filter } },
      await generateSigningKey(),
    );
    await expect(verifyGrant(jws, noonMs)).rejects.toMatchObject({ code: 'unknownKey' });
  });

  test('cannot last over 90 days, nor end before it begins', async () => {
    for (const expiresAt of ['2026-09-01T00:00:00.000Z', '2026-05-01T00:00:00.000Z']) {
      await expect(createGrant({ expiresAt })).rejects.toMatchObject({ code: 'badContent' });
    }
  });

  test('is expired from its last moment on, also where the clock is broken', async () => {
    const { grant } = await createGrant();
    const endMs = Date.parse(grant.expiresAt);
    expect([endMs - 1, endMs, Number.NaN].map((now) => grantIsExpired(grant, now))).toEqual([
      false,
      true,
      true,
    ]);
  });

  test('has one hash, whatever the order of its keys, and another for any change', async () => {
    const { grant } = await createGrant();
    const reversed = Object.fromEntries(Object.entries(grant).toReversed());
    expect(grantHash({ ...grant, ...reversed })).toEqual(grantHash(grant));
    expect(grantHash({ ...grant, quota: { segments: 101, bytes: 1_000_000 } })).not.toEqual(
      grantHash(grant),
    );
  });
});

describe('approval of a grant', () => {
  test('by one steward twice does not suffice', async () => {
    const { grant } = await createGrant();
    const approvals = [
      await approveWithKey(grant, ada.steward, ada.key, clock),
      await approveWithKey(grant, ada.steward, ada.key, clock),
    ];
    await expect(requireApproved(grant, approvals, stewards, noonMs)).rejects.toMatchObject({
      code: 'notEnoughApprovals',
    });
  });

  test('by two names that share one key does not suffice', async () => {
    const { grant } = await createGrant();
    const alias = { steward: newId('steward'), publicJwk: ada.key.publicJwk };
    const approvals = [
      await approveWithKey(grant, ada.steward, ada.key, clock),
      await approveWithKey(grant, alias.steward, ada.key, clock),
    ];
    await expect(
      requireApproved(grant, approvals, [ada.known, alias], noonMs),
    ).rejects.toMatchObject({ code: 'notEnoughApprovals' });
  });

  test('by the requester’s own key is refused', async () => {
    const { grant, key } = await createGrant();
    const self = { steward: newId('steward'), publicJwk: key.publicJwk };
    const approvals = [
      await approveWithKey(grant, ada.steward, ada.key, clock),
      await approveWithKey(grant, self.steward, key, clock),
    ];
    await expect(
      requireApproved(grant, approvals, [...stewards, self], noonMs),
    ).rejects.toMatchObject({ code: 'unknownKey' });
  });

  test('of a grant that was changed afterwards is void', async () => {
    const { grant } = await createGrant();
    const approval = await approveWithKey(grant, ada.steward, ada.key, clock);
    const widened = { ...grant, quota: { segments: 1_000_000, bytes: 1 } };
    await expect(verifyApproval(approval, widened, stewards, noonMs)).rejects.toMatchObject({
      code: 'wrongGrant',
    });
    const redirected = { ...grant, requester: { ...grant.requester, recipient: `${recipient}q` } };
    await expect(verifyApproval(approval, redirected, stewards, noonMs)).rejects.toMatchObject({
      code: 'wrongGrant',
    });
  });

  test('in another steward’s name is refused', async () => {
    const { grant } = await createGrant();
    const forged = await approveWithKey(grant, ben.steward, ada.key, clock);
    await expect(verifyApproval(forged, grant, stewards, noonMs)).rejects.toMatchObject({
      code: 'signerMismatch',
    });
  });

  test('that is a denial is refused as an approval, and readable as a denial', async () => {
    const { grant } = await createGrant();
    const jws = await denyWithKey(grant, ada.steward, 'Too broad.', ada.key, clock);
    await expect(
      verifyApproval({ kind: 'key', jws }, grant, stewards, noonMs),
    ).rejects.toMatchObject({ code: 'denied' });
    expect((await verifyDecision(jws, grant, stewards, noonMs)).decision).toEqual({
      kind: 'denied',
      reason: 'Too broad.',
    });
  });

  test('by a passkey needs a verifier, which gets the grant’s hash as the challenge', async () => {
    const { grant } = await createGrant();
    const passkey: PasskeyApproval = {
      kind: 'passkey',
      steward: ben.steward,
      grant: grant.grant,
      credentialId: 'AA',
      authenticatorData: 'AA',
      clientDataJson: 'AA',
      signature: 'AA',
      approvedAt: new Date(noonMs).toISOString(),
    };
    const approvals = [await approveWithKey(grant, ada.steward, ada.key, clock), passkey];
    await expect(requireApproved(grant, approvals, stewards, noonMs)).rejects.toMatchObject({
      code: 'passkeyNeedsVerifier',
    });
    const refuse = () => Promise.resolve(false);
    await expect(requireApproved(grant, approvals, stewards, noonMs, refuse)).rejects.toMatchObject(
      { code: 'badSignature' },
    );
    const challenges: Uint8Array[] = [];
    const approved = await requireApproved(grant, approvals, stewards, noonMs, (_, challenge) => {
      challenges.push(challenge);
      return Promise.resolve(true);
    });
    expect(challenges).toEqual([grantHash(grant)]);
    expect(approved.approvedBy.map(({ steward }) => steward)).toEqual([ada.steward, ben.steward]);
  });

  test('by two stewards opens the way', async () => {
    const { grant } = await createGrant();
    const approvals = [
      await approveWithKey(grant, ada.steward, ada.key, clock),
      await approveWithKey(grant, ben.steward, ben.key, clock),
    ];
    expect((await requireApproved(grant, approvals, stewards, noonMs)).grant).toEqual(grant);
  });
});

describe('a claim', () => {
  test('holds for an hour, for its grant, by the requester alone', async () => {
    const { grant, key } = await createGrant();
    const claim = await signClaim(grant.grant, key, clock, systemRandom);
    const hourMs = 3_600_000;
    expect((await verifyClaim(claim, grant, noonMs)).grant).toBe(grant.grant);
    await expect(verifyClaim(claim, grant, noonMs + hourMs)).rejects.toMatchObject({
      code: 'expired',
    });
    await expect(verifyClaim(claim, grant, noonMs - hourMs)).rejects.toMatchObject({
      code: 'clockSetBack',
    });
    const other = { ...grant, grant: newId('grant') };
    await expect(verifyClaim(claim, other, noonMs)).rejects.toMatchObject({ code: 'wrongGrant' });
    const forged = await signClaim(grant.grant, ada.key, clock, systemRandom);
    await expect(verifyClaim(forged, grant, noonMs)).rejects.toMatchObject({ code: 'unknownKey' });
  });
});

describe('a capture lease', () => {
  const parts = { device: newId('device'), epoch: 4, notAfterMs: noonMs + 30_000 };

  test('is never issued, nor accepted, for over 30 seconds', async () => {
    await expect(
      issueLease({ ...parts, notAfterMs: noonMs + 30_001 }, ada.key, clock),
    ).rejects.toMatchObject({ code: 'tooLong' });
    const forged = await signStatement(
      'lease',
      { ...parts, issuedAtMs: noonMs, notAfterMs: noonMs + 60_000 },
      ada.key,
    );
    await expect(verifyLease(forged, [ada.key.publicJwk], noonMs)).rejects.toMatchObject({
      code: 'tooLong',
    });
  });

  test('ends at its last millisecond, and a clock set back does not bring it back', async () => {
    const lease = await issueLease(parts, ada.key, clock);
    const keys = [ada.key.publicJwk];
    expect((await verifyLease(lease, keys, noonMs + 29_999)).epoch).toBe(4);
    await expect(verifyLease(lease, keys, noonMs + 30_000)).rejects.toMatchObject({
      code: 'expired',
    });
    await expect(verifyLease(lease, keys, noonMs - 60_000)).rejects.toMatchObject({
      code: 'clockSetBack',
    });
    await expect(verifyLease(lease, keys, Number.NaN)).rejects.toMatchObject({ code: 'expired' });
  });
});

describe('a device', () => {
  test('beside a known one of the same contributor needs its endorsement', async () => {
    const { device: first, deviceKey } = await createWorld();
    const secondKey = await generateSigningKey();
    const second = { contributor: first.contributor, device: newId('device'), recipient };
    const alone = await enrolDevice(second, secondKey, clock);
    await expect(verifyEnrolment(alone, [first], noonMs)).rejects.toMatchObject({
      code: 'malformed',
    });
    const subject = { device: second.device, publicJwk: secondKey.publicJwk };
    const bySelf = await endorseDevice(subject, first, secondKey, clock);
    const forged = await enrolDevice({ ...second, endorsement: bySelf }, secondKey, clock);
    await expect(verifyEnrolment(forged, [first], noonMs)).rejects.toMatchObject({
      code: 'unknownKey',
    });
    const ofOther = await endorseDevice(
      { ...subject, device: newId('device') },
      first,
      deviceKey,
      clock,
    );
    const moved = await enrolDevice({ ...second, endorsement: ofOther }, secondKey, clock);
    await expect(verifyEnrolment(moved, [first], noonMs)).rejects.toMatchObject({
      code: 'signerMismatch',
    });
    const endorsement = await endorseDevice(subject, first, deviceKey, clock);
    const good = await enrolDevice({ ...second, endorsement }, secondKey, clock);
    expect((await verifyEnrolment(good, [first], noonMs)).publicJwk).toEqual(secondKey.publicJwk);
  });
});

describe('resuming after a lockdown', () => {
  const signReport = (green: boolean) =>
    signControlReport({ build: 'b1', epoch: 2, green, results: null }, ada.key, clock);
  const verifyReport = async (green: boolean) =>
    verifyControlReport(await signReport(green), [ada.key.publicJwk], noonMs);

  test.each([
    ['red', false, { build: 'b1', epoch: 2 }, 0, 'reportRed'],
    ['of another build', true, { build: 'b2', epoch: 2 }, 0, 'wrongBuild'],
    ['from before the lockdown', true, { build: 'b1', epoch: 3 }, 0, 'reportStale'],
    ['24 hours old', true, { build: 'b1', epoch: 2 }, 86_400_000, 'reportStale'],
  ] as const)('is refused on a report that is %s', async (_, green, wanted, ageMs, code) => {
    const report = await verifyReport(green);
    expect(() => requireGreenReport(report, wanted, noonMs + ageMs)).toThrow(
      expect.objectContaining({ code }),
    );
  });

  test('goes on with a fresh green one', async () => {
    const report = await verifyReport(true);
    expect(requireGreenReport(report, { build: 'b1', epoch: 2 }, noonMs + 1000)).toBeUndefined();
  });

  test('takes a lockdown with a wrong clock, but no resume from the future', async () => {
    const { steward, key } = ada;
    const lock = await signOrder({ kind: 'lockdown', steward, reason: 'Leak.' }, key, clock);
    expect((await verifyOrder(lock, stewards, 0)).kind).toBe('lockdown');
    const reportSha256 = Buffer.alloc(32).toString('hex');
    const resume = await signOrder({ kind: 'resume', steward, epoch: 2, reportSha256 }, key, clock);
    await expect(verifyOrder(resume, stewards, 0)).rejects.toMatchObject({ code: 'clockSetBack' });
  });
});
