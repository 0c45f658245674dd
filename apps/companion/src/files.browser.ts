/**
 * Files of the contributor's home in a browser: the origin's private file
 * system, whole or not there at all. `createWritable` writes beside the file
 * and takes its place on close, so a death in between leaves the old one.
 *
 * The same functions as files.ts; paths are names between slashes. What is
 * written here is ciphertext, signed statements and wrapped keys, never content.
 */
import { CompanionError } from './error.ts';

interface Place {
  readonly folders: readonly string[];
  readonly name: string;
}

function placeOf(path: string): Place {
  const parts = path.split('/').filter((part) => part !== '');
  return { folders: parts.slice(0, -1), name: parts.at(-1) ?? '' };
}

async function openFolder(
  folders: readonly string[],
  create: boolean,
): Promise<FileSystemDirectoryHandle> {
  let folder = await navigator.storage.getDirectory();
  for (const name of folders) folder = await folder.getDirectoryHandle(name, { create });
  return folder;
}

async function openFile(path: string, create: boolean): Promise<FileSystemFileHandle> {
  const { folders, name } = placeOf(path);
  return (await openFolder(folders, create)).getFileHandle(name, { create });
}

/** A file that takes its new form cannot be read at that moment: one does it after the other. */
async function alone<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
  return navigator.locks.request(`file ${path}`, work);
}

/** @throws CompanionError `diskFull`, `diskRefused`. */
export async function writeFileAtomic(path: string, data: FileData): Promise<void> {
  try {
    await requireRoom(path);
    await alone(path, async () => replace(await openFile(path, true), data));
  } catch (error) {
    throw fileError(path, error);
  }
}

/** What a contributor's recordings may take of this device before they are shared or deleted. */
const quotaBytes = 2 * 2 ** 30;

/** Before segments; what takes something back (a withdrawal, an erasure) always fits. */
async function requireRoom(path: string): Promise<void> {
  if (!path.includes('/segments/')) return;
  const { usage = 0 } = await navigator.storage.estimate();
  if (usage > quotaBytes) throw new DOMException('The quota is used up.', 'QuotaExceededError');
}

type FileData = Uint8Array | string | AsyncIterable<Uint8Array>;

async function replace(file: FileSystemFileHandle, data: FileData): Promise<void> {
  const writable = await file.createWritable();
  try {
    if (typeof data === 'string') await writable.write(data);
    else if (data instanceof Uint8Array) await writable.write(new Uint8Array(data));
    else for await (const piece of data) await writable.write(new Uint8Array(piece));
    await writable.close();
  } catch (error) {
    await writable.abort().catch(() => {});
    throw error;
  }
}

/** One line at the end of a file, on the disk before this returns. */
export async function appendLine(path: string, line: string): Promise<void> {
  try {
    await alone(path, () => append(path, line));
  } catch (error) {
    throw fileError(path, error);
  }
}

async function append(path: string, line: string): Promise<void> {
  const file = await openFile(path, true);
  const { size } = await file.getFile();
  const writable = await file.createWritable({ keepExistingData: true });
  try {
    await writable.write({ type: 'write', position: size, data: `${line}\n` });
    await writable.close();
  } catch (error) {
    await writable.abort().catch(() => {});
    throw error;
  }
}

/** The text of a file, or null where there is none. */
export async function readTextIfThere(path: string): Promise<string | null> {
  const bytes = await readBytesIfThere(path);
  return bytes === null ? null : new TextDecoder().decode(bytes);
}

export async function readBytesIfThere(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return await alone(path, async () => {
      const file = await (await openFile(path, false)).getFile();
      return new Uint8Array(await file.arrayBuffer());
    });
  } catch (error) {
    if (isMissing(error)) return null;
    throw fileError(path, error);
  }
}

/** At most `lengthBytes` of a file from `offset` on. */
export async function readPiece(
  path: string,
  offset: number,
  lengthBytes: number,
): Promise<Uint8Array> {
  const file = await (await openFile(path, false)).getFile();
  return new Uint8Array(await file.slice(offset, offset + lengthBytes).arrayBuffer());
}

export async function makeFolder(path: string): Promise<void> {
  const { folders, name } = placeOf(path);
  await openFolder([...folders, name], true);
}

/** Names in a folder, sorted; none where there is no folder. */
export async function listFolder(path: string): Promise<readonly string[]> {
  const { folders, name } = placeOf(path);
  try {
    const folder = await openFolder([...folders, name], false);
    return (await Array.fromAsync(folder.keys())).toSorted();
  } catch (error) {
    if (isMissing(error)) return [];
    throw fileError(path, error);
  }
}

/** The browser itself removes what an interrupted write left behind. */
export async function removeTemporaries(_folder: string): Promise<void> {}

export async function removeFile(path: string): Promise<void> {
  const { folders, name } = placeOf(path);
  try {
    await alone(path, async () => (await openFolder(folders, false)).removeEntry(name));
  } catch (error) {
    if (!isMissing(error)) throw fileError(path, error);
  }
}

/** Overwrites a file once and removes it. On flash storage only the loss of its key is final. */
export async function destroyFile(path: string): Promise<void> {
  const bytes = await readBytesIfThere(path);
  if (bytes === null) return;
  await writeFileAtomic(path, new Uint8Array(bytes.length));
  await removeFile(path);
}

function isMissing(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotFoundError';
}

function fileError(path: string, cause: unknown): CompanionError {
  if (cause instanceof CompanionError) return cause;
  if (cause instanceof DOMException && cause.name === 'QuotaExceededError') {
    return new CompanionError({
      code: 'diskFull',
      message: 'No space is left in the part of the browser’s storage that recordings may take.',
      remedy: 'Share or delete sessions, or free some disk; what was sealed before is kept.',
      cause,
    });
  }
  return new CompanionError({
    code: 'diskRefused',
    message: `${path} could not be read or written in the browser's storage.`,
    remedy: 'Close private windows of the extension, or install it again.',
    cause,
  });
}
