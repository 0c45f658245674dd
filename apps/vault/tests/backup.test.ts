import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backupVault, restoreVault } from '../src/index.ts';
import { collect, contribute, refusalOf, startVault, type TestVault } from './world.ts';

let world: TestVault;
beforeEach(async () => {
  world = await startVault();
});
afterEach(async () => {
  await world.stop();
});

const filled = () => contribute(world, [70_000, 5_000]);

test('a backup of a running vault restores to the same segments', async () => {
  const { person, segments } = await filled();
  const out = `${world.homeDir}-backup`;
  const facts = await backupVault(world.homeDir, out, world.clock.nowMs());
  expect(facts).toEqual({ segments: 2, sizeBytes: 75_000 });
  const restored = `${world.homeDir}-restored`;
  expect(await restoreVault(out, restored)).toEqual(facts);
  const again = await startVault(
    { homeDir: restored },
    {
      stewards: world.stewards,
      researcher: world.researcher,
      operator: world.operator,
    },
  );
  const vault = again.clientOf(person.key);
  for (const { segment, bytes } of segments) {
    const stored = await collect(await vault.getSegment({ params: { segment } }));
    expect(stored.equals(bytes)).toBe(true);
  }
  await again.stop();
  await rm(out, { recursive: true });
});

test('a changed or missing file of a backup is found before anything is restored', async () => {
  await filled();
  const out = `${world.homeDir}-backup`;
  await backupVault(world.homeDir, out, world.clock.nowMs());
  const blobs = await readdir(join(out, 'blobs'), { recursive: true });
  const blob = blobs.find((name) => name.includes('seg_')) ?? '';
  const path = join(out, 'blobs', blob);
  const bytes = await readFile(path);
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  await writeFile(path, bytes);
  const target = `${world.homeDir}-restored`;
  expect(await refusalOf(restoreVault(out, target))).toBe('badBackup');
  await rm(path);
  expect(await refusalOf(restoreVault(out, target))).toBe('badBackup');
  await expect(readdir(target)).rejects.toMatchObject({ code: 'ENOENT' });
  await rm(out, { recursive: true });
});

test('a backup never overwrites, and a restore never replaces a vault', async () => {
  await filled();
  const out = `${world.homeDir}-backup`;
  await backupVault(world.homeDir, out, world.clock.nowMs());
  expect(await refusalOf(backupVault(world.homeDir, out, 0))).toBe('badBackup');
  expect(await refusalOf(restoreVault(out, world.homeDir))).toBe('badBackup');
  await rm(out, { recursive: true });
});
