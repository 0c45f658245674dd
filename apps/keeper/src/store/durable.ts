/**
 * Bytes → a file that is either the old one or the new one, never a half:
 * write beside, fsync, rename, fsync the folder. After the promise resolves
 * the content survives a power cut.
 */
import { mkdir, open, readFile, readdir, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { JsonValue } from '@understudy/base';
import type { ZodType } from 'zod';
import { KeeperError } from '../error.ts';

let writes = 0;

/** The folder's entries are on the disk when this returns. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  writes += 1;
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.${writes}.new`);
  const handle = await open(beside, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, path);
  await syncFolder(dirname(path));
}

export async function writeJsonDurably(path: string, value: JsonValue): Promise<void> {
  await writeDurably(path, new TextEncoder().encode(`${JSON.stringify(value)}\n`));
}

/** The parsed file, or null where there is none. @throws KeeperError damaged */
export async function readJson<Value>(path: string, schema: ZodType<Value>): Promise<Value | null> {
  const text = await readText(path);
  return text === null ? null : parseJson(path, text, schema);
}

/** The same of what `destroyFile` destroys: where a crash cut that off, zeros are left, and no file. */
export async function readDestroyable<Value>(
  path: string,
  schema: ZodType<Value>,
): Promise<Value | null> {
  const text = await readText(path);
  return text === null || /^\0+$/.test(text) ? null : parseJson(path, text, schema);
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function parseJson<Value>(path: string, text: string, schema: ZodType<Value>): Value {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    // The parser's own error quotes the file, which may hold key material.
    throw new KeeperError({
      code: 'damaged',
      message: `The file ${path} is damaged.`,
      remedy: 'Restore it from a backup of the keeper and start again.',
    });
  }
}

/** Overwrites with zeros, then removes. Copy-on-write disks may keep old blocks (docs/security.md). */
export async function destroyFile(path: string): Promise<boolean> {
  try {
    const handle = await open(path, 'r+');
    try {
      const { size } = await handle.stat();
      await handle.write(new Uint8Array(size), 0, size, 0);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await unlink(path);
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
  await syncFolder(dirname(path));
  return true;
}

/** Of what holds no key: at once, and durably. */
export async function removeFile(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Names in a folder without the unfinished ones, sorted; none where there is no folder. */
export async function listFolder(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => !name.startsWith('.')).toSorted();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
