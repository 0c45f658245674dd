/** The end of a retention, by a clock that the test turns: nobody asks, and it is gone. */
import { systemClock, type Clock } from '@understudy/base';
import { sql } from 'kysely';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  contribute,
  manifestOf,
  narrow,
  putManifest,
  randomSegments,
  refusalOf,
  startVault,
  upload,
  type TestVault,
} from './world.ts';

const dayMs = 86_400_000;
let aheadMs = 0;
const clock: Clock = { ...systemClock, nowMs: () => systemClock.nowMs() + aheadMs };

let world: TestVault;
beforeEach(async () => {
  aheadMs = 0;
  world = await startVault({ clock });
});
afterEach(async () => {
  await world.stop();
});

async function blobFiles(): Promise<readonly string[]> {
  const names = await readdir(join(world.homeDir, 'blobs'), { recursive: true });
  return names.filter((name) => name.includes('seg_'));
}

test('a session is kept until its time is over, and not a quarter of an hour longer', async () => {
  const { person, segment } = await contribute(world, [1000]);
  aheadMs = 90 * dayMs - 60_000;
  await world.vault.maintain();
  expect((await person.vault.listSessions()).sessions).toHaveLength(1);
  aheadMs = 90 * dayMs + 60_000;
  await world.vault.maintain();
  expect((await person.vault.listSessions()).sessions).toEqual([]);
  expect(await blobFiles()).toEqual([]);
  const params = { segment: segment.segment };
  expect(await refusalOf(person.vault.getSegment({ params }))).toBe('notAvailable');
});

test('the contributor sees what went and why; while the keeper is away it is told later', async () => {
  const { person } = await contribute(world, [1000, 2000]);
  aheadMs = 91 * dayMs;
  await world.vault.maintain();
  await world.vault.maintain();
  const { erasures } = await person.vault.listErasures();
  expect(erasures).toMatchObject([{ cause: 'retention', state: 'keeperPending', segments: 2 }]);
  expect((await world.operator.vault.status()).pendingRelays).toBeGreaterThan(0);
});

test('a start finds what came due while the vault was down', async () => {
  const { person } = await contribute(world, [1000]);
  aheadMs = 91 * dayMs;
  world = await world.restart();
  // The restart is what did it: by the clock of the next one nothing is due yet.
  await world.stop({ keepHome: true });
  aheadMs = 0;
  world = await world.start();
  const { sessions } = await world.clientOf(person.key).listSessions();
  expect(sessions).toEqual([]);
});

test('one session ends while a later one of the same consent stays', async () => {
  const { person, consent } = await contribute(world, [1000]);
  aheadMs = 20 * dayMs;
  const later = randomSegments(world, [500]);
  const manifest = manifestOf(world, person, consent, later);
  await putManifest(person, manifest);
  for (const segment of later) await upload(person, segment);
  aheadMs = 91 * dayMs;
  await world.vault.maintain();
  const { sessions } = await person.vault.listSessions();
  expect(sessions.map(({ session }) => session)).toEqual([manifest.session]);
});

test('a narrower consent that keeps for fewer days counts', async () => {
  const { person, consent } = await contribute(world, [1000]);
  await narrow(world, person, consent, { retentionDays: 7 });
  aheadMs = 8 * dayMs;
  await world.vault.maintain();
  expect((await person.vault.listSessions()).sessions).toEqual([]);
});

test('what can no longer be judged is kept, and holds up nothing else', async () => {
  const { person } = await contribute(world, [1000]);
  const kept = await contribute(world, [1000]);
  const { receipt } = kept.consent.receipt;
  await sql`update receipts set signed = 'a.b.c' where receipt = ${receipt}`.execute(
    world.vault.world.db,
  );
  aheadMs = 91 * dayMs;
  await world.vault.maintain();
  expect((await person.vault.listSessions()).sessions).toEqual([]);
  expect(await blobFiles()).toHaveLength(1);
});

test('a blob whose row went with a crash is swept at the next start, half-uploaded ones too', async () => {
  for (const [at, { segment, bytes }] of randomSegments(world, [10, 10]).entries()) {
    const dir = join(world.homeDir, 'blobs', at === 0 ? 'partial' : segment.slice(-2));
    await mkdir(dir, { recursive: true });
    await writeFile(join(dir, segment), bytes);
  }
  expect(await blobFiles()).toHaveLength(2);
  world = await world.restart();
  expect(await blobFiles()).toEqual([]);
});
