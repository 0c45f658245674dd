/** What every database behind the vault must do: one contract, SQLite and a real PostgreSQL server. */
import { requestErasure } from '@understudy/consent';
import { createId, systemClock, systemRandom, type Clock } from '@understudy/base';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startPostgres } from './postgres-server.ts';
import {
  consentTo,
  contribute,
  enrol,
  refusalOf,
  requestGrantFor,
  startVault,
  upload,
  type TestVault,
} from './world.ts';

const server = startPostgres();
if (server === null) console.warn('SKIPPED: PostgreSQL is not installed (Debian: postgresql)');
afterAll(() => server?.stop());

const dayMs = 86_400_000;
let aheadMs = 0;
const clock: Clock = { ...systemClock, nowMs: () => systemClock.nowMs() + aheadMs };

const databases = [
  { name: 'SQLite', open: () => ({}) },
  { name: 'PostgreSQL', open: () => ({ postgresUrl: server?.createDatabase() ?? '' }) },
].filter(({ name }) => server !== null || name === 'SQLite');

describe.each(databases)('a vault on $name', ({ open }) => {
  let world: TestVault;
  beforeEach(async () => {
    aheadMs = 0;
    world = await startVault({ clock, ...open() });
  });
  afterEach(async () => {
    await world.stop();
  });

  test('holds what was contributed over a restart, and counts it', async () => {
    const { person, program, segments } = await contribute(world, [70_000, 5_000]);
    await requestGrantFor(world, program.program);
    // A control probe's: offered to nobody, counted nowhere.
    const probe = await contribute(world, [300], { synthetic: true });
    // Who took part in a probe besides is counted as before.
    await consentTo(world, person, probe.program);
    world = await world.restart();
    const offered = await world.nobody.listPrograms();
    expect(offered.programs.map((row) => row.program)).not.toContain(probe.program.program);
    const { counts } = await world.operator.vault.status();
    expect(counts).toMatchObject({ programs: 1, contributors: 1, sessions: 1, segments: 2 });
    expect(counts).toMatchObject({ grants: 1, releases: 0, sealedBytes: 75_000 });
    const { sessions } = await world.clientOf(person.key).listSessions();
    expect(sessions[0]?.segments.map(({ segment }) => segment)).toEqual(
      segments.map(({ segment }) => segment),
    );
    const { grants } = await world.researcher.vault.listGrants();
    expect(grants).toMatchObject([{ state: 'pending', reach: { people: 1, segments: 2 } }]);
    const { programs } = await world.researcher.vault.catalogue();
    expect(programs).toMatchObject([{ people: 1, segments: 2, hours: 60 / 3600 }]);
  });

  test('forgets at an erasure and at the end of a retention, and marks datasets stale', async () => {
    const erased = await contribute(world, [100]);
    await contribute(world, [100]);
    const grant = await requestGrantFor(world, erased.program.program);
    const dataset = createId('dataset', clock, systemRandom);
    const facts = { grant, version: 1, format: 'agentnet', sha256: '0'.repeat(64) };
    const body = { ...facts, sessions: [] };
    await world.researcher.vault.registerDataset({ params: { dataset }, body });
    const { contributor, device, key, vault } = erased.person;
    const scope = { kind: 'everything' } as const;
    const request = await requestErasure({ contributor, device, scope }, key, clock);
    expect(await vault.erase({ body: { request } })).toMatchObject({ sessions: 1, segments: 1 });
    expect((await world.operator.vault.status()).counts.sessions).toBe(1);
    aheadMs = 91 * dayMs;
    await world.vault.maintain();
    expect((await world.operator.vault.status()).counts.sessions).toBe(0);
  });

  test('takes many at once, each whole or refused', async () => {
    const enrolled = await Promise.all(Array.from({ length: 8 }, () => refusalOf(enrol(world))));
    const taken = enrolled.filter((refusal) => refusal === 'not refused').length;
    expect(taken).toBeGreaterThan(0);
    expect(enrolled.filter((refusal) => refusal === 'conflict')).toHaveLength(8 - taken);
    const { person, segment } = await contribute(world, [100]);
    await Promise.all(Array.from({ length: 8 }, () => upload(person, segment)));
    expect((await world.operator.vault.status()).counts).toMatchObject({
      contributors: taken + 1,
      segments: 1,
    });
  });

  test('is of this version, or is left alone', async () => {
    world = await world.restart();
    world = await world.restart();
    expect((await world.operator.vault.status()).counts.programs).toBe(0);
  });
});

describe.skipIf(server === null)('a PostgreSQL database', () => {
  test('is served by one vault at a time, and by none that lost its hold on it', async () => {
    const postgresUrl = server?.createDatabase() ?? '';
    const first = await startVault({ postgresUrl });
    expect(await refusalOf(startVault({ postgresUrl }))).toBe('inUse');
    const { db } = first.vault.world;
    await sql`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'`.execute(
      db,
    );
    expect(await refusalOf(first.vault.failed)).toBe('inUse');
    await first.stop();
    await (await startVault({ postgresUrl })).stop();
  });
});
