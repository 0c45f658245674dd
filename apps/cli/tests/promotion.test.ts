/** `keeper promote` as an operator runs it, while the primary still runs. */
import { createKeeperClient } from '@understudy/courier';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createWorld, type World } from '../../keeper/tests/world.ts';
import { writePersonKey } from '../src/person-key.ts';
import { startService } from '../src/up/service-process.ts';
import { runCli } from './up-process.ts';

let world: World;
let home: string;
beforeEach(async () => {
  world = await createWorld();
  home = await mkdtemp(join(tmpdir(), 'understudy-promotion-'));
  await symlink(world.home, join(home, 'keeper'));
});
afterEach(async () => {
  await world.end();
  await rm(home, { recursive: true, force: true });
});

test('an operator puts one replica in the place of the primary, which gives up', async () => {
  const primary = await world.start();
  const replica = await startService(
    'keeper',
    ['keeper', 'run', '--port=0', `--replica-of=${primary.url}`],
    home,
  );
  try {
    const key = join(home, 'operator.json');
    await writePersonKey(key, { kind: 'operator', key: world.people.operator });
    const promote = (keeper: string) =>
      runCli(['--json', 'keeper', 'promote', `--keeper=${keeper}`, `--key=${key}`]);
    expect((await promote(`${primary.url},${replica.url}`)).code).toBe(2);
    const { code, out } = await promote(replica.url);
    expect(code).toBe(0);
    const { term } = JSON.parse(out) as { term: number };
    expect(term).toBeGreaterThan(primary.keeper.term);
    const status = (baseUrl: string) => createKeeperClient({ baseUrl }).status();
    await expect(status(primary.url)).rejects.toMatchObject({ code: 'keeperDown' });
    expect(await status(replica.url)).toMatchObject({ state: 'sealed' });
  } finally {
    await replica.stop();
  }
});
