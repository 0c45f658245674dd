/**
 * A program's `retentionDays`, carried out by vault and keeper together and by
 * a clock that the test turns: blobs, rows and keys go, the log says so, and
 * the contributor holds the keeper's receipts.
 */
import { requestErasure, verifyErasureReceipt } from '@understudy/consent';
import { createKeeperClient } from '@understudy/courier';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keyFiles } from '../../keeper/src/keys/key-file.ts';
import { createTurnedClock, type TurnedClock } from '../../keeper/tests/world.ts';
import { contribute, narrow } from '../../vault/tests/world.ts';
import { startServers, type TestServers } from './servers.ts';

const dayMs = 86_400_000;
/** Of the keeper's epoch roots. */
const rootDays = 2;
const sessionDays = 7;

let clock: TurnedClock;
let servers: TestServers;
beforeEach(async () => {
  clock = createTurnedClock();
  servers = await startServers({ clock, retentionDays: rootDays });
});
afterEach(async () => {
  await servers.stop();
});

/** A session in the vault, of a program that ends in five days, with a key at the keeper. */
async function contributed() {
  const contribution = await contribute(servers.vault, [1000], {
    retentionDays: sessionDays,
    endsAt: new Date(clock.nowMs() + 5 * dayMs).toISOString(),
  });
  await servers.vault.vault.world.settleRelay();
  const { person, signedProgram } = contribution;
  const client = createKeeperClient({ baseUrl: servers.keeperUrl, key: person.key, clock });
  await client.recipient({ body: { program: signedProgram } });
  return contribution;
}

async function maintain(): Promise<void> {
  await servers.keeper.maintain();
  await servers.vault.vault.maintain();
  await servers.vault.vault.world.settleRelay();
}

const keysLeft = async (): Promise<number> =>
  (await Array.fromAsync(keyFiles(servers.keeper.core.places.keys))).length;

test('before its time nothing goes, whoever brings the statements', async () => {
  const { consent, signedProgram, manifest } = await contributed();
  clock.turn((sessionDays - 1) * dayMs);
  await maintain();
  const row = await servers.vault.vault.world.db
    .selectFrom('sessions')
    .select('manifest')
    .where('session', '=', manifest.session)
    .executeTakeFirstOrThrow();
  const anybody = createKeeperClient({ baseUrl: servers.keeperUrl });
  const body = { program: signedProgram, receipt: consent.signed, manifest: row.manifest };
  await expect(anybody.expire({ body })).rejects.toMatchObject({ code: 'notAllowed' });
  expect(await keysLeft()).toBe(1);
});

test('when its time is over the session goes, with the keeper’s receipt, and the key of its program stays', async () => {
  const { person, manifest } = await contributed();
  clock.turn(sessionDays * dayMs + 60_000);
  await maintain();
  const { erasures } = await person.vault.listErasures();
  expect(erasures).toMatchObject([{ cause: 'retention', state: 'started', segments: 1 }]);
  const keys = [servers.keeper.core.serviceKey.publicJwk];
  expect(await verifyErasureReceipt(erasures[0]?.receipt ?? '', keys)).toMatchObject({
    kind: 'atOnce',
    scope: { kind: 'sessions', sessions: [manifest.session] },
  });
  expect((await servers.vault.operator.vault.status()).pendingRelays).toBe(0);
  expect(await keysLeft()).toBe(1);
});

test('a chain of narrowings holds up no end: the keeper follows each link', async () => {
  const { person, consent } = await contributed();
  let wide = consent;
  for (const retentionDays of [sessionDays, sessionDays, sessionDays]) {
    wide = await narrow(servers.vault, person, wide, { retentionDays });
  }
  clock.turn(sessionDays * dayMs + 60_000);
  await maintain();
  const { erasures } = await person.vault.listErasures();
  expect(erasures).toMatchObject([{ cause: 'retention', state: 'started', segments: 1 }]);
  expect((await servers.vault.operator.vault.status()).pendingRelays).toBe(0);
});

test('when the program’s last retention is over its key goes too, and the receipts become final', async () => {
  const { person, program } = await contributed();
  clock.turn(sessionDays * dayMs + 60_000);
  await maintain();
  clock.turn(5 * dayMs);
  await maintain();
  expect(await keysLeft()).toBe(0);
  for (let day = 0; day <= rootDays; day += 1) {
    clock.turn(dayMs);
    await maintain();
  }
  const { erasures } = await person.vault.listErasures();
  expect(erasures.map(({ cause, state }) => ({ cause, state }))).toEqual([
    { cause: 'retention', state: 'final' },
    { cause: 'retention', state: 'final' },
  ]);
  const keys = [servers.keeper.core.serviceKey.publicJwk];
  expect(await verifyErasureReceipt(erasures[1]?.final ?? '', keys)).toMatchObject({
    kind: 'final',
    scope: { kind: 'program', program: program.program },
  });
});

test('the log says that it was the time, and not the person, that ended it', async () => {
  await contributed();
  clock.turn(sessionDays * dayMs + 60_000);
  await maintain();
  const { size } = servers.keeper.core.journal.facts;
  const { entry } = await servers.keeper.core.journal.prove(size - 1);
  expect(JSON.parse(Buffer.from(entry, 'base64url').toString('utf8'))).toMatchObject({
    kind: 'erasure',
    cause: 'retention',
  });
});

test('of whoever erased everything before, nothing is left to end', async () => {
  const { person } = await contributed();
  const { contributor, device, key } = person;
  const scope = { kind: 'everything' } as const;
  const request = await requestErasure({ contributor, device, scope }, key, clock);
  await person.vault.erase({ body: { request } });
  clock.turn((5 + sessionDays) * dayMs + 60_000);
  await maintain();
  expect((await servers.vault.operator.vault.status()).pendingRelays).toBe(0);
});
