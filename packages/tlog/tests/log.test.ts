import fc from 'fast-check';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, test } from 'vitest';
import {
  createMemoryStorage,
  leafHash,
  openFileStorage,
  openLog,
  readFileStorage,
  readLogResource,
  verifyCheckpoint,
  verifyConsistency,
  verifyInclusion,
  verifyLog,
  type LogEntry,
} from '../src/index.ts';
import { openTileLog } from '../src/tile-log.ts';
import { createTree } from '../src/tree.ts';
import { openVerifiedTree } from '../src/verified-tree.ts';
import { readKey } from './append-forever-key.ts';
import {
  Crash,
  createDisk,
  createDyingStorage,
  createSigner,
  lockdownOf,
  newPseudonym,
  releaseOf,
} from './world.ts';

const dirs: string[] = [];
async function newDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'understudy-log-'));
  dirs.push(dir);
  return dir;
}
afterAll(async () => {
  for (const dir of dirs) await rm(dir, { recursive: true, force: true });
});

const text = (value: string) => new TextEncoder().encode(value);

describe('an append', () => {
  test('of an entry that is none of the known kinds is refused', async () => {
    const log = await openLog(createMemoryStorage(), createSigner());
    const bad: LogEntry[] = [
      // @ts-expect-error a reason in words could name a person
      { ...lockdownOf(1), reason: 'Ada leaked it' },
      { ...releaseOf(newPseudonym()), at: 'noon' },
    ];
    for (const entry of bad) {
      await expect(log.append([entry])).rejects.toMatchObject({ code: 'badEntry' });
    }
    expect(log.size()).toBe(0);
  });

  test('of more than 65,535 bytes is refused, and leaves the log in order', async () => {
    const log = await openTileLog(createMemoryStorage(), createSigner());
    await expect(log.append([new Uint8Array(65_536)])).rejects.toMatchObject({ code: 'tooLarge' });
    expect((await log.append([new Uint8Array(65_535)])).index).toBe(0);
  });

  test('after a storage failure is refused until the log is opened again', async () => {
    const storage = createMemoryStorage();
    const signer = createSigner();
    let full = true;
    const failing = {
      ...storage,
      appendJournal: (bytes: Uint8Array) =>
        full ? Promise.reject(new Error('ENOSPC')) : storage.appendJournal(bytes),
    };
    const log = await openLog(failing, signer);
    await expect(log.append([lockdownOf(1)])).rejects.toMatchObject({ code: 'storageFailed' });
    full = false;
    await expect(log.append([lockdownOf(2)])).rejects.toMatchObject({ code: 'storageFailed' });
    await log.close();
    const again = await openLog(storage, signer);
    expect((await again.append([lockdownOf(3)])).index).toBe(0);
  });

  test('gives each of many callers its own place, in one checkpoint for those who waited together', async () => {
    const log = await openTileLog(createMemoryStorage(), createSigner());
    const appended = await Promise.all(
      Array.from({ length: 300 }, (_, at) => log.append([text(`${at}`), text(`${at}b`)])),
    );
    expect(appended.map(({ index }) => index)).toEqual(appended.map((_, at) => at * 2));
    expect(new Set(appended.map(({ checkpoint }) => checkpoint)).size).toBeLessThan(10);
    expect(log.size()).toBe(600);
  });

  test('leads to proofs that hold, at every size from 1 to 600', async () => {
    const storage = createMemoryStorage();
    const signer = createSigner();
    const log = await openTileLog(storage, signer);
    const trust = { log: signer.verifier, witnesses: [] };
    const heads = [verifyCheckpoint(log.checkpoint(), trust)];
    for (let at = 0; at < 600; at += 1) {
      const { checkpoint } = await log.append([text(`entry ${at}`)]);
      heads.push(verifyCheckpoint(checkpoint, trust));
    }
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 600 }), fc.nat(), fc.nat(), async (size, a, b) => {
        const index = a % size;
        const fromSize = 1 + (b % size);
        const [head, from] = [heads[size], heads[fromSize]];
        if (head === undefined || from === undefined) throw new Error('No such head.');
        const tree = log.tree(size);
        const leaf = leafHash(text(`entry ${index}`));
        const inclusion = await tree.inclusionProof(index);
        verifyInclusion({ index, size, leafHash: leaf, root: head.root, proof: inclusion });
        const proof = await tree.consistencyProof(fromSize);
        verifyConsistency({
          fromSize,
          toSize: size,
          fromRoot: from.root,
          toRoot: head.root,
          proof,
        });
      }),
      { numRuns: 500 },
    );
  });

  test('keeps every partial tile readable for which a checkpoint was signed', async () => {
    const storage = createMemoryStorage();
    const log = await openTileLog(storage, createSigner());
    for (let at = 0; at < 300; at += 1) await log.append([text(`${at}`)]);
    for (let size = 1; size <= 300; size += 1) {
      const width = size % 256;
      if (width === 0) continue;
      const path = `00${Math.floor(size / 256)}.p/${width}`;
      const tile = await readLogResource(storage, `tile/0/${path}`);
      expect(tile?.length).toBe(width * 32);
      expect(await readLogResource(storage, `tile/entries/${path}`)).not.toBeNull();
    }
    expect(await readLogResource(storage, 'tile/0/001.p/45')).toBeNull();
    expect([...storage.files.keys()].filter((path) => path.includes('.p/')).length).toBe(3);
  });
});

describe('a log that is closed while others append', () => {
  test('keeps what it acknowledged, and opens again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        fc.nat(30),
        async (before, after, ticks) => {
          const signer = createSigner();
          const storage = createMemoryStorage();
          const log = await openTileLog(storage, signer);
          const appends: Promise<unknown>[] = [];
          for (let at = 0; at < before; at += 1) appends.push(log.append([text(`entry ${at}`)]));
          for (let at = 0; at < ticks; at += 1) await Promise.resolve();
          const closing = log.close();
          for (let at = 0; at < after; at += 1) {
            appends.push(log.append([text(`late ${at}`)]));
            await Promise.resolve();
          }
          const ends = await Promise.allSettled(appends);
          await closing;
          for (const end of ends) {
            if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'closed' });
          }
          const again = await openTileLog(storage, signer);
          expect(again.size()).toBe(ends.filter(({ status }) => status === 'fulfilled').length);
          await again.close();
        },
      ),
    );
  });
});

describe('a log on a machine that dies', () => {
  test('at any step keeps what it acknowledged, and opens again', async () => {
    const signer = createSigner();
    const trust = { log: signer.verifier, witnesses: [] };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(120), { minLength: 1, maxLength: 6 }),
        fc.constantFrom('kill', 'power'),
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 12, maxLength: 12 }),
        async (fuses, death, batches) => {
          const disk = createDisk();
          const acknowledged: string[] = [];
          const heads: { size: number; root: Uint8Array }[] = [];
          let next = 0;
          for (const fuse of [...fuses, 1_000_000]) {
            const storage = createDyingStorage(disk, fuse, death);
            try {
              const log = await openTileLog(storage, signer);
              expect(log.size()).toBeGreaterThanOrEqual(acknowledged.length);
              const kept = log.size();
              // What died unacknowledged may be there or not; from here on it is what the log says.
              for (let at = acknowledged.length; at < kept; at += 1) acknowledged.push('?');
              for (const count of batches) {
                const batch = Array.from({ length: count }, () => `entry ${(next += 1)}`);
                const { checkpoint } = await log.append(batch.map(text));
                acknowledged.push(...batch);
                heads.push(verifyCheckpoint(checkpoint, trust));
              }
              await log.close();
              await checkLog(storage, signer.verifier, acknowledged, heads);
            } catch (cause) {
              const died = cause instanceof Error && cause.cause instanceof Crash;
              if (!died && !(cause instanceof Crash)) throw cause;
            }
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  test('by kill -9 keeps every entry that its caller was told of', async () => {
    const dir = await newDir();
    const writer = fileURLToPath(new URL('./append-forever.ts', import.meta.url));
    const key = join(await newDir(), 'key');
    let told = 0;
    for (let round = 0; round < 4; round += 1) {
      const child = spawn(process.execPath, [writer, dir, key], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      for await (const line of createInterface({ input: child.stdout })) {
        told = Number(line);
        if (told > (round + 1) * 60) break;
      }
      child.kill('SIGKILL');
      await new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) resolve(null);
        else child.once('exit', resolve);
      });
    }
    const { signer } = readKey(key);
    const storage = await openFileStorage(dir);
    const log = await openTileLog(storage, signer);
    expect(log.size()).toBeGreaterThanOrEqual(told);
    const tree = await openVerifiedTree(
      (path) => log.resource(path),
      verifyCheckpoint(log.checkpoint(), { log: signer.verifier, witnesses: [] }),
    );
    for (let at = 0; at < told; at += 1) {
      expect(new TextDecoder().decode(await tree.entry(at))).toBe(`entry ${at}`);
    }
    await log.close();
  });
});

describe('a log in a folder', () => {
  test('has one writer at a time', async () => {
    const dir = await newDir();
    const storage = await openFileStorage(dir);
    await expect(openFileStorage(dir)).rejects.toMatchObject({ code: 'inUse' });
    await storage.close();
    await (await openFileStorage(dir)).close();
  });

  test('gives nothing but its resources', async () => {
    const dir = await newDir();
    await writeFile(join(dir, 'secret'), 'x');
    const reader = readFileStorage(dir);
    for (const path of ['secret', '../secret', 'tile/0/../../secret', 'journal', '/etc/passwd']) {
      expect(await readLogResource(reader, path)).toBeNull();
      expect(() => reader.read(path)).toThrow(/not a resource/);
    }
  });

  test('comes back from a backup of its served files alone', async () => {
    const dir = await newDir();
    const signer = createSigner();
    const log = await openLog(await openFileStorage(dir), signer);
    await log.append(Array.from({ length: 700 }, (_, at) => lockdownOf(at)));
    await log.close();
    await rm(join(dir, 'journal'));
    const again = await openLog(await openFileStorage(dir), signer);
    expect((await again.append([lockdownOf(700)])).index).toBe(700);
    await again.close();
    const { checkpoint } = await verifyLog((path) => readLogResource(readFileStorage(dir), path), {
      trust: { log: signer.verifier, witnesses: [] },
    });
    expect(checkpoint.size).toBe(701);
  });

  test('that lost what it had published refuses to open', async () => {
    const dir = await newDir();
    const signer = createSigner();
    const log = await openLog(await openFileStorage(dir), signer);
    await log.append([lockdownOf(1)]);
    await log.close();
    const journal = await readFile(join(dir, 'journal'));
    const more = await openLog(await openFileStorage(dir), signer);
    await more.append([lockdownOf(2)]);
    await more.close();
    await writeFile(join(dir, 'journal'), journal);
    await expect(openLog(await openFileStorage(dir), signer)).rejects.toMatchObject({
      code: 'rolledBack',
    });
  });

  test('does not open under another key', async () => {
    const storage = createMemoryStorage();
    const log = await openLog(storage, createSigner());
    await log.append([lockdownOf(1)]);
    await log.close();
    await expect(openLog(storage, createSigner())).rejects.toMatchObject({ code: 'badSignature' });
  });
});

async function checkLog(
  storage: Parameters<typeof openTileLog>[0],
  verifier: ReturnType<typeof createSigner>['verifier'],
  entries: readonly string[],
  heads: readonly { readonly size: number; readonly root: Uint8Array }[],
): Promise<void> {
  const read = (path: string) => readLogResource(storage, path);
  const note = await read('checkpoint');
  if (note === null) throw new Error('No checkpoint.');
  const head = verifyCheckpoint(note, { log: verifier, witnesses: [] });
  const tree = await openVerifiedTree(read, head);
  for (const [at, entry] of entries.entries()) {
    if (entry !== '?') expect(new TextDecoder().decode(await tree.entry(at))).toBe(entry);
  }
  for (const { size, root } of heads) {
    if (size === 0) continue;
    const proof = await createTree(read, head.size).consistencyProof(size);
    verifyConsistency({
      fromSize: size,
      toSize: head.size,
      fromRoot: root,
      toRoot: head.root,
      proof,
    });
  }
}
