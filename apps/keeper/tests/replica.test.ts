/** A second keeper process over the same home, behind the primary's lease. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { systemClock, systemRandom } from '@understudy/base';
import { withdrawConsent } from '@understudy/consent';
import { createKeeperClient } from '@understudy/courier';
import { keeperRoutes, refusalToResponse } from '@understudy/protocol';
import { openSegment } from '@understudy/seal';
import { startLocalServer } from '@understudy/testkit/local-server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listen, openStandby } from '../src/index.ts';
import { forwardedHeader, forwardTo, primaryAway } from '../src/replica/forward.ts';
import { replicaLeaseMs } from '../src/replica/primary.ts';
import {
  build,
  collect,
  createContributor,
  createEvidence,
  createGrant,
  createProgram,
  createSession,
  createWorld,
  signLockdown,
  unseal,
  type World,
} from './world.ts';

let world: World;
const ends: (() => Promise<void>)[] = [];
beforeEach(async () => {
  world = await createWorld();
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  await world.end();
});

async function startReplica(...primaries: readonly string[]): Promise<string> {
  const replica = await openStandby(world.home, {
    clock: systemClock,
    random: systemRandom,
    primaries,
    build,
  });
  const listening = await listen(replica, { host: '127.0.0.1', port: 0, onError: () => {} });
  ends.push(listening.stop);
  return listening.url;
}

/** The primary as a process of its own. */
async function startPrimary() {
  const script = join(import.meta.dirname, 'crash-keeper.ts');
  const child = spawn(process.execPath, [script, world.home, 'never'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  ends.push(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  await unseal(url);
  const kill = () => child.kill('SIGKILL');
  return { url, kill, hang: () => child.kill('SIGSTOP'), exited };
}

async function setUp() {
  const primary = await startPrimary();
  const replica = await startReplica(primary.url);
  const program = await createProgram(world);
  // Everything goes by the replica, as from a vault behind a balancer.
  const person = await createContributor(world, replica, program);
  const content = new Uint8Array(8 << 20).fill(7);
  const session = await createSession(world, program, person, [content]);
  const grant = await createGrant(world, program.program);
  const client = createKeeperClient({ baseUrl: replica });
  const open = async (by = client) => {
    const body = await createEvidence(world, { grant, program, person, session });
    const [release] = (await by.authorizeReleases({ body })).releases;
    return by.openRelease({
      params: { release: release?.release ?? '' },
      body: session.segments[0]?.bytes ?? new Uint8Array(),
    });
  };
  /** A stream that has begun, and waits. */
  const begin = (by = client) =>
    underLease(async () => {
      const pieces = (await open(by))[Symbol.asyncIterator]();
      await pieces.next();
      return pieces;
    });
  return { primary, replica, person, content, client, open, begin };
}

/** Where the machine stood still for longer than a lease nothing opens; then again with the next one. */
const underLease = <Value>(work: () => Promise<Value>): Promise<Value> =>
  vi.waitFor(work, { timeout: 280_000 });

/** No event tells of it: that is what a lease is for. */
const leaseHasRunOut = () => wait(replicaLeaseMs + 100);

/** Reads on to the end. @throws where the stream is cut */
async function readOn(pieces: AsyncIterator<Uint8Array>): Promise<void> {
  while ((await pieces.next()).done !== true);
}

test('a replica starts sealed, and opens what its primary has decided and logged', async () => {
  const { replica, client, content, open, primary } = await setUp();
  expect(await client.status()).toMatchObject({ state: 'sealed' });
  await expect(open()).rejects.toMatchObject({ code: 'sealed' });
  await unseal(replica);
  expect(await client.status()).toMatchObject({ state: 'open' });
  const logSize = async () => (await createKeeperClient({ baseUrl: primary.url }).status()).logSize;
  const { sealed, logged } = await underLease(async () => {
    const before = await logSize();
    return { sealed: await collect(await open()), logged: (await logSize()) - before };
  });
  const opened = await collect(openSegment(sealed, world.people.researcher.identity));
  expect(Buffer.from(opened).equals(content)).toBe(true);
  expect(logged).toBe(1);
});

test('a lockdown at the primary is acknowledged when the replica has stopped', async () => {
  const { replica, client, begin, open, primary } = await setUp();
  await unseal(replica);
  const stream = await begin();
  await createKeeperClient({ baseUrl: primary.url }).lockdown({
    body: { order: await signLockdown(world) },
  });
  await expect(readOn(stream)).rejects.toThrow();
  await expect(open()).rejects.toMatchObject({ code: 'locked' });
  await expect.poll(() => client.status()).toMatchObject({ state: 'locked' });
  await expect(unseal(replica)).rejects.toMatchObject({ code: 'locked' });
});

test('a lockdown given to a replica locks the primary, and every other replica', async () => {
  const { replica, primary } = await setUp();
  const other = await startReplica(primary.url);
  await unseal(replica);
  await unseal(other);
  await createKeeperClient({ baseUrl: other }).lockdown({
    body: { order: await signLockdown(world) },
  });
  for (const url of [primary.url, replica, other]) {
    const client = createKeeperClient({ baseUrl: url });
    await expect.poll(() => client.status()).toMatchObject({ state: 'locked' });
  }
});

test('a replica whose primary is gone opens nothing once its lease has run out', async () => {
  const { replica, primary, begin } = await setUp();
  await unseal(replica);
  const stream = await begin();
  primary.kill();
  await primary.exited;
  await leaseHasRunOut();
  await expect(readOn(stream)).rejects.toThrow();
});

test('a withdrawal at the primary cuts what runs at a replica', async () => {
  const { replica, person, begin, primary } = await setUp();
  await unseal(replica);
  const stream = await begin();
  const withdrawal = await withdrawConsent(person.opened, person.key, world.clock);
  const client = createKeeperClient({ baseUrl: primary.url });
  await client.withdraw({ body: { receipt: person.receipt, withdrawal } });
  await leaseHasRunOut();
  await expect(readOn(stream)).rejects.toThrow();
});

const promote = (url: string) =>
  createKeeperClient({ baseUrl: url, key: world.people.operator }).promote();

test('a promoted replica is the primary, sealed, and serves who has both addresses', async () => {
  const { primary, replica, person, open } = await setUp();
  await unseal(replica);
  primary.kill();
  await primary.exited;
  const both = createKeeperClient({ baseUrl: `${primary.url},${replica}` });
  await expect(both.status()).rejects.toMatchObject({ code: 'keeperDown' });
  const { term } = await promote(replica);
  expect(term).toBeGreaterThan(1);
  expect(await both.status()).toMatchObject({ state: 'sealed' });
  await unseal(replica);
  expect((await collect(await open())).length).toBeGreaterThan(0);
  // What the log held before is in force.
  expect(await both.enrolDevice({ body: { enrolment: person.enrolment } })).toMatchObject({
    pseudonym: person.pseudonym,
  });
  await expect(promote(replica)).rejects.toMatchObject({ code: 'wrongState' });
});

test('a primary that still lives when a replica is promoted stops, and never answers again', async () => {
  const { primary, replica, begin } = await setUp();
  await unseal(replica);
  const direct = createKeeperClient({ baseUrl: primary.url });
  const stream = await begin();
  await promote(replica);
  await expect(direct.status()).rejects.toMatchObject({ code: 'keeperDown' });
  await expect(direct.lockdown({ body: { order: await signLockdown(world) } })).rejects.toThrow();
  await expect(readOn(stream)).rejects.toThrow();
  // Nor does it come back as a primary while the other is one.
  await expect(world.start()).rejects.toMatchObject({ code: 'inUse' });
});

test('a lock outlives a promotion, and one given to the new primary holds at every other replica', async () => {
  const { primary, replica } = await setUp();
  await createKeeperClient({ baseUrl: replica }).lockdown({
    body: { order: await signLockdown(world) },
  });
  primary.kill();
  await primary.exited;
  await promote(replica);
  expect(await createKeeperClient({ baseUrl: replica }).status()).toMatchObject({
    state: 'locked',
    epoch: 1,
  });
  await expect(unseal(replica)).rejects.toMatchObject({ code: 'locked' });
});

test('a replica that is told of both keepers follows the one that was promoted', async () => {
  const { primary, replica, open } = await setUp();
  const other = await startReplica(primary.url, replica);
  await promote(replica);
  // At once, while the one that was asked last is still the old primary.
  await unseal(other);
  await unseal(replica);
  const released = await underLease(async () => collect(await open()));
  expect(released.length).toBeGreaterThan(0);
  const client = createKeeperClient({ baseUrl: other });
  await client.lockdown({ body: { order: await signLockdown(world) } });
  await expect.poll(() => client.status()).toMatchObject({ state: 'locked' });
});

test('a replica asks the next address for ticket and state where the one that gave its lease was replaced since', async () => {
  const { primary, begin } = await setUp();
  const isLease = ({ url }: Request) => url.endsWith(keeperRoutes.replicaLease.path);
  const replaced = await listen(
    {
      service: {
        answer: async (request) =>
          isLease(request) ? forwardTo([primary.url], request) : refusalToResponse(primaryAway()),
      },
      stateName: () => 'open',
      maintain: async () => undefined,
      close: async () => undefined,
    },
    { host: '127.0.0.1', port: 0, onError: () => {} },
  );
  ends.push(replaced.stop);
  const replica = await startReplica(replaced.url, primary.url);
  await unseal(replica);
  const client = createKeeperClient({ baseUrl: replica });
  expect(await client.status()).toMatchObject({ state: 'open' });
  await expect((await begin(client)).return?.()).resolves.toMatchObject({ done: true });
});

test('a replica answers no question of another replica, which might be its own come back', async () => {
  const { replica } = await setUp();
  const asked = createKeeperClient({ baseUrl: replica, headers: { [forwardedHeader]: '1' } });
  await expect(asked.status()).rejects.toMatchObject({ code: 'keeperDown' });
});

test('a primary that hangs keeps the log from a replica until its process is ended', async () => {
  const { primary, replica } = await setUp();
  primary.hang();
  await expect(promote(replica)).rejects.toMatchObject({
    code: 'wrongState',
    message: 'The primary was told to stop, and still holds the log.',
  });
  primary.kill();
  await primary.exited;
  await promote(replica);
  expect(await createKeeperClient({ baseUrl: replica }).status()).toMatchObject({
    state: 'sealed',
  });
});

test('a primary that was replaced writes nothing more, whatever is due', async () => {
  const { keeper, url } = await world.start();
  const replica = await startReplica(url);
  await promote(replica);
  await createKeeperClient({ baseUrl: replica }).lockdown({
    body: { order: await signLockdown(world) },
  });
  const guard = await readFile(keeper.core.places.guard, 'utf8');
  await keeper.maintain();
  await expect(keeper.core.lock.rememberLog()).rejects.toThrow();
  expect(await readFile(keeper.core.places.guard, 'utf8')).toBe(guard);
});

test('two who promote a replica at once have promoted it once', async () => {
  const { primary, replica } = await setUp();
  primary.kill();
  await primary.exited;
  const [one, other] = await Promise.all([promote(replica), promote(replica)]);
  expect(one).toEqual(other);
  expect(await createKeeperClient({ baseUrl: replica }).status()).toMatchObject({
    state: 'sealed',
  });
  await unseal(replica);
});

test('a replica passes nothing on to a host that its caller names', async () => {
  const { replica } = await setUp();
  let asked = 0;
  const stranger = await startLocalServer((_request, response) => {
    asked += 1;
    response.end();
  });
  ends.push(() => stranger.close());
  const { hostname, port } = new URL(replica);
  const request = get({ hostname, port, path: `//127.0.0.1:${stranger.port}/v1/keeper/log` });
  const [response] = (await once(request, 'response')) as [{ statusCode: number; resume(): void }];
  response.resume();
  expect(response.statusCode).toBe(404);
  expect(asked).toBe(0);
});

test('nobody but a steward or an operator promotes', async () => {
  const { replica, person } = await setUp();
  await expect(person.client.promote()).rejects.toMatchObject({ code: 'unauthenticated' });
  await expect(createKeeperClient({ baseUrl: replica }).promote()).rejects.toMatchObject({
    code: 'unauthenticated',
  });
});
