/** A vault on a disk that really is full: a small tmpfs. Refused, said as such, and nothing half-written. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  announced,
  collect,
  contribute,
  enrol,
  refusalOf,
  startVault,
  upload,
  type TestVault,
} from './world.ts';

const disk = mkdtempSync(join(tmpdir(), 'understudy-small-disk-'));
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', disk]).status === 0;
if (!mounted) console.warn('SKIPPED: full-disk.test.ts needs root, to mount a small tmpfs');
afterAll(() => {
  if (mounted) spawnSync('umount', [disk]);
  rmSync(disk, { recursive: true, force: true });
});

describe.skipIf(!mounted)('on a full disk', () => {
  let world: TestVault;
  const filler = join(disk, 'filler');
  beforeEach(async () => {
    world = await startVault({ homeDir: join(disk, 'vault'), minFreeBytes: 0 });
  });
  afterEach(async () => {
    await world.stop();
    await rm(filler, { force: true });
  });

  /** Leaves about that much room. */
  async function fill(leaveBytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(disk);
    await writeFile(filler, new Uint8Array(Math.max(0, bavail * bsize - leaveBytes)));
  }

  test('an upload stops where the room ends, keeps what was durable, and goes on when there is room', async () => {
    const { person, segment } = await announced(world, 3 << 20);
    await fill(1_500_000);
    expect(await refusalOf(upload(person, segment))).toBe('diskFull');
    const params = { segment: segment.segment };
    const { receivedBytes, complete } = await person.vault.getUpload({ params });
    expect(complete).toBe(false);
    expect(receivedBytes).toBeGreaterThan(0);
    await rm(filler);
    const offsets: number[] = [];
    await upload(person, segment, { onProgress: (offset) => offsets.push(offset) });
    expect(offsets[0]).toBe(receivedBytes);
    const stored = await collect(await person.vault.getSegment({ params }));
    expect(stored.equals(segment.bytes)).toBe(true);
  });

  test('what the database cannot write is refused as that, and what is there is still read', async () => {
    const { person, segment } = await contribute(world, [1000]);
    await fill(0);
    expect(await refusalOf(enrolUntilRefused())).toBe('diskFull');
    const { sessions } = await person.vault.listSessions();
    expect(sessions[0]?.segments[0]).toMatchObject({ segment: segment.segment, complete: true });
    await rm(filler);
    await enrol(world);
  });

  /** The log of the database takes a little more before it has to grow. */
  async function enrolUntilRefused(): Promise<void> {
    for (let count = 0; count < 2000; count += 1) await enrol(world);
  }

  test('with room kept back for the database, segments are refused before it is touched', async () => {
    await world.stop();
    world = await startVault({ homeDir: join(disk, 'vault'), minFreeBytes: 4 << 20 });
    const { person, segment } = await announced(world, 1 << 20);
    await fill(2 << 20);
    expect(await refusalOf(upload(person, segment))).toBe('diskFull');
    await enrol(world);
  });
});
