import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { revealSecret } from '@understudy/base';
import {
  controlReportToSha256,
  signControlReport,
  signOrder,
  verifyControlReport,
  type ControlReport,
} from '@understudy/consent';
import { createKeeperClient } from '@understudy/courier';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backupKeeper, restoreKeeper } from '../src/index.ts';
import {
  build,
  collect,
  createTurnedClock,
  createWorld,
  signLockdown,
  startWithSession,
  unseal,
  type TurnedClock,
  type World,
} from './world.ts';

let world: World;
let clock: TurnedClock;
const removed: string[] = [];
beforeEach(async () => {
  clock = createTurnedClock();
  world = await createWorld({ clock });
});
afterEach(async () => {
  await world.end();
  for (const path of removed.splice(0)) await rm(path, { recursive: true, force: true });
});

/** More than the socket's buffers hold, so that a stream is still running. */
const largeBytes = 32 << 20;

const setUp = (sizeBytes = 1000) => startWithSession(world, [new Uint8Array(sizeBytes).fill(7)]);

/** A signed report and two stewards' orders that rely on it. */
async function toResume(
  epoch: number,
  change: Partial<ControlReport> = {},
  names: readonly ('anna' | 'ben' | 'cleo')[] = ['anna', 'ben'],
) {
  const { anna } = world.people;
  const report = await signControlReport(
    { build, epoch, green: true, results: {}, ...change },
    anna.key,
    clock,
  );
  const opened = await verifyControlReport(report, [anna.key.publicJwk], clock.nowMs());
  const reportSha256 = controlReportToSha256(opened);
  const approvals = await Promise.all(
    names.map((name) => {
      const { steward, key } = world.people[name];
      return signOrder({ kind: 'resume', steward, epoch, reportSha256 }, key, clock);
    }),
  );
  return { report, approvals };
}

test('any one steward locks, and a running stream gives no byte after the answer', async () => {
  const { client, evidence, session, keeper } = await setUp(largeBytes);
  const [release] = (await client.authorizeReleases({ body: await evidence() })).releases;
  const bytes = await client.openRelease({
    params: { release: release?.release ?? '' },
    body: session.segments[0]?.bytes ?? new Uint8Array(),
  });
  const pieces = bytes[Symbol.asyncIterator]();
  expect((await pieces.next()).done).toBe(false);
  expect(keeper.core.lock.streams.running()).toBe(1);

  const { epoch } = await client.lockdown({ body: { order: await signLockdown(world) } });
  expect(epoch).toBe(1);
  expect(keeper.core.lock.streams.running()).toBe(0);
  // What left the keeper before is on its way; the stream never comes to its end.
  await expect(
    (async () => {
      for (;;) if ((await pieces.next()).done === true) return;
    })(),
  ).rejects.toThrow();
});

test('a locked keeper refuses releases, recipients, leases and unsealing, and takes no new order for the same', async () => {
  const { client, evidence, person, program, url } = await setUp();
  const [release] = (await client.authorizeReleases({ body: await evidence() })).releases;
  const order = await signLockdown(world);
  await client.lockdown({ body: { order } });
  await expect(client.authorizeReleases({ body: await evidence() })).rejects.toMatchObject({
    code: 'locked',
  });
  await expect(
    client
      .openRelease({ params: { release: release?.release ?? '' }, body: Uint8Array.of(1) })
      .then((pieces) => collect(pieces)),
  ).rejects.toMatchObject({ code: 'locked' });
  const { signed } = program;
  await expect(
    person.client.lease({ body: { program: signed, receipt: person.receipt } }),
  ).rejects.toMatchObject({ code: 'locked' });
  await expect(person.client.recipient({ body: { program: signed } })).rejects.toMatchObject({
    code: 'locked',
  });
  await expect(unseal(url)).rejects.toMatchObject({ code: 'locked' });
  expect((await client.lockdown({ body: { order } })).epoch).toBe(1);
});

test('a lockdown holds through restarts, and while sealed', async () => {
  const { stop, url } = await setUp();
  const operator = createKeeperClient({ baseUrl: url, key: world.people.operator, clock });
  await operator.seal();
  await operator.lockdown({ body: { order: await signLockdown(world) } });
  await stop();
  const again = await world.start();
  expect((await createKeeperClient({ baseUrl: again.url }).status()).state).toBe('locked');
  await expect(unseal(again.url)).rejects.toMatchObject({ code: 'locked' });
});

test('a crash between guard and log is completed at the next start', async () => {
  const { keeper, stop, client } = await setUp();
  const order = await signLockdown(world);
  // The log fails, as on a full disk: the guard is on the disk by then.
  keeper.core.journal.append = () => Promise.reject(new Error('disk full'));
  await expect(client.lockdown({ body: { order } })).rejects.toThrow();
  expect(keeper.core.lock.state().lock).toBe('locked');
  await stop();
  const again = await world.start();
  expect(again.keeper.core.lock.state()).toMatchObject({ lock: 'locked', epoch: 1 });
  expect(again.keeper.core.journal.facts).toMatchObject({ lock: 'locked', epoch: 1 });
});

test('a backup from before the lockdown does not open anything', async () => {
  const { stop } = await setUp();
  await stop();
  const backup = await mkdtemp(join(tmpdir(), 'understudy-backup-'));
  removed.push(backup);
  await cp(world.home, backup, { recursive: true });
  const second = await world.start();
  await createKeeperClient({ baseUrl: second.url }).lockdown({
    body: { order: await signLockdown(world) },
  });
  await second.stop();
  // Everything is put back but `roots/`, which no backup holds.
  for (const part of ['log', 'keys', 'people', 'devices', 'keeper.json', 'trust.json']) {
    await rm(join(world.home, part), { recursive: true, force: true });
    await cp(join(backup, part), join(world.home, part), { recursive: true });
  }
  const started = world.start();
  // With the log one lockdown behind, the guard completes it; further behind, it refuses.
  const state = await started.then(
    ({ keeper }) => keeper.core.lock.state().lock,
    (error: { code: string }) => error.code,
  );
  expect(['locked', 'rolledBack']).toContain(state);
});

test('a log from before a revocation is refused', async () => {
  const { stop, grant, client } = await setUp();
  const scratch = await mkdtemp(join(tmpdir(), 'understudy-backup-'));
  removed.push(scratch);
  await backupKeeper(world.home, join(scratch, 'backup'));
  const { steward, key } = world.people.cleo;
  const order = await signOrder(
    { kind: 'revokeGrant', steward, grant: grant.grant.grant, reason: 'A test.' },
    key,
    clock,
  );
  await client.revokeGrant({ body: { order } });
  await stop();
  const home = join(scratch, 'restored');
  await restoreKeeper(join(scratch, 'backup'), home);
  await cp(join(world.home, 'roots'), join(home, 'roots'), { recursive: true });
  await expect(world.start(home)).rejects.toMatchObject({ code: 'rolledBack' });
});

test('a second keeper on the same store does not start', async () => {
  await setUp();
  await expect(world.start()).rejects.toMatchObject({ code: 'inUse' });
});

test('an order locks once: replayed after a resume, it is refused', async () => {
  const { client, url } = await setUp();
  const order = await signLockdown(world);
  await client.lockdown({ body: { order } });
  await client.resume({ body: await toResume(1) });
  await unseal(url);
  await expect(client.lockdown({ body: { order } })).rejects.toMatchObject({ code: 'replayed' });
  expect((await client.status()).state).toBe('open');
});

test('a lockdown that is ordered while a resume is being logged holds', async () => {
  const { client, keeper, url } = await setUp();
  await client.lockdown({ body: { order: await signLockdown(world) } });
  const { lock, journal } = keeper.core;
  const { anna, ben } = world.people;
  const at = new Date(clock.nowMs()).toISOString();
  const sha256 = 'ab'.repeat(32);
  const [, { epoch }] = await Promise.all([
    lock.resume({
      epoch: 1,
      stewards: [anna.steward, ben.steward],
      report: 'green',
      reportSha256: sha256,
      at,
    }),
    lock.lockdown({ steward: anna.steward, orderSha256: sha256, at }),
  ]);
  expect(lock.state()).toMatchObject({ lock: 'locked', epoch });
  expect(journal.facts).toMatchObject({ lock: 'locked', epoch: 3 });
  await expect(unseal(url)).rejects.toMatchObject({ code: 'locked' });
});

test('an order by a key that is no steward’s locks nothing', async () => {
  const { client } = await setUp();
  const { steward } = world.people.anna;
  const { key } = world.people.researcher;
  const forged = await signOrder({ kind: 'lockdown', steward, reason: 'x' }, key, clock);
  await expect(client.lockdown({ body: { order: forged } })).rejects.toMatchObject({
    code: 'badSignature',
  });
  expect((await client.status()).state).toBe('open');
});

test('two stewards and a green report resume; the keeper is sealed then, and opens by unsealing', async () => {
  const { client, url, evidence } = await setUp();
  await client.lockdown({ body: { order: await signLockdown(world) } });
  expect(await client.resume({ body: await toResume(1) })).toEqual({ epoch: 2, state: 'sealed' });
  await expect(client.authorizeReleases({ body: await evidence() })).rejects.toMatchObject({
    code: 'sealed',
  });
  await unseal(url);
  await expect(client.authorizeReleases({ body: await evidence() })).resolves.toBeDefined();
});

const bad: Readonly<Record<string, () => Promise<Awaited<ReturnType<typeof toResume>>>>> = {
  'one approval': () => toResume(1, {}, ['anna']),
  'the same steward twice': () => toResume(1, {}, ['anna', 'anna']),
  'a red report': () => toResume(1, { green: false }),
  'a report of another build': () => toResume(1, { build: 'another' }),
  'a report from before the lockdown': () => toResume(1, { epoch: 0 }),
  'orders for another epoch': async () => ({
    ...(await toResume(0)),
    report: (await toResume(1)).report,
  }),
  'orders over another report': async () => ({
    ...(await toResume(1)),
    report: (await toResume(1, { results: { other: true } })).report,
  }),
  'a report that is a day old': async () => {
    const parts = await toResume(1);
    clock.turn(86_400_001);
    return parts;
  },
};

test.each(Object.keys(bad))('a lockdown does not end with %s', async (name) => {
  const { client, url } = await setUp();
  await client.lockdown({ body: { order: await signLockdown(world) } });
  const body = await bad[name]?.();
  if (body === undefined) throw new Error('no case');
  await expect(client.resume({ body })).rejects.toThrow();
  expect((await client.status()).state).toBe('locked');
  await expect(unseal(url)).rejects.toThrow();
});

test('a red report stays the last word: an older green one is not filed again', async () => {
  const { client, evidence, url } = await setUp();
  const steward = createKeeperClient({ baseUrl: url, key: world.people.ben.key, clock });
  const file = (report: string) => steward.fileReport({ body: { report } });
  const { report: green } = await toResume(0);
  await file(green);
  clock.turn(1000);
  const { report: red } = await toResume(0, { green: false });
  await file(red);
  const { report: ofAnotherBuild } = await toResume(0, { build: 'another' });
  clock.turn(1000);
  await file(red);
  await expect(file(green)).rejects.toMatchObject({ code: 'replayed' });
  await expect(file(ofAnotherBuild)).rejects.toMatchObject({ code: 'replayed' });
  await expect(client.authorizeReleases({ body: await evidence() })).rejects.toMatchObject({
    code: 'notAllowed',
  });
  const { report: again } = await toResume(0);
  await file(again);
  await expect(client.authorizeReleases({ body: await evidence() })).resolves.toBeDefined();
});

test('a wrong passphrase opens nothing, and after five the keeper makes one wait', async () => {
  const { url } = await world.start();
  const client = createKeeperClient({ baseUrl: url, clock });
  const wrong = () => client.unseal({ body: { kind: 'passphrase', passphrase: 'wrong' } });
  for (let count = 0; count < 5; count += 1) {
    await expect(wrong()).rejects.toMatchObject({ code: 'badRequest' });
  }
  await expect(unseal(url)).rejects.toMatchObject({ code: 'wrongState' });
  clock.turn(61_000);
  await unseal(url);
  expect((await client.status()).state).toBe('open');
});

test('wrong passphrases that come all at once are no more tries than one after the other', async () => {
  const { url } = await world.start();
  const client = createKeeperClient({ baseUrl: url, clock });
  const wrong = () => client.unseal({ body: { kind: 'passphrase', passphrase: 'wrong' } });
  const tried = await Promise.allSettled(Array.from({ length: 12 }, wrong));
  const codes = tried.map((each) => (each.status === 'rejected' ? each.reason.code : 'open'));
  expect(codes.filter((code) => code === 'badRequest')).toHaveLength(5);
  expect(codes.filter((code) => code === 'wrongState')).toHaveLength(7);
});

test.each(['the log cannot be written', 'maintenance fails'])(
  'where %s while it is unsealed, the keeper stays sealed',
  async (why) => {
    const { keeper, url } = await setUp();
    const { lock, journal } = keeper.core;
    lock.wipe();
    const append = journal.append.bind(journal);
    // On the way in, or once the keyring is open: the day's root is due to be destroyed then.
    journal.append = (entries) =>
      why === 'maintenance fails' && entries[0]?.kind === 'unseal'
        ? append(entries)
        : Promise.reject(new Error('disk full'));
    clock.turn(30 * 86_400_000);
    await expect(unseal(url)).rejects.toThrow();
    expect(lock.state().seal).toBe('sealed');
    expect(() => lock.requireOpen()).toThrow(expect.objectContaining({ code: 'sealed' }));
  },
);

test('two of three shares unseal, one alone or twice the same does not', async () => {
  await world.end();
  world = await createWorld({ clock, protector: { kind: 'shares', shares: 3, threshold: 2 } });
  const { url } = await world.start();
  const client = createKeeperClient({ baseUrl: url, clock });

  const shares = world.made.shares.map((share) =>
    Buffer.from(revealSecret(share)).toString('base64url'),
  );
  const give = (share: string | undefined) =>
    client.unseal({ body: { kind: 'share', share: share ?? '' } });
  expect(await give(shares[0])).toMatchObject({ sharesMissing: 1, state: 'sealed' });
  expect(await give(shares[0])).toMatchObject({ sharesMissing: 1, state: 'sealed' });
  expect(await give(shares[2])).toMatchObject({ sharesMissing: 0, state: 'open' });
});

test('a trust file that somebody changed keeps the keeper sealed', async () => {
  const file = join(world.home, 'trust.json');
  const trust: { stewards: unknown[] } = JSON.parse(await readFile(file, 'utf8'));
  trust.stewards.pop();
  await writeFile(file, JSON.stringify(trust));
  const { url } = await world.start();
  await expect(unseal(url)).rejects.toThrow();
  expect((await createKeeperClient({ baseUrl: url }).status()).state).toBe('sealed');
});
