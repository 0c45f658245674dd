import { readFile, writeFile } from 'node:fs/promises';
import { createId, Secret, systemClock, systemRandom } from '@understudy/base';
import { createNoteSigner, openFileStorage, openLog, type LogEntry } from '@understudy/tlog';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { placesOf } from '../src/store/places.ts';
import { createWorld, type World } from './world.ts';

const many = 5_000;
let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.end());

const revocation = (): LogEntry => ({
  v: 1,
  kind: 'grantRevoked',
  at: new Date(systemClock.nowMs()).toISOString(),
  grant: createId('grant', systemClock, systemRandom),
  steward: world.people.anna.steward,
});

/** As another process would: past the keeper, which is not running. */
async function appendToLog(entries: readonly LogEntry[]): Promise<void> {
  const places = placesOf(world.home);
  const signer = createNoteSigner(new Secret((await readFile(places.logKey, 'utf8')).trim()));
  const log = await openLog(await openFileStorage(places.log), signer);
  await log.append(entries);
  await log.close();
}

async function factsAtStart() {
  const { keeper, stop } = await world.start();
  const { size, revokedGrants } = keeper.core.journal.facts;
  await stop();
  return { size, revoked: revokedGrants.size };
}

test('a keeper starts from its snapshot and the entries after it, and knows the same', async () => {
  await appendToLog(Array.from({ length: many }, revocation));
  expect((await factsAtStart()).revoked).toBe(many);
  await appendToLog([revocation()]);
  const { snapshot } = placesOf(world.home);
  expect((await readFile(snapshot, 'utf8')).length).toBeGreaterThan(many);
  expect((await factsAtStart()).revoked).toBe(many + 1);
});

test.each([
  ['that was changed', (text: string) => text.replace('grt_', 'grt-')],
  ['that is torn', (text: string) => text.slice(0, text.length / 2)],
  [
    'whose signature is another’s',
    (text: string) => text.replace('"statement":"e', '"statement":"f'),
  ],
])('a snapshot %s is passed over: the log is folded whole', async (_what, spoil) => {
  await appendToLog(Array.from({ length: many }, revocation));
  const known = await factsAtStart();
  const { snapshot } = placesOf(world.home);
  const good = await readFile(snapshot, 'utf8');
  const bad = spoil(good);
  expect(bad).not.toBe(good);
  await writeFile(snapshot, bad);
  expect(await factsAtStart()).toEqual(known);
});

test('a snapshot of a longer log than the one that is there is passed over', async () => {
  const other = await createWorld();
  try {
    await appendToLog(Array.from({ length: many }, revocation));
    await factsAtStart();
    await writeFile(
      placesOf(other.home).snapshot,
      await readFile(placesOf(world.home).snapshot, 'utf8'),
    );
    const { keeper } = await other.start();
    expect(keeper.core.journal.facts.revokedGrants.size).toBe(0);
  } finally {
    await other.end();
  }
});
