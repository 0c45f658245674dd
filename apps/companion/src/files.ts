/**
 * Files of the contributor's home: whole or not there at all.
 *
 * Every write goes to a temporary name in the same folder, is flushed to the
 * disk, and takes its place by rename; files are 0600, folders 0700. What is
 * written here is ciphertext, signed statements and keys, never content.
 */
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { systemRandom } from '@understudy/base';
import { CompanionError } from './error.ts';

const temporaryEnding = '.tmp';

/** @throws CompanionError `diskFull`, `diskRefused`. */
export async function writeFileAtomic(
  path: string,
  data: Uint8Array | string | AsyncIterable<Uint8Array>,
): Promise<void> {
  const folder = dirname(path);
  const random = Buffer.from(systemRandom.bytes(6)).toString('hex');
  const temporary = join(folder, `.${basename(path)}.${random}${temporaryEnding}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(folder);
  } catch (error) {
    await rm(temporary, { force: true });
    throw fileError(path, error);
  }
}

/** One line at the end of a file, on the disk before this returns. */
export async function appendLine(path: string, line: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(path, 'a', 0o600);
    try {
      const { size } = await file.stat();
      try {
        await file.appendFile(`${line}\n`);
        await file.sync();
      } catch (error) {
        // A torn line would hide the next one; take it back.
        await file.truncate(size).catch(() => {});
        throw error;
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(path, error);
  }
}

/** The text of a file, or null where there is none. */
export async function readTextIfThere(path: string): Promise<string | null> {
  const bytes = await readBytesIfThere(path);
  return bytes === null ? null : new TextDecoder().decode(bytes);
}

export async function readBytesIfThere(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw fileError(path, error);
  }
}

/** At most `lengthBytes` of a file from `offset` on. */
export async function readPiece(
  path: string,
  offset: number,
  lengthBytes: number,
): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const piece = new Uint8Array(lengthBytes);
    const { bytesRead } = await file.read(piece, 0, lengthBytes, offset);
    return piece.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
}

/** Names in a folder, sorted; none where there is no folder. Temporary names are left out. */
export async function listFolder(path: string): Promise<readonly string[]> {
  try {
    const names = await readdir(path);
    return names.filter((name) => !name.endsWith(temporaryEnding)).toSorted();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw fileError(path, error);
  }
}

/** Removes what an interrupted write left behind. */
export async function removeTemporaries(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (name.endsWith(temporaryEnding)) await rm(join(folder, name), { force: true });
  }
}

export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true });
}

/** Overwrites a file once and removes it. On flash storage only the loss of its key is final. */
export async function destroyFile(path: string): Promise<void> {
  try {
    const file = await open(path, 'r+');
    try {
      const { size } = await file.stat();
      await file.write(new Uint8Array(size), 0, size, 0);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw fileError(path, error);
  }
  await rm(path, { force: true });
  await syncFolder(dirname(path));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function fileError(path: string, cause: unknown): CompanionError {
  if (cause instanceof CompanionError) return cause;
  if (hasCode(cause, 'ENOSPC') || hasCode(cause, 'EDQUOT')) {
    return new CompanionError({
      code: 'diskFull',
      message: `The disk that holds ${path} is full.`,
      remedy: 'Free some space there; what was sealed before is kept, and recording can go on.',
      cause,
    });
  }
  return new CompanionError({
    code: 'diskRefused',
    message: `${path} could not be read or written.`,
    remedy: 'Check that the folder exists, is yours and is writable, or give another --home.',
    cause,
  });
}
