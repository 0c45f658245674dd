import { revealSecret, Secret, systemRandom } from '@understudy/base';
import fc from 'fast-check';
import { Buffer } from 'node:buffer';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  approveWithKey,
  ConsentError,
  enrolDevice,
  everySession,
  exportSigningKey,
  generateSigningKey,
  importSigningKey,
  issueErasureReceipt,
  issueLease,
  issueReceipt,
  keyPairToSigningKey,
  openStatement,
  requestErasure,
  requestGrant,
  revokeDevice,
  signClaim,
  signControlReport,
  signManifest,
  signOrder,
  signStatement,
  verifyApproval,
  verifyClaim,
  verifyControlReport,
  verifyEnrolment,
  verifyErasureReceipt,
  verifyErasureRequest,
  verifyGrant,
  verifyLease,
  verifyManifest,
  verifyOrder,
  verifyProgram,
  verifyReceipt,
  verifyRevocation,
  verifyWithdrawal,
  withdrawConsent,
} from '../src/index.ts';
import { createReceipt, createWorld, issueWorldProgram, newId, noonMs } from './world.ts';

/** One good statement of each kind, with the function that must read it and nothing else. */
async function createStatements() {
  const world = await createWorld();
  const { clock, device, deviceKey, steward, stewardKey, program } = world;
  const receipt = await createReceipt(world);
  const signedGrant = await requestGrant(
    {
      grant: newId('grant'),
      program: program.program,
      purpose: 'agentTraining',
      reason: 'Order desk agent, first round.',
      filter: everySession,
      tiers: ['screen'],
      expiresAt: '2026-05-20T00:00:00.000Z',
      quota: { segments: 100, bytes: 1_000_000 },
      requester: { researcher: newId('researcher'), recipient: `age1pq1${'q'.repeat(60)}` },
    },
    deviceKey,
    clock,
  );
  const grant = await verifyGrant(signedGrant, noonMs);
  const approval = await approveWithKey(grant, steward.steward, stewardKey, clock);
  const { contributor, device: deviceId } = device;
  const scope = { kind: 'everything' } as const;
  return [
    [await issueWorldProgram(world), (jws: string) => verifyProgram(jws, [steward], noonMs)],
    [
      await issueReceipt(
        { receipt: newId('receipt'), program, contributor, device: deviceId, tiers: ['text'] },
        deviceKey,
        clock,
      ),
      (jws: string) => verifyReceipt(jws, [device], noonMs),
    ],
    [
      await withdrawConsent(receipt, deviceKey, clock),
      (jws: string) => verifyWithdrawal(jws, [device]),
    ],
    [
      await enrolDevice(
        { contributor, device: deviceId, recipient: `age1pq1${'q'.repeat(60)}` },
        deviceKey,
        clock,
      ),
      (jws: string) => verifyEnrolment(jws, [], noonMs),
    ],
    [
      await revokeDevice(
        { contributor, device: deviceId, reason: 'lost', by: { kind: 'device', device: deviceId } },
        deviceKey,
        clock,
      ),
      (jws: string) =>
        verifyRevocation(jws, { devices: [device], revoked: new Set(), stewards: [] }),
    ],
    [
      await signManifest(
        {
          session: newId('session'),
          receipt: receipt.receipt,
          program: program.program,
          contributor,
          device: deviceId,
          tier: 'screen',
          apps: ['chromium'],
          origins: ['https://desk.example'],
          startedAt: '2026-05-04T12:00:00.000Z',
          endedAt: '2026-05-04T12:00:30.000Z',
          closed: true,
          segments: [
            {
              segment: newId('segment'),
              index: 0,
              startNs: 0,
              endNs: 30_000_000_000,
              sizeBytes: 4096,
              sha256: 'a'.repeat(64),
            },
          ],
        },
        deviceKey,
      ),
      (jws: string) => verifyManifest(jws, device.publicJwk),
    ],
    [signedGrant, (jws: string) => verifyGrant(jws, noonMs)],
    [
      approval.jws,
      (jws: string) =>
        verifyApproval({ kind: 'key', jws: jws as typeof approval.jws }, grant, [steward], noonMs),
    ],
    [
      await signClaim(grant.grant, deviceKey, clock, systemRandom),
      (jws: string) => verifyClaim(jws, grant, noonMs),
    ],
    [
      await issueLease(
        { device: deviceId, epoch: 3, notAfterMs: noonMs + 30_000 },
        stewardKey,
        clock,
      ),
      (jws: string) => verifyLease(jws, [stewardKey.publicJwk], noonMs),
    ],
    [
      await requestErasure({ contributor, device: deviceId, scope }, deviceKey, clock),
      (jws: string) => verifyErasureRequest(jws, [device], noonMs),
    ],
    [
      await issueErasureReceipt(
        {
          kind: 'final',
          request: 'b'.repeat(64),
          contributor,
          scope,
          finalAt: '2026-05-20T00:00:00.000Z',
          epochRootsDestroyed: 7,
        },
        stewardKey,
      ),
      (jws: string) => verifyErasureReceipt(jws, [stewardKey.publicJwk]),
    ],
    [
      await signControlReport(
        { build: 'abc', epoch: 1, green: true, results: { 'assessment-results': { uuid: 'x' } } },
        stewardKey,
        clock,
      ),
      (jws: string) => verifyControlReport(jws, [stewardKey.publicJwk], noonMs),
    ],
    [
      await signOrder(
        { kind: 'resume', steward: steward.steward, epoch: 1, reportSha256: 'c'.repeat(64) },
        stewardKey,
        clock,
      ),
      (jws: string) => verifyOrder(jws, [steward], noonMs),
    ],
  ] as const satisfies readonly (readonly [string, (jws: string) => Promise<unknown>])[];
}

const statements = await createStatements();

describe('a signed statement', () => {
  test('of any kind is refused when any one of its characters is changed', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n';
    await fc.assert(
      fc.asyncProperty(
        fc.nat(statements.length - 1),
        fc.nat(),
        fc.constantFrom(...alphabet.split('')),
        async (which, at, character) => {
          const [jws, verify] = statements[which] ?? statements[0];
          const place = at % jws.length;
          fc.pre(jws[place] !== character);
          const tampered = jws.slice(0, place) + character + jws.slice(place + 1);
          await expect(verify(tampered)).rejects.toBeInstanceOf(ConsentError);
        },
      ),
      { numRuns: 600 },
    );
  });

  test('is refused when the spare bits of its signature’s last character are changed', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (const [jws, verify] of statements) {
      const last = alphabet.indexOf(jws.at(-1) ?? '');
      const twin = jws.slice(0, -1) + alphabet.charAt(last ^ 1);
      expect(Buffer.from(twin.split('.')[2] ?? '', 'base64url')).toEqual(
        Buffer.from(jws.split('.')[2] ?? '', 'base64url'),
      );
      await expect(verify(twin)).rejects.toMatchObject({ code: 'malformed' });
    }
  });

  test('is refused when it is cut short, lengthened, or empty', async () => {
    for (const [jws, verify] of statements) {
      for (const bad of ['', '..', `${jws}.`, `${jws}A`, ` ${jws}`, `${jws}\n`, jws.slice(0, -4)]) {
        await expect(verify(bad)).rejects.toBeInstanceOf(ConsentError);
      }
    }
  });

  test('of one kind is never read as another', async () => {
    for (const [at, [, verify]] of statements.entries()) {
      for (const [other, [jws]] of statements.entries()) {
        if (at === other) continue;
        await expect(verify(jws)).rejects.toMatchObject({ code: 'wrongKind' });
      }
    }
  });

  test('of every kind is read by its own verifier', async () => {
    for (const [jws, verify] of statements) await expect(verify(jws)).resolves.toBeTypeOf('object');
  });

  test('by a stranger’s key is refused', async () => {
    const stranger = await generateSigningKey();
    const jws = await signStatement('lease', { any: 1 }, stranger);
    const known = await generateSigningKey();
    await expect(
      openStatement('lease', jws, [known.publicJwk], z.looseObject({})),
    ).rejects.toMatchObject({ code: 'unknownKey' });
  });

  test('whose header claims another’s key id is refused', async () => {
    const [known, stranger] = [await generateSigningKey(), await generateSigningKey()];
    const jws = await signStatement('lease', { any: 1 }, { ...stranger, kid: known.kid });
    await expect(
      openStatement('lease', jws, [known.publicJwk], z.looseObject({})),
    ).rejects.toMatchObject({ code: 'badSignature' });
  });

  test('with the algorithm "none" is refused', async () => {
    const key = await generateSigningKey();
    const header = { alg: 'none', kid: key.kid, typ: 'understudy-lease+json' };
    const jws = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.e30.AA`;
    await expect(
      openStatement('lease', jws, [key.publicJwk], z.looseObject({})),
    ).rejects.toMatchObject({ code: 'malformed' });
  });
});

describe('a signing key', () => {
  test('comes back from storage as it was', async () => {
    const key = await generateSigningKey();
    const stored = await exportSigningKey(key);
    const again = await importSigningKey(stored);
    expect(again.kid).toBe(key.kid);
    expect(revealSecret(await exportSigningKey(again))).toBe(revealSecret(stored));
  });

  test('never prints, also not inside an error about it', async () => {
    const key = await generateSigningKey();
    const stored = revealSecret(await exportSigningKey(key));
    const { d } = z.looseObject({ d: z.string() }).parse(JSON.parse(stored));
    expect(JSON.stringify(key)).not.toContain(d);
    expect(inspect(key, { depth: 9 })).not.toContain(d);
    const error: unknown = await importSigningKey(new Secret(stored.slice(0, -1))).catch(
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({ code: 'badKey' });
    expect(error).not.toHaveProperty('cause');
  });

  test('that the platform keeps to itself signs, and is never written down', async () => {
    const key = await keyPairToSigningKey(
      await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']),
    );
    await expect(exportSigningKey(key)).rejects.toMatchObject({ code: 'badKey' });
    const jws = await signStatement('lease', { of: 'a device' }, key);
    const opened = await openStatement('lease', jws, [key.publicJwk], z.looseObject({}));
    expect(opened.kid).toBe(key.kid);
  });
});
