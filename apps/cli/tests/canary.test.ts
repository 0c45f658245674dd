/**
 * The vault is blind: whatever went through it, nothing of what was captured
 * is in its files, its answers' logs or its memory (issue 4.1). And the search
 * that says so finds it where sealing was left out.
 */
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findMarks } from '../src/verify/canary.ts';
import { signIn } from './browser.ts';
import { approve, contribute, fetchPlain, requestGrantOn } from './contribution.ts';
import { startUp, type UpProcess } from './up-process.ts';

let up: UpProcess;
beforeAll(async () => {
  up = await startUp();
});
afterAll(async () => {
  await up.stop();
});

function canary(name: string): { readonly text: string; readonly bytes: Uint8Array } {
  const text = `${name}-${crypto.randomUUID()}`;
  return { text, bytes: new TextEncoder().encode(`${text} typed by a person, ${text}`) };
}

function wanted(text: string): Record<string, Uint8Array> {
  return { canary: new TextEncoder().encode(text) };
}

/** How many files of the folder hold the canary in any coating. */
async function filesWith(dir: string, text: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    if (findMarks(await readFile(path), wanted(text)).length > 0) found.push(path);
  }
  return found;
}

async function vaultPid(): Promise<number> {
  for (const name of await readdir('/proc')) {
    const line = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (line.includes(up.home) && line.includes('vault\0run')) return Number(name);
  }
  throw new Error('the vault does not run');
}

/** Whether the process holds the canary in writable memory, in any coating: what a core dump would. */
async function memoryHolds(pid: number, text: string): Promise<boolean> {
  const maps = await readFile(`/proc/${pid}/maps`, 'utf8');
  const memory = await open(`/proc/${pid}/mem`, 'r');
  try {
    for (const line of maps.split('\n')) {
      const range = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line);
      if (range === null) continue;
      const from = Number.parseInt(range[1] ?? '', 16);
      const until = Number.parseInt(range[2] ?? '', 16);
      if (await rangeHolds(memory, from, until, text)) return true;
    }
    return false;
  } finally {
    await memory.close();
  }
}

const stepBytes = 16 << 20;
const overlapBytes = 4096;

async function rangeHolds(
  memory: Awaited<ReturnType<typeof open>>,
  from: number,
  until: number,
  text: string,
): Promise<boolean> {
  for (let at = from; at < until; at += stepBytes - overlapBytes) {
    const length = Math.min(stepBytes, until - at);
    const read = await memory
      .read(Buffer.alloc(length), 0, length, at)
      // A guard page, or one that went away meanwhile.
      .catch(() => null);
    if (read === null) continue;
    if (findMarks(read.buffer.subarray(0, read.bytesRead), wanted(text)).length > 0) return true;
  }
  return false;
}

test('the search finds a canary in every coating', async () => {
  const { text, bytes } = canary('coated');
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
  const { text, bytes } = canary('sealed');
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
  const { text, bytes } = canary('plain');
  await contribute(up, bytes, async (plain) => plain);
  expect((await filesWith(join(up.home, 'vault'), text)).length).toBeGreaterThan(0);
  expect(await memoryHolds(await vaultPid(), text)).toBe(true);
});
