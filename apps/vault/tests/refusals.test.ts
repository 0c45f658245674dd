/** Bad input at the vault's door: typed, safe to repeat, nothing half-written, and telling nothing. */
import { systemClock, systemRandom, type Clock } from '@understudy/base';
import { createVaultClient } from '@understudy/courier';
import { ProtocolError, refusalToResponse, sha256Hex, signRequest } from '@understudy/protocol';
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listen } from '../src/index.ts';
import { contribute, refusalOf, requestGrantFor, startVault, type TestVault } from './world.ts';

let world: TestVault;
beforeEach(async () => {
  world = await startVault();
});
afterEach(async () => {
  await world.stop();
});

const uploaded = () => contribute(world, [1000]);

test('a route of another role is as if it were not there', async () => {
  const { person } = await uploaded();
  const asSteward = world.stewards[0].vault.listSessions();
  const asOperator = world.operator.vault.listGrants();
  const asDevice = person.vault.listGrants();
  const asResearcher = world.researcher.vault.listSessions();
  const asked = await Promise.all([asSteward, asOperator, asDevice, asResearcher].map(refusalOf));
  expect(asked).toEqual(asked.map(() => 'notAvailable'));
});

test('a grant that nobody approved releases nothing, and says so', async () => {
  const { program, manifest, segment } = await uploaded();
  const grant = await requestGrantFor(world, program.program);
  const asked = world.researcher.vault.requestReleases({
    params: { grant },
    body: { claim: 'a.b.c', session: manifest.session, segments: [segment.segment] },
  });
  await expect(asked).rejects.toMatchObject({
    code: 'grantNotLive',
    details: { state: 'pending' },
  });
  await expect(world.researcher.vault.listReach({ params: { grant } })).rejects.toMatchObject({
    code: 'grantNotLive',
  });
});

test('a request is taken once, by its nonce', async () => {
  const { person } = await uploaded();
  const authorization = await signRequest(
    {
      method: 'GET',
      target: '/v1/sessions',
      bodySha256: sha256Hex(new Uint8Array()),
      service: 'vault',
    },
    person.key,
    { clock: systemClock, random: systemRandom },
  );
  const send = (): Promise<Response> =>
    world.vault.service.answer(
      new Request('http://vault/v1/sessions', { headers: { authorization } }),
    );
  expect((await send()).status).toBe(200);
  expect(await (await send()).json()).toMatchObject({ error: { code: 'replayed' } });
});

test('a device whose clock is set back still gets through, its statements unchanged', async () => {
  const { person } = await uploaded();
  const late: Clock = { ...systemClock, nowMs: () => systemClock.nowMs() - 7_200_000 };
  const vault = createVaultClient({ baseUrl: world.url, key: person.key, clock: late });
  expect((await vault.listSessions()).sessions).toHaveLength(1);
});

test('the keeper’s absence stops releases only: uploads, withdrawals and erasures are taken', async () => {
  const { person } = await uploaded();
  expect((await person.vault.listSessions()).sessions[0]?.segments[0]?.complete).toBe(true);
  expect((await world.operator.vault.status()).keeper).toBeNull();
  expect((await world.operator.vault.status()).pendingRelays).toBeGreaterThan(0);
});

test('what waits for the keeper waits also where its replica cannot reach the primary', async () => {
  const down = { code: 'keeperDown', message: 'No primary.', remedy: 'Start it.' } as const;
  const replica = { answer: async () => refusalToResponse(new ProtocolError(down)) };
  const listening = await listen(replica, { port: 0, host: '127.0.0.1' });
  await world.stop();
  world = await startVault({ keeperUrl: listening.url });
  await uploaded();
  const { db } = world.vault.world;
  await world.vault.world.settleRelay();
  await listening.close();
  const relays = await db.selectFrom('relays').select(['refusedCode', 'attempts']).execute();
  expect(relays).toMatchObject([{ refusedCode: null }]);
  expect(relays[0]?.attempts).toBeGreaterThan(0);
});

test('what the keeper refused does not wait for it: the status names its kind and why', async () => {
  const refused = { code: 'badSignature', message: 'Not theirs.', remedy: 'None.' } as const;
  const keeper = { answer: async () => refusalToResponse(new ProtocolError(refused)) };
  const listening = await listen(keeper, { port: 0, host: '127.0.0.1' });
  await world.stop();
  world = await startVault({ keeperUrl: listening.url });
  await uploaded();
  await world.vault.world.settleRelay();
  await listening.close();
  expect(await world.operator.vault.status()).toMatchObject({
    pendingRelays: 0,
    refusedRelays: [{ kind: 'enrolDevice', code: 'badSignature' }],
  });
});

test('an upload that is refused leaves its connection to the next request', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const refuse = async (): Promise<number | undefined> => {
    const path = '/v1/segments/none/upload?offset=0';
    const asked = request(world.url + path, { method: 'PATCH', agent });
    asked.end(new Uint8Array(1 << 20));
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(401);
    await answer.resume().toArray();
    return asked.socket?.localPort;
  };
  expect(await refuse()).toBe(await refuse());
  agent.destroy();
});

test('a second vault on the same home finds the first, and leaves it alone', async () => {
  const { person } = await uploaded();
  await expect(startVault({ homeDir: world.homeDir })).rejects.toMatchObject({ code: 'inUse' });
  expect((await person.vault.listSessions()).sessions).toHaveLength(1);
  world = await world.restart();
});

test('a passkey approval without an assertion is refused as one that does not verify', async () => {
  const { program } = await uploaded();
  const grant = await requestGrantFor(world, program.program);
  const [{ id: steward, vault }] = world.stewards;
  const approvedAt = new Date(world.clock.nowMs()).toISOString();
  const empty = { credentialId: '', authenticatorData: '', clientDataJson: '', signature: '' };
  const approval = { kind: 'passkey', steward, grant, approvedAt, ...empty } as const;
  const asked = vault.approveGrant({ params: { grant }, body: { approval } });
  expect(await refusalOf(asked)).toBe('badSignature');
});
