/** Bad input at the vault's door: typed, safe to repeat, nothing half-written, and telling nothing. */
import {
  createId,
  systemClock,
  systemRandom,
  type Clock,
  type GrantId,
  type SegmentId,
} from '@understudy/base';
import { everySession, requestGrant } from '@understudy/consent';
import { createVaultClient } from '@understudy/courier';
import { sha256Hex, signRequest } from '@understudy/protocol';
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anyRecipient, contribute, enrol, refusalOf, startVault, type TestVault } from './world.ts';

let world: TestVault;
beforeEach(async () => {
  world = await startVault();
});
afterEach(async () => {
  await world.stop();
});

const uploaded = () => contribute(world, [1000]);

async function requested(program: Parameters<typeof requestGrant>[0]['program']): Promise<GrantId> {
  const grant = createId('grant', systemClock, systemRandom);
  const { id, key, vault } = world.researcher;
  const signed = await requestGrant(
    {
      grant,
      program,
      purpose: 'agentTraining',
      reason: 'To train an agent.',
      filter: everySession,
      tiers: ['text'],
      expiresAt: new Date(systemClock.nowMs() + 3_600_000).toISOString(),
      quota: { segments: 10, bytes: 1 << 30 },
      requester: { researcher: id, recipient: anyRecipient },
    },
    key,
    systemClock,
  );
  await vault.requestGrant({ body: { grant: signed } });
  return grant;
}

async function wholeRefusal(promise: Promise<unknown>): Promise<object> {
  return promise.then(
    () => ({}),
    (error: { code: string; message: string; details: object }) => ({
      code: error.code,
      message: error.message,
      details: error.details,
    }),
  );
}

describe('what is forbidden looks like what is missing', () => {
  test('to another contributor’s device', async () => {
    const { segment } = await uploaded();
    const stranger = await enrol(world);
    const missing: SegmentId = createId('segment', systemClock, systemRandom);
    const ask = (id: SegmentId) =>
      wholeRefusal(stranger.vault.getSegment({ params: { segment: id } }));
    expect(await ask(segment.segment)).toEqual(await ask(missing));
  });

  test('to a role that has no such route', async () => {
    const { manifest, person } = await uploaded();
    const asSteward = world.stewards[0].vault.listSessions();
    const asOperator = world.operator.vault.listGrants();
    const asDevice = person.vault.listGrants();
    const asResearcher = world.researcher.vault.listSessions();
    const asked = await Promise.all([asSteward, asOperator, asDevice, asResearcher].map(refusalOf));
    expect(asked).toEqual(asked.map(() => 'notAvailable'));
    expect(manifest.closed).toBe(true);
  });

  test('to a researcher who asks for releases under a grant that is not there', async () => {
    const { manifest, segment } = await uploaded();
    const body = { claim: 'a.b.c', session: manifest.session, segments: [segment.segment] };
    const grant = createId('grant', systemClock, systemRandom);
    const asked = world.researcher.vault.requestReleases({ params: { grant }, body });
    expect(await refusalOf(asked)).toBe('notAvailable');
  });
});

test('a grant that nobody approved releases nothing, and says so', async () => {
  const { program, manifest, segment } = await uploaded();
  const grant = await requested(program.program);
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
