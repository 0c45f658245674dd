import { createId, systemRandom } from '@understudy/base';
import {
  endorseDevice,
  enrolDevice,
  generateSigningKey,
  revokeDevice,
  withdrawConsent,
} from '@understudy/consent';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  announced,
  anyRecipient,
  collect,
  consented,
  consentTo,
  contribute,
  enrol,
  manifestOf,
  narrow,
  publish,
  putManifest,
  randomSegments,
  refusalOf,
  startVault,
  upload,
  type TestVault,
} from './world.ts';

let world: TestVault;
beforeEach(async () => {
  world = await startVault();
});
afterEach(async () => {
  await world.stop();
});

describe('an upload', () => {
  test('arrives whole, in pieces, and once', async () => {
    const { person, segment } = await announced(world, 2_500_000);
    await upload(person, segment);
    await upload(person, segment);
    const stored = await person.vault.getSegment({ params: { segment: segment.segment } });
    expect((await collect(stored)).equals(segment.bytes)).toBe(true);
    const { sessions } = await person.vault.listSessions();
    expect(sessions[0]?.segments[0]?.complete).toBe(true);
  });

  test('goes on where it broke off, over a restart of the vault', async () => {
    const { person, segment } = await announced(world, 300_000);
    const params = { segment: segment.segment };
    await person.vault.appendSegment({
      params,
      query: { offset: 0 },
      body: segment.bytes.slice(0, 100_000),
    });
    world = await world.restart();
    const again = { ...person, vault: world.clientOf(person.key) };
    expect((await again.vault.getUpload({ params })).receivedBytes).toBe(100_000);
    await upload(again, segment);
    expect((await again.vault.getUpload({ params })).complete).toBe(true);
  });

  test('is refused at another offset, and says where to go on', async () => {
    const { person, segment } = await announced(world, 1000);
    const append = person.vault.appendSegment({
      params: { segment: segment.segment },
      query: { offset: 10 },
      body: segment.bytes.slice(10),
    });
    await expect(append).rejects.toMatchObject({
      code: 'badOffset',
      details: { receivedBytes: 0 },
    });
  });

  test('of damaged bytes is refused, and the right ones still get in', async () => {
    const { person, segment } = await announced(world, 5000);
    const damaged = segment.bytes.slice();
    damaged[7] = (damaged[7] ?? 0) ^ 1;
    expect(await refusalOf(upload(person, { ...segment, bytes: damaged }))).toBe('hashMismatch');
    await upload(person, segment);
  });

  test('without a manifest that lists it looks like nothing at all', async () => {
    const person = await enrol(world);
    for (const segment of randomSegments(world, [10])) {
      expect(await refusalOf(upload(person, segment))).toBe('notAvailable');
    }
  });

  test('of another contributor looks like nothing at all', async () => {
    const { segment } = await announced(world, 10);
    const stranger = await enrol(world);
    expect(await refusalOf(upload(stranger, segment))).toBe('notAvailable');
  });

  test('stops between two pieces when the consent is withdrawn', async () => {
    const { person, consent, segment } = await announced(world, 2000);
    const params = { segment: segment.segment };
    const first = segment.bytes.slice(0, 1000);
    await person.vault.appendSegment({ params, query: { offset: 0 }, body: first });
    const withdrawal = await withdrawConsent(consent.receipt, person.key, world.clock);
    const { state } = await person.vault.withdraw({ body: { withdrawal } });
    expect(state).toBe('withdrawn');
    expect(await refusalOf(upload(person, segment))).toBe('consentNotLive');
  });
});

describe('a manifest is refused', () => {
  test.each([
    ['of an app that the consent does not list', { apps: ['xterm'] }],
    ['of a site that the consent does not list', { origins: ['https://example.org'] }],
    ['of a tier above the consent', { tier: 'screen' as const }],
    ['of a time before the consent', { startedAt: '2020-01-01T00:00:00.000Z' }],
    ['of a time after its end', { endedAt: '2200-01-01T00:00:00.000Z' }],
  ])('%s', async (_name, change) => {
    const { person, consent } = await consented(world);
    const manifest = manifestOf(world, person, consent, randomSegments(world, [10]), change);
    expect(await refusalOf(putManifest(person, manifest))).toBe('notCovered');
  });

  test('when it is signed by another key', async () => {
    const { person, consent } = await consented(world);
    const manifest = manifestOf(world, person, consent, []);
    const stranger = { ...person, key: await generateSigningKey() };
    expect(await refusalOf(putManifest(stranger, manifest))).toBe('badSignature');
  });

  test('when it changes what it listed before', async () => {
    const { person, consent } = await consented(world);
    const segments = randomSegments(world, [10, 20]);
    const manifest = manifestOf(world, person, consent, segments, { closed: false });
    await putManifest(person, manifest);
    expect(
      await refusalOf(putManifest(person, { ...manifest, segments: manifest.segments.slice(1) })),
    ).toBe('conflict');
  });

  test('when the device was revoked', async () => {
    const { person, consent } = await consented(world);
    const { contributor, device, key } = person;
    const revocation = await revokeDevice(
      { contributor, device, reason: 'lost', by: { kind: 'device', device } },
      key,
      world.clock,
    );
    const waiting = async () => (await world.operator.vault.status()).pendingRelays;
    const before = await waiting();
    await world.nobody.revokeDevice({ body: { revocation } });
    await world.nobody.revokeDevice({ body: { revocation } });
    expect(await waiting()).toBe(before + 1);
    const manifest = manifestOf(world, person, consent, []);
    expect(await refusalOf(putManifest(person, manifest))).toBe('deviceRevoked');
  });

  test('when the program has ended', async () => {
    const person = await enrol(world);
    const nowMs = world.clock.nowMs();
    const { program } = await publish(world, {
      startsAt: new Date(nowMs - 7200_000).toISOString(),
      endsAt: new Date(nowMs - 3600_000).toISOString(),
    });
    const consent = await consentTo(world, person, program);
    const manifest = manifestOf(world, person, consent, []);
    expect(await refusalOf(putManifest(person, manifest))).toBe('consentNotLive');
  });
});

describe('a consent that was narrowed, twice', () => {
  test('still reaches what the narrowest covers, and takes nothing more beyond it', async () => {
    const { person, program, consent } = await contribute(world, [1000]);
    const { vault } = world.researcher;
    const filter = { contributors: null, sessions: null, apps: null, from: null, until: null };
    const purpose = 'agentTraining' as const;
    const reach = () =>
      vault.previewReach({
        body: { program: program.program, purpose, tiers: ['text'], filter },
      });
    const expiresAt = new Date(world.clock.nowMs() + 3_600_000).toISOString();
    const once = await narrow(world, person, consent, { expiresAt });
    expect((await reach()).sessions).toBe(1);
    await narrow(world, person, once, { tiers: ['motion'] });
    expect((await reach()).sessions).toBe(0);
    const manifest = manifestOf(world, person, consent, randomSegments(world, [10]));
    expect(await refusalOf(putManifest(person, manifest))).toBe('notCovered');
  });
});

describe('a second device', () => {
  test('is enrolled by the word of the first, and by nobody else', async () => {
    const person = await enrol(world);
    const key = await generateSigningKey();
    const device = createId('device', world.clock, systemRandom);
    const parts = { contributor: person.contributor, device, recipient: anyRecipient };
    const alone = await enrolDevice(parts, key, world.clock);
    expect(await refusalOf(world.nobody.enrolDevice({ body: { enrolment: alone } }))).toBe(
      'badSignature',
    );
    const endorsement = await endorseDevice(
      { device, publicJwk: key.publicJwk },
      { contributor: person.contributor, device: person.device, publicJwk: person.key.publicJwk },
      person.key,
      world.clock,
    );
    const endorsed = await enrolDevice({ ...parts, endorsement }, key, world.clock);
    await world.nobody.enrolDevice({ body: { enrolment: endorsed } });
    expect((await person.vault.listDevices()).devices).toHaveLength(2);
  });
});

test('of two devices that enrol at once as the first of a contributor, one is refused', async () => {
  const contributor = createId('contributor', world.clock, systemRandom);
  const enrolOne = async (): Promise<unknown> => {
    const key = await generateSigningKey();
    const device = createId('device', world.clock, systemRandom);
    const parts = { contributor, device, recipient: anyRecipient };
    const enrolment = await enrolDevice(parts, key, world.clock);
    return world.nobody.enrolDevice({ body: { enrolment } });
  };
  const done = await Promise.allSettled([enrolOne(), enrolOne(), enrolOne()]);
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});
