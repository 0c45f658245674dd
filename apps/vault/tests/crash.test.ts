/** `kill -9` of the vault at every step of an upload: what was answered is there, and the rest goes on. */
import { startProcess } from '@understudy/testkit';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createVaultClient } from '@understudy/courier';
import { announced, collect, refusalOf, startVault, upload, type TestVault } from './world.ts';

let world: TestVault;
beforeEach(async () => {
  world = await startVault();
});
afterEach(async () => {
  await world.stop();
});

const once = { attempts: 1, firstWaitMs: 1, maxWaitMs: 1 };
const pieceBytes = 100_000;

/** The same home served by a process that kills itself at that step. */
async function startDying(step: string) {
  await world.stop({ keepHome: true });
  const script = join(import.meta.dirname, 'crash-vault.ts');
  const args = [script, world.homeDir, 'http://127.0.0.1:9', step];
  const dying = startProcess(process.execPath, args, {});
  return { dying, url: await dying.line((line) => line.startsWith('http')) };
}

/** Where the process may end, and how much of the segment counts at least after that. */
const steps: readonly (readonly [step: string, atLeastBytes: number])[] = [
  ['before a piece is written', 0],
  ['while a piece is written', 0],
  ['after a piece is durable, before its row', 0],
  ['after the row, before the answer', pieceBytes],
  ['before the whole is checked', 2 * pieceBytes],
  ['before the last rename', 2 * pieceBytes],
  ['after the last rename, before its row', 2 * pieceBytes],
];

test.each(steps)('killed %s, the upload goes on and ends whole', async (step, atLeastBytes) => {
  const { person, segment } = await announced(world, 2 * pieceBytes + 50_000);
  const { dying, url } = await startDying(step);
  const atDying = createVaultClient({ baseUrl: url, key: person.key, backoff: once });
  const source = {
    segment: segment.segment,
    sizeBytes: segment.bytes.byteLength,
    read: async (offset: number, length: number) => segment.bytes.slice(offset, offset + length),
  };
  expect(await refusalOf(atDying.uploadSegment(source, { pieceBytes }))).toBe('unreachable');
  expect(await dying.ended).toBeNull();

  world = await world.start();
  const again = { ...person, vault: world.clientOf(person.key) };
  const params = { segment: segment.segment };
  const { receivedBytes } = await again.vault.getUpload({ params });
  expect(receivedBytes).toBeGreaterThanOrEqual(atLeastBytes);
  await upload(again, segment);
  const stored = await collect(await again.vault.getSegment({ params }));
  expect(stored.equals(segment.bytes)).toBe(true);
  const files = await readdir(join(world.homeDir, 'blobs'), { recursive: true });
  expect(files.filter((name) => name.includes('seg_'))).toHaveLength(1);
});
