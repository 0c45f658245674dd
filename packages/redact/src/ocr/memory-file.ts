/**
 * A file in memory without a name, for a child that wants to read from a path:
 * nothing of it reaches a disk, nobody else can open it, and it is gone with
 * the last process that holds it.
 */
import { closeSync, constants, ftruncateSync, openSync, statfsSync, writeSync } from 'node:fs';
import { RedactError } from '../error.ts';

export interface MemoryFile {
  /** The child reads it at `/dev/fd/N`. */
  readonly descriptor: number;
  /** Puts `bytes` in the place of what was there. */
  replace(bytes: Uint8Array): void;
  close(): void;
}

const folder = '/dev/shm';
/** statfs(2): TMPFS_MAGIC. */
const memoryKind = 0x01021994;
/** open(2): O_TMPFILE, which holds O_DIRECTORY; Node has no name for it. */
const withoutName = 0o20000000 | constants.O_DIRECTORY;

/** @throws RedactError ocrFailed where the machine has no file system in memory */
export function openMemoryFile(): MemoryFile {
  const descriptor = openInMemory();
  return {
    descriptor,
    replace: (bytes) => {
      ftruncateSync(descriptor, 0);
      for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at, null, at);
    },
    close: () => closeSync(descriptor),
  };
}

function openInMemory(): number {
  let cause: unknown = null;
  try {
    if (statfsSync(folder).type === memoryKind)
      return openSync(folder, constants.O_RDWR | withoutName, 0o600);
  } catch (error) {
    cause = error;
  }
  throw new RedactError({
    code: 'ocrFailed',
    message: `Text recognition found no file system in memory at ${folder}.`,
    remedy: `Mount a tmpfs at ${folder}: pictures are handed over there, and never on a disk.`,
    cause,
  });
}
