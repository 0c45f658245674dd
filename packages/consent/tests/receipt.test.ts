import { tiers, type Tier } from '@understudy/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  consentState,
  generateSigningKey,
  isNarrower,
  issueProgram,
  issueReceipt,
  narrowReceipt,
  purposes,
  receiptCovers,
  requireLiveConsent,
  revokeDevice,
  signStatement,
  verifyGrant,
  verifyProgram,
  verifyReceipt,
  verifyRevocation,
  verifyWithdrawal,
  withdrawConsent,
  type AllowedApp,
  type ConsentEnding,
  type CoverageClaim,
  type Purpose,
  type Receipt,
} from '../src/index.ts';
import {
  createReceipt,
  createWorld,
  issueWorldProgram,
  newId,
  noonMs,
  type World,
} from './world.ts';

const world = await createWorld();
const dayMs = 86_400_000;

const appsArbitrary: fc.Arbitrary<readonly AllowedApp[]> = fc
  .record({
    editor: fc.boolean(),
    origins: fc.subarray(['https://desk.example', 'http://localhost:8080']),
  })
  .map(({ editor, origins }) => [
    ...(editor ? [{ kind: 'app', app: 'mousepad' } as const] : []),
    ...(origins.length > 0 ? [{ kind: 'sites', app: 'chromium', origins } as const] : []),
  ])
  .filter((apps) => apps.length > 0);

const tiersArbitrary: fc.Arbitrary<readonly Tier[]> = fc.subarray([...tiers], { minLength: 1 });

const claimArbitrary: fc.Arbitrary<CoverageClaim> = fc
  .record({
    tier: fc.constantFrom(...tiers),
    apps: fc.subarray(['mousepad', 'chromium', 'slack']),
    origins: fc.subarray(['https://desk.example', 'http://localhost:8080', 'https://mail.example']),
    startMs: fc.integer({ min: noonMs - 40 * dayMs, max: noonMs + 40 * dayMs }),
    lastsMs: fc.integer({ min: -1000, max: 5 * dayMs }),
    purpose: fc.constantFrom('agentTraining', 'agentEvaluation', 'securityAudit'),
  })
  .map(({ startMs, lastsMs, ...claim }) => ({
    ...claim,
    startedAt: new Date(startMs).toISOString(),
    endedAt: new Date(startMs + lastsMs).toISOString(),
  }));

const inTime: CoverageClaim = {
  tier: 'screen',
  apps: ['mousepad', 'chromium'],
  origins: ['https://desk.example'],
  startedAt: new Date(noonMs + 1000).toISOString(),
  endedAt: new Date(noonMs + 60_000).toISOString(),
};

async function withdrawalOf(receipt: Receipt, of: World = world) {
  return verifyWithdrawal(await withdrawConsent(receipt, of.deviceKey, of.clock), [of.device]);
}

describe('a program', () => {
  test('for performance review can neither be issued nor verified', async () => {
    const forbidden = { ...world.program, purposes: ['agentTraining', 'performanceReview'] };
    // @ts-expect-error the type forbids it too
    expect(() => issueProgram(forbidden, world.stewardKey, world.clock)).toThrow(/purposes/);
    const jws = await signStatement(
      'program',
      { issuedAt: new Date(noonMs).toISOString(), program: forbidden },
      world.stewardKey,
    );
    await expect(verifyProgram(jws, [world.steward], noonMs)).rejects.toMatchObject({
      code: 'badContent',
    });
  });

  test('or a grant never holds performance review, whatever else is in it', async () => {
    const program = await verifyProgram(await issueWorldProgram(world), [world.steward], noonMs);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...purposes]), async (others) => {
        const listed: Purpose[] = others.filter((purpose) => purpose !== 'performanceReview');
        listed.splice(listed.length / 2, 0, 'performanceReview');
        const asProgram = await signStatement(
          'program',
          { issuedAt: program.startsAt, program: { ...program, purposes: listed } },
          world.stewardKey,
        );
        await expect(verifyProgram(asProgram, [world.steward], noonMs)).rejects.toThrow();
        const asGrant = await signStatement(
          'grant',
          { purpose: 'performanceReview', requester: { key: world.deviceKey.publicJwk } },
          world.deviceKey,
        );
        await expect(verifyGrant(asGrant, noonMs)).rejects.toMatchObject({ code: 'badContent' });
      }),
      { numRuns: 20 },
    );
  });

  test('says what it always covers, and is refused where that is no rule', async () => {
    const alwaysCover = {
      terms: ['Project Nightjar'],
      patterns: [{ name: 'case', pattern: 'CASE-\\d{6}' }],
      areas: [{ app: 'chromium', x: 0, y: 900, width: 1920, height: 180 }],
    };
    const { stewardKey, clock } = world;
    const jws = await issueProgram({ ...world.program, alwaysCover }, stewardKey, clock);
    expect(await verifyProgram(jws, [world.steward], noonMs)).toMatchObject({ alwaysCover });
    const empty = { ...alwaysCover, terms: [' '] };
    expect(() => issueProgram({ ...world.program, alwaysCover: empty }, stewardKey, clock)).toThrow(
      /alwaysCover\.terms/,
    );
  });

  test('signed by another steward than the one it names is refused', async () => {
    const other = await generateSigningKey();
    const jws = await issueProgram(world.program, other, world.clock);
    const stewards = [world.steward, { steward: newId('steward'), publicJwk: other.publicJwk }];
    await expect(verifyProgram(jws, stewards, noonMs)).rejects.toMatchObject({
      code: 'signerMismatch',
    });
  });

  test('is refused while the clock stands before its issuance', async () => {
    const jws = await issueWorldProgram(world);
    await expect(verifyProgram(jws, [world.steward], noonMs - dayMs)).rejects.toMatchObject({
      code: 'clockSetBack',
    });
  });

  test('comes back as it was issued', async () => {
    const jws = await issueWorldProgram(world);
    expect(await verifyProgram(jws, [world.steward], noonMs)).toEqual(world.program);
  });
});

describe('a receipt', () => {
  test.each([
    ['another app', { apps: [{ kind: 'app', app: 'slack' }] }],
    ['the whole of a browser', { apps: [{ kind: 'app', app: 'chromium' }] }],
    [
      'another site',
      { apps: [{ kind: 'sites', app: 'chromium', origins: ['https://a.example'] }] },
    ],
    ['a longer time', { expiresAt: '2027-01-01T00:00:00.000Z' }],
    ['another purpose', { purposes: ['securityAudit'] }],
  ] as const)('for %s than its program is refused', async (_, parts) => {
    await expect(createReceipt(world, parts)).rejects.toMatchObject({ code: 'wider' });
  });

  test('is a consent record of ISO/IEC TS 27560 in DPV terms', async () => {
    const jws = await issueReceipt(
      {
        receipt: newId('receipt'),
        program: world.program,
        contributor: world.device.contributor,
        device: world.device.device,
        tiers: ['actions'],
      },
      world.deviceKey,
      world.clock,
    );
    const record: unknown = JSON.parse(
      atob((jws.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')),
    );
    expect(record).toMatchObject({
      '@type': 'dpv:ConsentRecord',
      'dct:conformsTo': 'https://w3id.org/dpv/schema/dpv-27560#record',
      'dpv:hasDataSubject': { '@id': world.device.contributor },
      'dpv:hasDataController': 'Acme',
      'dpv:hasProcess': {
        'dpv:hasPurpose': ['understudy:agentTraining', 'understudy:agentEvaluation'],
        'dpv:hasPersonalData': ['understudy:tier-actions'],
      },
      'dpv:hasConsentStatus': { '@type': 'dpv:ConsentGiven' },
      'dpv:hasConsentControl': { '@type': 'dpv:WithdrawConsent' },
    });
  });

  test('of one contributor signed by the device of another is refused', async () => {
    const otherKey = await generateSigningKey();
    const other = {
      contributor: newId('contributor'),
      device: newId('device'),
      publicJwk: otherKey.publicJwk,
    };
    const jws = await issueReceipt(
      {
        receipt: newId('receipt'),
        program: world.program,
        contributor: world.device.contributor,
        device: world.device.device,
        tiers: ['text'],
      },
      otherKey,
      world.clock,
    );
    await expect(verifyReceipt(jws, [world.device, other], noonMs)).rejects.toMatchObject({
      code: 'signerMismatch',
    });
  });

  test.each([
    ['a higher tier', { tier: 'screen' }, 'tier'],
    ['an app that is not listed', { apps: ['slack'] }, 'app'],
    ['a site that is not listed', { origins: ['https://mail.example'] }, 'origin'],
    ['a site of a browser that it does not name', { apps: ['mousepad'] }, 'origin'],
    ['a start before the consent', { startedAt: '2026-05-03T00:00:00.000Z' }, 'time'],
    ['an end after its expiry', { endedAt: '2026-05-30T00:00:00.000Z' }, 'time'],
    ['an end before the start', { endedAt: '2026-05-04T11:00:00.000Z' }, 'time'],
    ['a time that is no time', { startedAt: 'yesterday' }, 'time'],
    ['another purpose', { purpose: 'securityAudit' }, 'purpose'],
  ] as const)('does not cover %s', async (_, change, reason) => {
    const receipt = await createReceipt(world, {
      tiers: ['text'],
      expiresAt: '2026-05-20T00:00:00.000Z',
    });
    const claim = { ...inTime, tier: 'text', ...change } as const;
    expect(receiptCovers(receipt, world.program, claim)).toEqual({ kind: 'notCovered', reason });
  });

  test('covers what it names', async () => {
    const receipt = await createReceipt(world);
    expect(receiptCovers(receipt, world.program, inTime)).toEqual({ kind: 'covered' });
  });

  test('is bounded by the program as it stands now, too', async () => {
    const receipt = await createReceipt(world);
    const shrunk = { ...world.program, tiers: ['motion'] } as const;
    expect(receiptCovers(receipt, shrunk, inTime)).toEqual({ kind: 'notCovered', reason: 'tier' });
  });
});

describe('a narrowed receipt', () => {
  test('never covers what the wider one does not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ tiers: tiersArbitrary, apps: appsArbitrary }),
        fc.record(
          {
            tiers: tiersArbitrary,
            apps: appsArbitrary,
            expiresAt: fc.constantFrom('2026-05-10T00:00:00.000Z', '2026-07-01T00:00:00.000Z'),
          },
          { requiredKeys: [] },
        ),
        fc.array(claimArbitrary, { minLength: 20, maxLength: 20 }),
        async (parts, narrowing, claims) => {
          const wide = await createReceipt(world, parts);
          const narrowed = await narrowReceipt(
            wide,
            { receipt: newId('receipt'), ...narrowing },
            world.deviceKey,
            world.clock,
          ).catch(() => null);
          fc.pre(narrowed !== null);
          if (narrowed === null) return;
          const narrow = await verifyReceipt(narrowed.receipt, [world.device], noonMs);
          expect(isNarrower(narrow, wide)).toBe(true);
          for (const claim of claims) {
            if (receiptCovers(narrow, world.program, claim).kind === 'covered') {
              expect(receiptCovers(wide, world.program, claim).kind).toBe('covered');
            }
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  test.each([
    ['a tier', { tiers: ['screen'] }],
    ['an app', { apps: [{ kind: 'app', app: 'mousepad' }] }],
    ['time', { expiresAt: '2026-05-31T00:00:00.000Z' }],
    ['retention', { retentionDays: 91 }],
    ['a purpose', { purposes: ['agentEvaluation'] }],
  ] as const)('cannot add %s', async (_, widening) => {
    const wide = await createReceipt(world, {
      tiers: ['text'],
      apps: [{ kind: 'sites', app: 'chromium', origins: ['https://desk.example'] }],
      purposes: ['agentTraining'],
      expiresAt: '2026-05-20T00:00:00.000Z',
    });
    const narrowing = { receipt: newId('receipt'), ...widening };
    await expect(
      narrowReceipt(wide, narrowing, world.deviceKey, world.clock),
    ).rejects.toMatchObject({ code: 'wider' });
  });

  test('stands in the place of the wider one and reaches back to its sessions', async () => {
    const wide = await createReceipt(world);
    world.clock.set(noonMs + dayMs);
    const narrowed = await narrowReceipt(
      wide,
      { receipt: newId('receipt'), tiers: ['actions'] },
      world.deviceKey,
      world.clock,
    );
    world.clock.set(noonMs);
    const narrow = await verifyReceipt(narrowed.receipt, [world.device], noonMs + dayMs);
    const withdrawal = await verifyWithdrawal(narrowed.withdrawal, [world.device]);
    expect(consentState(wide, [withdrawal], world.program, noonMs + dayMs)).toMatchObject({
      kind: 'narrowed',
      replacedBy: narrow.receipt,
    });
    expect(consentState(narrow, [withdrawal], world.program, noonMs + dayMs).kind).toBe('live');
    const older = { ...inTime, tier: 'actions' } as const;
    expect(receiptCovers(narrow, world.program, older).kind).toBe('covered');
    expect(receiptCovers(narrow, world.program, inTime)).toMatchObject({ reason: 'tier' });
  });
});

describe('the state of a consent', () => {
  test('once withdrawn is never live again, at no time and after nothing else', async () => {
    const receipt = await createReceipt(world);
    const withdrawal = await withdrawalOf(receipt);
    const other = await createReceipt(world);
    const revocation = await verifyRevocation(
      await revokeDevice(
        {
          contributor: world.device.contributor,
          device: world.device.device,
          reason: 'replaced',
          by: { kind: 'steward', steward: world.steward.steward },
        },
        world.stewardKey,
        world.clock,
      ),
      { devices: [], revoked: new Set(), stewards: [world.steward] },
    );
    const others: readonly ConsentEnding[] = [
      await withdrawalOf(other),
      revocation,
      { ...withdrawal, replacedBy: newId('receipt') },
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: -8e15, max: 8e15 }),
        fc.shuffledSubarray([...others]),
        fc.nat(3),
        (nowMs, more, at) => {
          const endings = [...more.slice(0, at), withdrawal, ...more.slice(at)];
          expect(consentState(receipt, endings, world.program, nowMs).kind).toBe('withdrawn');
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each([
    ['2026-05-04T11:58:00.000Z', 'notYet'],
    ['2026-05-04T12:00:00.000Z', 'live'],
    ['2026-05-19T23:59:59.999Z', 'live'],
    ['2026-05-20T00:00:00.000Z', 'expired'],
    ['2026-07-01T00:00:00.000Z', 'expired'],
  ])('at %s is %s', async (now, kind) => {
    const receipt = await createReceipt(world, { expiresAt: '2026-05-20T00:00:00.000Z' });
    expect(consentState(receipt, [], world.program, Date.parse(now)).kind).toBe(kind);
  });

  test('ends with its program, even one that was shortened later', async () => {
    const receipt = await createReceipt(world);
    const shortened = { ...world.program, endsAt: '2026-05-05T00:00:00.000Z' };
    const state = consentState(receipt, [], shortened, Date.parse('2026-05-06T00:00:00.000Z'));
    expect(state).toEqual({ kind: 'programEnded', endedAt: shortened.endsAt });
  });

  test('of a revoked device is not live, and says so', async () => {
    const receipt = await createReceipt(world);
    const { contributor, device } = world.device;
    const ending = {
      kind: 'deviceRevoked',
      contributor,
      device,
      revokedAt: '2026-05-04T13:00:00.000Z',
      reason: 'lost',
      by: { kind: 'device', device },
    } as const;
    expect(consentState(receipt, [ending], world.program, noonMs).kind).toBe('deviceRevoked');
    expect(() => requireLiveConsent(receipt, [ending], world.program, noonMs)).toThrow(/revoked/);
  });

  test('is not live under another program', async () => {
    const receipt = await createReceipt(world);
    const other = { ...world.program, program: newId('program') };
    expect(consentState(receipt, [], other, noonMs).kind).toBe('otherProgram');
  });

  test('that is live gives the proof that capture needs', async () => {
    const receipt = await createReceipt(world);
    expect(requireLiveConsent(receipt, [], world.program, noonMs)).toMatchObject({
      receipt,
      untilMs: Date.parse(world.program.endsAt),
    });
  });

  test('can be ended by any device of the same contributor, and by no one else’s', async () => {
    const receipt = await createReceipt(world);
    const second = await generateSigningKey();
    const known = { ...world.device, device: newId('device'), publicJwk: second.publicJwk };
    const jws = await withdrawConsent(receipt, second, world.clock, { device: known.device });
    expect((await verifyWithdrawal(jws, [world.device, known])).receipt).toBe(receipt.receipt);
    const stranger = { ...known, contributor: newId('contributor') };
    await expect(verifyWithdrawal(jws, [world.device, stranger])).rejects.toMatchObject({
      code: 'signerMismatch',
    });
  });
});
