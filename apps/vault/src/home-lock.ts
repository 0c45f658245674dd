/**
 * One vault process a home: what was seen of nonces and running uploads lives in
 * its memory. Held as a lock of the operating system's (through SQLite), which
 * ends with the process, however that ends.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { VaultError } from './error.ts';

export interface HomeLock {
  release(): void;
}

/** @throws VaultError inUse */
export function lockHome(homeDir: string): HomeLock {
  const lock = new DatabaseSync(join(homeDir, 'lock.sqlite'));
  try {
    lock.exec('PRAGMA busy_timeout = 0');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw new VaultError({
      code: 'inUse',
      message: `A vault serves the home ${homeDir} already.`,
      remedy: 'Use that one (`understudy status` finds it), or stop it first.',
      cause,
    });
  }
  return {
    release: () => {
      lock.close();
    },
  };
}
