import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeLock } from '../src/index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A process that holds the lock until it is killed. */
async function startHolder(path: string) {
  const door = join(import.meta.dirname, '..', 'src', 'index.ts');
  const script = `
    import { takeLock } from ${JSON.stringify(door)};
    const release = await takeLock(${JSON.stringify(path)});
    console.log(release === null ? 'refused' : 'held');
    process.stdin.resume();`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const [said] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  return { said, kill };
}

test('a lock is held by one at a time, within a process too, until it is given up', async () => {
  const path = join(folder, 'lock.sqlite');
  const release = await takeLock(path);
  expect(release).not.toBeNull();
  expect(await takeLock(path)).toBeNull();
  await release?.();
  const again = await takeLock(path);
  expect(again).not.toBeNull();
  await again?.();
});

test('a lock of another process is refused while that lives, and free once it was killed', async () => {
  const path = join(folder, 'lock.sqlite');
  const holder = await startHolder(path);
  try {
    expect(holder.said).toBe('held');
    expect(await takeLock(path)).toBeNull();
  } finally {
    await holder.kill();
  }
  const release = await takeLock(path);
  expect(release).not.toBeNull();
  await release?.();
});

test('what cannot be locked is not taken', async () => {
  const path = join(folder, 'lock.sqlite');
  await writeFile(path, 'no database'.repeat(100));
  await expect(takeLock(path)).rejects.toThrow();
  await expect(takeLock(join(folder, 'nowhere', 'lock.sqlite'))).rejects.toThrow();
});
