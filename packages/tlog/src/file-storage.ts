/**
 * A log in a folder: resources as files, replaced by rename; the journal as
 * one file that is written from its start on, each write flushed before it
 * returns. Its room is laid out beforehand with zeros, which no record begins
 * with: so a flush writes data only, and does not wait for the file system.
 *
 * One writer at a time, by a lock of the operating system's that ends with its
 * process (kill -9, power cut).
 */
import type { Buffer } from 'node:buffer';
import { mkdir, open, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { takeLock } from '@understudy/base';
import { checkpointPath, pathToTile } from './tile.ts';
import { isIndexPath, witnessedPath } from './resource.ts';
import { TlogError } from './error.ts';
import type { LogStorage } from './storage.ts';

const journalName = 'journal';
const lockName = 'lock.sqlite';
const journalRoomBytes = 2 * 1024 * 1024;

/** Read-only: for those who serve or audit a log that another process writes. */
export type LogReadStorage = Pick<LogStorage, 'read'>;

export function readFileStorage(dir: string): LogReadStorage {
  return { read: (path) => readIfThere(join(dir, requireResourcePath(path))) };
}

/** @throws TlogError inUse where another process writes this log */
export async function openFileStorage(dir: string): Promise<LogStorage> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const release = await requireOnlyWriter(dir);
  let journal: FileHandle | null = null;
  let journalUsedBytes: number | null = null;
  const closeJournal = async (): Promise<void> => {
    await journal?.close();
    journal = null;
  };
  return {
    ...readFileStorage(dir),
    write: (path, bytes) => replaceFile(join(dir, requireResourcePath(path)), bytes, false),
    sync: async (paths) => {
      const folders = new Set<string>();
      for (const path of paths) {
        const file = join(dir, requireResourcePath(path));
        await syncPath(file);
        // Every folder up to the log's own: a new one is an entry in its parent.
        for (let at = dirname(file); at.length >= dir.length; at = dirname(at)) folders.add(at);
      }
      for (const folder of folders) await syncPath(folder);
    },
    remove: (path) => rm(join(dir, requireResourcePath(path)), { force: true }),
    readJournal: () => readIfThere(join(dir, journalName)),
    appendJournal: async (bytes) => {
      if (journalUsedBytes === null) throw new Error('The journal was not begun.');
      journal ??= await open(join(dir, journalName), 'r+');
      const { bytesWritten } = await journal.write(bytes, 0, bytes.length, journalUsedBytes);
      if (bytesWritten !== bytes.length) throw new Error('The journal was written in part only.');
      await journal.datasync();
      journalUsedBytes += bytes.length;
    },
    replaceJournal: async (bytes) => {
      await closeJournal();
      const room = new Uint8Array(bytes.length + journalRoomBytes);
      room.set(bytes);
      await replaceFile(join(dir, journalName), room, true);
      journalUsedBytes = bytes.length;
    },
    close: async () => {
      await closeJournal();
      await release();
    },
  };
}

/** No path from outside reaches past the log's resources. */
function requireResourcePath(path: string): string {
  const known = path === checkpointPath || path === witnessedPath || isIndexPath(path);
  if (known || pathToTile(path) !== null) return path;
  throw new TlogError({
    code: 'badPath',
    message: 'That is not a resource of a log.',
    remedy: 'Ask for "checkpoint" or "tile/<L>/<N>[.p/<W>]".',
  });
}

async function requireOnlyWriter(dir: string): Promise<() => Promise<void>> {
  const release = await takeLock(join(dir, lockName));
  if (release !== null) return release;
  throw new TlogError({
    code: 'inUse',
    message: `Another process writes the log in ${dir}.`,
    remedy: 'Stop that process first; a log has one writer.',
  });
}

async function replaceFile(file: string, bytes: Uint8Array, durable: boolean): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const next = `${file}.new`;
  const handle = await open(next, 'w', 0o600);
  try {
    await handle.writeFile(bytes);
    if (durable) await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(next, file);
  if (durable) await syncPath(dirname(file));
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (cause) {
    if (hasCode(cause, 'ENOENT') || hasCode(cause, 'ENOTDIR')) return null;
    throw cause;
  }
}

function hasCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === code;
}
