import { systemClock } from '@understudy/base';
import { createKeeperClient } from '@understudy/courier';
import { keeperRoutes } from '@understudy/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keeperRates } from '../src/rates.ts';
import {
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

test('a flood from one address is refused on every route, and a lockdown still gets through', async () => {
  const { keeper } = await world.start();
  const remote = '192.0.2.7';
  const ask = (path: string, method = 'GET', body?: string) =>
    keeper.service.answer(
      new Request(`http://keeper.test${path}`, {
        method,
        ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
      }),
      remote,
    );
  for (let at = 0; at < keeperRates.address.burst; at += 1) await ask('/v1/keeper');
  const answered: string[] = [];
  for (const [name, { method, path }] of Object.entries(keeperRoutes)) {
    const { status } = await ask(
      path.replace(/[:*]\w+/g, 'x'),
      method,
      method === 'GET' ? undefined : '{}',
    );
    if (status !== 429) answered.push(name);
  }
  expect(answered).toEqual(['lockdown']);
  const order = await signLockdown(world);
  expect((await ask('/v1/lockdown', 'POST', JSON.stringify({ order }))).status).toBe(200);
});
