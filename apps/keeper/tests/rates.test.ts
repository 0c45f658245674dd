import { systemClock, systemRandom } from '@understudy/base';
import { createKeeperClient } from '@understudy/courier';
import { keeperRoutes, type Contract } from '@understudy/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Keeper } from '../src/keeper.ts';
import { keeperRates } from '../src/rates.ts';
import { openReplica } from '../src/replica/replica.ts';
import {
  build,
  createContributor,
  createProgram,
  createWorld,
  signLockdown,
  unseal,
  type World,
} from './world.ts';

let world: World;
beforeEach(async () => {
  // No time passes that would give calls back.
  world = await createWorld({ clock: { ...systemClock, monotonicNs: () => 1n } });
});
afterEach(() => world.end());

/** Does not try again by itself. */
const once = { attempts: 0, firstWaitMs: 1, maxWaitMs: 1 };

test('a device that asks for key after key is made to wait; another one is not', async () => {
  const { url } = await world.start();
  await unseal(url);
  const program = await createProgram(world);
  const hasty = await createContributor(world, url, program);
  const patient = await createContributor(world, url, program);
  const client = createKeeperClient({ baseUrl: url, key: hasty.key, backoff: once });
  const burst = keeperRates.narrow.find(({ name }) => name === 'keys')?.burst ?? 0;
  expect(burst).toBeGreaterThan(1);
  const body = { program: program.signed };
  // One was taken by createContributor.
  for (let asked = 1; asked < burst; asked += 1) await client.recipient({ body });
  await expect(client.recipient({ body })).rejects.toMatchObject({ code: 'rateLimited' });
  await expect(patient.client.recipient({ body })).resolves.toBeDefined();
});

/** Asks from one address. */
const askOf =
  ({ service }: Pick<Keeper, 'service'>) =>
  (path: string, method = 'GET', body = method === 'GET' ? null : '{}') =>
    service.answer(
      new Request(`http://keeper.test${path}`, {
        method,
        ...(body === null ? {} : { body, headers: { 'content-type': 'application/json' } }),
      }),
      '192.0.2.7',
    );
type Ask = ReturnType<typeof askOf>;

/** Asks until nothing is left, then each route once. Gives back those that still answered. */
async function flood(ask: Ask, routes: Contract): Promise<readonly string[]> {
  // Refused at once, and counted all the same.
  for (let at = 0; at < keeperRates.address.burst; at += 1) await ask('/v1/keeper/promote', 'POST');
  const answered: string[] = [];
  for (const [name, { method, path }] of Object.entries(routes)) {
    const { status } = await ask(path.replace(/[:*]\w+/g, 'x'), method);
    if (status !== 429) answered.push(name);
  }
  return answered;
}

test('a flood from one address is refused on every route, and a lockdown still gets through', async () => {
  const { keeper } = await world.start();
  const ask = askOf(keeper);
  expect(await flood(ask, keeperRoutes)).toEqual(['lockdown']);
  const order = await signLockdown(world);
  expect((await ask('/v1/lockdown', 'POST', JSON.stringify({ order }))).status).toBe(200);
});

test('a flood of a replica is refused on every route that it answers itself', async () => {
  const replica = await openReplica(world.home, {
    clock: world.clock,
    random: systemRandom,
    primaries: [(await world.start()).url],
    build,
    promote: async () => ({ term: 0 }),
  });
  const { status, unseal, seal, promote, openRelease } = keeperRoutes;
  expect(await flood(askOf(replica), { status, unseal, seal, promote, openRelease })).toEqual([]);
  await replica.close();
});
