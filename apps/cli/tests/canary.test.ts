/**
 * The vault is blind: whatever went through it, nothing of what was captured
 * is in its files, its answers' logs or its memory (issue 4.1). And the search
 * that says so finds it where sealing was left out.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findMarks } from '../src/verify/canary.ts';
import { signIn } from './browser.ts';
import { createCanary, filesWith, memoryHolds, wanted } from './canary.ts';
import { approve, contribute, fetchPlain, requestGrantOn } from './contribution.ts';
import { startUp, type UpProcess } from './up-process.ts';

let up: UpProcess;
beforeAll(async () => {
  up = await startUp();
});
afterAll(async () => {
  await up.stop();
});

async function vaultPid(): Promise<number> {
  for (const name of await readdir('/proc')) {
    const line = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (line.includes(up.home) && line.includes('vault\0run')) return Number(name);
  }
  throw new Error('the vault does not run');
}

test('the search finds a canary in every coating', async () => {
  const { text, bytes } = createCanary('coated');
  const coated = {
    plain: bytes,
    utf16: Buffer.from(`${text} typed`, 'utf16le'),
    base64: Buffer.from(Buffer.from(bytes).toString('base64')),
    shifted: Buffer.from(Buffer.from([0, ...bytes]).toString('base64url')),
    gzip: Buffer.concat([Buffer.alloc(7), gzipSync(bytes)]),
  };
  const found = Object.entries(coated).filter(
    ([, place]) => findMarks(place, wanted(text)).length > 0,
  );
  expect(found.map(([name]) => name)).toEqual(Object.keys(coated));
  expect(findMarks(bytes, wanted(`${text}!`))).toEqual([]);
});

test('nothing captured is in what the vault writes or holds, through upload, release and backup', async () => {
  const { text, bytes } = createCanary('sealed');
  const contribution = await contribute(up, bytes);
  const granted = await requestGrantOn(up, contribution.program);
  await approve(up, granted, up.stewards[0]);
  await approve(up, granted, up.stewards[1]);
  const opened = await fetchPlain(granted, contribution, granted.person.identity);
  expect(new TextDecoder().decode(opened)).toContain(text);
  const out = join(up.home, 'kept');
  expect((await up.run('backup', '--out', out)).code).toBe(0);
  const written = await readdir(join(up.home, 'vault'), { recursive: true });
  expect(written.filter((name) => /vault\.sqlite(-wal)?$|seg_/.test(name))).toHaveLength(3);
  for (const dir of ['vault', 'keeper', 'kept']) {
    expect(await filesWith(join(up.home, dir), text)).toEqual([]);
  }
  expect(findMarks(Buffer.from(up.logs()), wanted(text))).toEqual([]);
  expect(await memoryHolds(await vaultPid(), text)).toBe(false);
});

test('no account’s name is in what the vault wrote, also after a sign-in', async () => {
  const steward = 'steward-1';
  const browser = await signIn(up.console, steward);
  const who = await browser.go(`${up.console}/v1/who`);
  expect(await who.json()).toMatchObject({ kind: 'steward' });
  expect(await filesWith(join(up.home, 'vault'), steward)).toEqual([]);
  // The search works on these very files: a program's words stand in its signed statement.
  expect(await filesWith(join(up.home, 'vault'), 'Order desk')).not.toEqual([]);
});

test('the same search finds what was uploaded without sealing, on the disk and in memory', async () => {
  const { text, bytes } = createCanary('plain');
  const pid = await vaultPid();
  const uploadAndSearch = async (): Promise<boolean> => {
    await contribute(up, bytes, async (plain) => plain);
    return memoryHolds(pid, text);
  };
  // What is freed is written over at any moment: then it is uploaded once more.
  await expect.poll(uploadAndSearch).toBe(true);
  expect((await filesWith(join(up.home, 'vault'), text)).length).toBeGreaterThan(0);
});
