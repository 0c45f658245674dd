import { createHash } from 'node:crypto';
import { createId, systemClock, systemRandom } from '@understudy/base';
import {
  endorseDevice,
  enrolDevice,
  generateSigningKey,
  issueProgram,
  issueReceipt,
  leaseToDurationMs,
  revokeDevice,
  verifyLease,
  withdrawConsent,
} from '@understudy/consent';
import { createKeeperClient } from '@understudy/courier';
import { generateHybridKey } from '@understudy/seal';
import {
  bytesToEntry,
  leafHash,
  parseVerifier,
  verifyCheckpoint,
  verifyInclusion,
} from '@understudy/tlog';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createContributor, createProgram, createWorld, unseal, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.end());

async function setUp() {
  const { url, keeper } = await world.start();
  await unseal(url);
  const program = await createProgram(world);
  const person = await createContributor(world, url, program);
  const lease = () =>
    person.client.lease({ body: { program: program.signed, receipt: person.receipt } });
  return { url, keeper, program, person, lease };
}

test('a device gets its recipient with the log’s proof that the keeper published it', async () => {
  const { person, program, keeper } = await setUp();
  const answer = await person.client.recipient({ body: { program: program.signed } });
  expect(answer.recipient).toBe(person.recipient);
  const entry = Buffer.from(answer.entry, 'base64url');
  expect(bytesToEntry(entry)).toMatchObject({
    kind: 'keyCreated',
    program: program.program.program,
    recipientSha256: createHash('sha256').update(person.recipient).digest('hex'),
  });
  const trust = { log: parseVerifier(world.made.logKey), witnesses: [] };
  const { size, root } = verifyCheckpoint(answer.checkpoint, trust);
  const proof = answer.proof.map((hash) => new Uint8Array(Buffer.from(hash, 'base64')));
  verifyInclusion({ index: answer.index, size, leafHash: leafHash(entry), root, proof });
  expect(keeper.core.journal.facts.size).toBeGreaterThanOrEqual(size);
});

test('a lease lasts 30 seconds at most, and names device and epoch', async () => {
  const { lease, person, keeper } = await setUp();
  const { lease: jws } = await lease();
  const opened = await verifyLease(jws, [keeper.core.serviceKey.publicJwk], systemClock.nowMs());
  expect(opened).toMatchObject({ device: person.device, epoch: 0 });
  expect(leaseToDurationMs(opened)).toBeLessThanOrEqual(30_000);
});

test('the log says once that the keeper acts on a receipt', async () => {
  const { lease, keeper, person } = await setUp();
  const { size } = keeper.core.journal.facts;
  await lease();
  await lease();
  expect(keeper.core.journal.facts.size).toBe(size + 1);
  const { entry } = await keeper.core.journal.prove(size);
  expect(bytesToEntry(Buffer.from(entry, 'base64url'))).toMatchObject({
    kind: 'consentReceived',
    contributor: person.pseudonym,
    receiptSha256: createHash('sha256').update(person.opened.receipt).digest('hex'),
  });
});

test('no lease after a withdrawal, even where its caller passes the receipt as if nothing were', async () => {
  const { lease, person, url } = await setUp();
  const withdrawal = await withdrawConsent(person.opened, person.key, world.clock);
  const body = { receipt: person.receipt, withdrawal };
  await createKeeperClient({ baseUrl: url }).withdraw({ body });
  await expect(lease()).rejects.toMatchObject({ code: 'notAllowed' });
});

test('a withdrawal that the device and the vault both bring is logged once', async () => {
  const { person, url, keeper } = await setUp();
  const withdrawal = await withdrawConsent(person.opened, person.key, world.clock);
  const client = createKeeperClient({ baseUrl: url });
  const body = { receipt: person.receipt, withdrawal };
  const first = await client.withdraw({ body });
  const { size } = keeper.core.journal.facts;
  expect(await client.withdraw({ body })).toEqual(first);
  expect(keeper.core.journal.facts.size).toBe(size);
});

test('no lease for another contributor’s receipt, or for a device that was revoked', async () => {
  const { lease, person, program, url } = await setUp();
  const other = await createContributor(world, url, program);
  await expect(
    other.client.lease({ body: { program: program.signed, receipt: person.receipt } }),
  ).rejects.toThrow();
  const { contributor, device, key } = person;
  const by = { kind: 'device', device } as const;
  const revocation = await revokeDevice(
    { contributor, device, reason: 'lost', by },
    key,
    world.clock,
  );
  await createKeeperClient({ baseUrl: url }).revokeDevice({ body: { revocation } });
  await expect(lease()).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('a device’s end by itself is taken twice, for the vault tells it too; its key ends no other', async () => {
  const { person, url, keeper } = await setUp();
  const { contributor, device, key } = person;
  const client = createKeeperClient({ baseUrl: url });
  const second = createId('device', world.clock, systemRandom);
  const secondKey = await generateSigningKey();
  const { recipient } = await generateHybridKey();
  const endorsement = await endorseDevice(
    { device: second, publicJwk: secondKey.publicJwk },
    { contributor, device, publicJwk: key.publicJwk },
    key,
    world.clock,
  );
  const parts = { contributor, device: second, recipient, endorsement };
  const enrolment = await enrolDevice(parts, secondKey, world.clock);
  await client.enrolDevice({ body: { enrolment } });
  const endOf = async (ended: typeof device) => {
    const by = { kind: 'device', device } as const;
    const revoked = { contributor, device: ended, reason: 'left', by } as const;
    return { revocation: await revokeDevice(revoked, key, world.clock) };
  };
  const body = await endOf(device);
  await client.revokeDevice({ body });
  const { size } = keeper.core.journal.facts;
  await client.revokeDevice({ body });
  expect(keeper.core.journal.facts.size).toBe(size);
  await expect(client.revokeDevice({ body: await endOf(second) })).rejects.toMatchObject({
    code: 'badSignature',
  });
});

test('no lease and no recipient from a sealed keeper', async () => {
  const { lease, person, program, url } = await setUp();
  await createKeeperClient({ baseUrl: url, key: world.people.operator }).seal();
  await expect(lease()).rejects.toMatchObject({ code: 'sealed' });
  await expect(
    person.client.recipient({ body: { program: program.signed } }),
  ).rejects.toMatchObject({ code: 'sealed' });
});

test('a stranger cannot enrol a device for a contributor who is known', async () => {
  const { person, url } = await setUp();
  const key = await generateSigningKey();
  const { recipient } = await generateHybridKey();
  const enrolment = await enrolDevice(
    {
      contributor: person.contributor,
      device: createId('device', world.clock, systemRandom),
      recipient,
    },
    key,
    world.clock,
  );
  await expect(
    createKeeperClient({ baseUrl: url }).enrolDevice({ body: { enrolment } }),
  ).rejects.toThrow();
});

test('a program that no trusted steward signed gets neither recipient nor lease', async () => {
  const { person } = await setUp();
  const { program } = await createProgram(world);
  const signed = await issueProgram(program, world.people.researcher.key, world.clock);
  const receipt = await issueReceipt(
    {
      receipt: createId('receipt', world.clock, systemRandom),
      program,
      contributor: person.contributor,
      device: person.device,
      tiers: ['screen'],
    },
    person.key,
    world.clock,
  );
  await expect(person.client.recipient({ body: { program: signed } })).rejects.toThrow();
  await expect(person.client.lease({ body: { program: signed, receipt } })).rejects.toThrow();
});
