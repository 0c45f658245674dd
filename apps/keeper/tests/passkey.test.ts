import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jsonToCanonicalBytes, systemRandom } from '@understudy/base';
import { grantHash, signStatement, type Grant } from '@understudy/consent';
import { createKeeperClient } from '@understudy/courier';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createSoftPasskey, type SoftPasskey } from './authenticator.ts';
import {
  createContributor,
  createEvidence,
  createGrant,
  createProgram,
  createSession,
  createWorld,
  unseal,
  type World,
} from './world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.end());

type Name = 'anna' | 'ben' | 'cleo';

async function inviteOf(name: Name, signer: Name = name) {
  return signStatement(
    'order',
    {
      kind: 'invitePasskey',
      steward: world.people[name].steward,
      nonce: Buffer.from(systemRandom.bytes(16)).toString('base64url'),
      expiresAt: new Date(world.clock.nowMs() + 60_000).toISOString(),
    },
    world.people[signer].key,
  );
}

function challengeOf(options: Record<string, unknown>): string {
  return z.object({ challenge: z.string() }).parse(options).challenge;
}

async function register(url: string, name: Name): Promise<SoftPasskey> {
  const client = createKeeperClient({ baseUrl: url });
  const invite = await inviteOf(name);
  const { options } = await client.passkeyOptions({ body: { invite } });
  const passkey = createSoftPasskey();
  const response = JSON.parse(JSON.stringify(passkey.register(challengeOf(options))));
  const added = await client.addPasskey({ body: { invite, response } });
  expect(added).toEqual({
    steward: world.people[name].steward,
    credentialId: passkey.credentialId,
  });
  return passkey;
}

function approve(name: Name, passkey: SoftPasskey, grant: Grant, change = {}) {
  return {
    kind: 'passkey' as const,
    steward: world.people[name].steward,
    grant: grant.grant,
    ...passkey.assert(grantHash(grant), change),
    approvedAt: new Date(world.clock.nowMs()).toISOString(),
  };
}

async function setUp() {
  const { url, keeper, stop } = await world.start();
  await unseal(url);
  const program = await createProgram(world);
  const person = await createContributor(world, url, program);
  const session = await createSession(world, program, person, [Uint8Array.of(1)]);
  const grant = await createGrant(world, program.program);
  const evidence = await createEvidence(world, { grant, program, person, session });
  const client = createKeeperClient({ baseUrl: url });
  const anna = await register(url, 'anna');
  const ben = await register(url, 'ben');
  return { url, keeper, stop, program, grant: grant.grant, evidence, client, anna, ben };
}

describe('a steward’s passkey', () => {
  test('approves a grant together with another steward’s', async () => {
    const { client, evidence, grant, anna, ben } = await setUp();
    const approvals = [approve('anna', anna, grant), approve('ben', ben, grant)];
    await expect(
      client.authorizeReleases({ body: { ...evidence, approvals } }),
    ).resolves.toMatchObject({ releases: [expect.anything()] });
  });

  test('approves nothing twice, for another grant, from another origin, or without its user', async () => {
    const { client, evidence, grant, anna, ben, program } = await setUp();
    const other = (await createGrant(world, program.program)).grant;
    const good = approve('ben', ben, grant);
    const bad = [
      good,
      { ...approve('anna', anna, other), grant: grant.grant },
      approve('anna', anna, grant, { origin: 'https://evil.example' }),
      approve('anna', anna, grant, { userVerified: false }),
      approve('anna', ben, grant),
      { ...approve('anna', anna, grant), signature: good.signature },
    ];
    for (const approval of bad) {
      const body = { ...evidence, approvals: [good, approval] };
      await expect(client.authorizeReleases({ body })).rejects.toThrow();
    }
  });

  test('locks down, and no assertion locks twice or for somebody else', async () => {
    const { client, anna, ben } = await setUp();
    const order = {
      kind: 'lockdown' as const,
      steward: world.people.anna.steward,
      reason: 'A test.',
      orderedAt: new Date(world.clock.nowMs()).toISOString(),
    };
    const challenge = createHash('sha256').update(jsonToCanonicalBytes(order)).digest();
    const forged = { kind: 'passkey' as const, order, ...ben.assert(challenge) };
    await expect(client.lockdown({ body: { order: forged } })).rejects.toMatchObject({
      code: 'notAllowed',
    });
    expect((await client.status()).state).toBe('open');
    const proof = { kind: 'passkey' as const, order, ...anna.assert(challenge) };
    expect(await client.lockdown({ body: { order: proof } })).toMatchObject({ epoch: 1 });
    expect((await client.status()).state).toBe('locked');
  });

  test('is registered only with an invite of the steward’s own key, once', async () => {
    const { url } = await world.start();
    await unseal(url);
    const client = createKeeperClient({ baseUrl: url });
    const foreign = await inviteOf('anna', 'ben');
    await expect(client.passkeyOptions({ body: { invite: foreign } })).rejects.toThrow();
    const invite = await inviteOf('anna');
    const { options } = await client.passkeyOptions({ body: { invite } });
    const challenge = challengeOf(options);
    const register = (passkey: SoftPasskey) =>
      client.addPasskey({
        body: { invite, response: JSON.parse(JSON.stringify(passkey.register(challenge))) },
      });
    const together = [createSoftPasskey(), createSoftPasskey()].map(register);
    const outcomes = (await Promise.allSettled(together)).map(({ status }) => status);
    expect(outcomes.toSorted()).toEqual(['fulfilled', 'rejected']);
    await expect(register(createSoftPasskey())).rejects.toThrow();
  });

  test('put there at rest keeps the keeper sealed', async () => {
    const { stop, keeper } = await setUp();
    const { passkeys } = keeper.core.places;
    await stop();
    const [name = ''] = await readdir(passkeys);
    const file: Record<string, unknown> = JSON.parse(await readFile(join(passkeys, name), 'utf8'));
    await writeFile(
      join(passkeys, name),
      JSON.stringify({ ...file, steward: world.people.cleo.steward }),
    );
    const { url } = await world.start();
    await expect(unseal(url)).rejects.toThrow();
    expect((await createKeeperClient({ baseUrl: url }).status()).state).toBe('sealed');
  });
});
