import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { openBlobs } from '../src/blobs/open.ts';
import { openDatabase } from '../src/database/open.ts';
import { lockHome } from '../src/home-lock.ts';
import { backupVault, restoreVault } from '../src/index.ts';
import { startPostgres } from './postgres-server.ts';
import {
  collect,
  contribute,
  refusalOf,
  requestGrantFor,
  startVault,
  type TestVault,
} from './world.ts';

const server = startPostgres();
if (server === null) console.warn('SKIPPED: PostgreSQL is not installed (Debian: postgresql)');
afterAll(() => server?.stop());

let world: TestVault;
beforeEach(async () => {
  world = await startVault();
});
afterEach(async () => {
  await world.stop();
});

const filled = () => contribute(world, [70_000, 5_000]);

const onFiles = () => ({});
const onServer = () => ({ postgresUrl: server?.createDatabase() ?? '' });
const moves = [
  { from: 'SQLite', to: 'SQLite', open: onFiles, openNext: onFiles },
  { from: 'SQLite', to: 'PostgreSQL', open: onFiles, openNext: onServer },
  { from: 'PostgreSQL', to: 'PostgreSQL', open: onServer, openNext: onServer },
].filter(({ to }) => server !== null || to === 'SQLite');

test.each(moves)(
  'a backup of a running vault on $from restores to one on $to with the same segments',
  async ({ open, openNext }) => {
    await world.stop();
    world = await startVault(open());
    const { person, program, segments } = await filled();
    await requestGrantFor(world, program.program);
    const out = `${world.homeDir}-backup`;
    const facts = await backupVault(world.place, out, world.clock.nowMs());
    expect(facts).toEqual({ segments: 2, sizeBytes: 75_000 });
    const next = { homeDir: `${world.homeDir}-restored`, ...openNext() };
    expect(await restoreVault(out, next)).toEqual(facts);
    const again = await startVault(next, world.people);
    const vault = again.clientOf(person.key);
    for (const { segment, bytes } of segments) {
      const stored = await collect(await vault.getSegment({ params: { segment } }));
      expect(stored.equals(bytes)).toBe(true);
    }
    const { counts } = await world.operator.vault.status();
    expect((await again.operator.vault.status()).counts).toEqual(counts);
    await again.stop();
    expect(await refusalOf(restoreVault(out, world.place))).toBe('badBackup');
    await rm(out, { recursive: true });
  },
);

test('a changed or missing file of a backup is found before anything is restored', async () => {
  await filled();
  const out = `${world.homeDir}-backup`;
  await backupVault(world.place, out, world.clock.nowMs());
  const blobs = await readdir(join(out, 'blobs'), { recursive: true });
  const blob = blobs.find((name) => name.includes('seg_')) ?? '';
  const path = join(out, 'blobs', blob);
  const bytes = await readFile(path);
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  await writeFile(path, bytes);
  const target = `${world.homeDir}-restored`;
  expect(await refusalOf(restoreVault(out, { homeDir: target }))).toBe('badBackup');
  await rm(path);
  expect(await refusalOf(restoreVault(out, { homeDir: target }))).toBe('badBackup');
  await expect(readdir(target)).rejects.toMatchObject({ code: 'ENOENT' });
  await rm(out, { recursive: true });
});

test('a backup is refused where the store is not the one that the database names', async () => {
  await filled();
  const out = `${world.homeDir}-backup`;
  await rm(join(world.homeDir, 'blobs', 'owner'));
  expect(await refusalOf(backupVault(world.place, out, world.clock.nowMs()))).toBe('badBackup');
  await rm(out, { recursive: true });
});

test('nothing is restored where a vault is about to start', async () => {
  await filled();
  const out = `${world.homeDir}-backup`;
  await backupVault(world.place, out, world.clock.nowMs());
  const homeDir = `${world.homeDir}-restored`;
  await mkdir(homeDir);
  const release = await lockHome(homeDir);
  expect(await refusalOf(restoreVault(out, { homeDir }))).toBe('inUse');
  await release();
  expect(await restoreVault(out, { homeDir })).toEqual({ segments: 2, sizeBytes: 75_000 });
  for (const dir of [out, homeDir]) await rm(dir, { recursive: true });
});

test.skipIf(server === null)(
  'a restore that a database server broke off claims no store, and can be done again',
  async () => {
    await filled();
    const out = `${world.homeDir}-backup`;
    await backupVault(world.place, out, world.clock.nowMs());
    const postgresUrl = server?.createDatabase() ?? '';
    await (await openDatabase({ kind: 'postgres', at: postgresUrl })).destroy();
    const rename = (from: string, to: string) =>
      server?.execute(postgresUrl, `alter table "${from}" rename to "${to}"`);
    rename('segments', 'away');
    const next = { homeDir: `${world.homeDir}-restored`, postgresUrl };
    await expect(restoreVault(out, next)).rejects.toThrow();
    const store = await openBlobs({ kind: 'files', dir: join(next.homeDir, 'blobs') });
    expect(await store.owner()).toBeNull();
    rename('away', 'segments');
    expect(await restoreVault(out, next)).toEqual({ segments: 2, sizeBytes: 75_000 });
    for (const dir of [out, next.homeDir]) await rm(dir, { recursive: true });
  },
);

test.skipIf(server === null)(
  'a database server of an older version is left as it is, and not backed up',
  async () => {
    const postgresUrl = server?.createDatabase() ?? '';
    await (await openDatabase({ kind: 'postgres', at: postgresUrl })).destroy();
    const newest = 'select max(name) from kysely_migration';
    server?.execute(postgresUrl, `delete from kysely_migration where name = (${newest})`);
    const out = `${world.homeDir}-backup`;
    const place = { homeDir: world.homeDir, postgresUrl };
    expect(await refusalOf(backupVault(place, out, 0))).toBe('badDatabase');
    await rm(out, { recursive: true });
  },
);

test('a backup never overwrites, and a restore never replaces a vault', async () => {
  await filled();
  const out = `${world.homeDir}-backup`;
  await backupVault(world.place, out, world.clock.nowMs());
  expect(await refusalOf(backupVault(world.place, out, 0))).toBe('badBackup');
  expect(await refusalOf(restoreVault(out, world.place))).toBe('badBackup');
  await rm(out, { recursive: true });
});
