/** Blobs as files: `partial/<segment>` while they grow, `<2 letters>/<segment>` once finished; `owner`. */
import { isId, type SegmentId } from '@understudy/base';
import { notAvailable } from '@understudy/protocol';
import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import {
  link,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
  type FileHandle,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BlobStore } from './store.ts';
import { diskFull } from '../disk-full.ts';

/** @param minFreeBytes below this nothing more is taken, so that the database can still write */
export async function openFileBlobs(root: string, minFreeBytes = 32 << 20): Promise<BlobStore> {
  const partialDir = join(root, 'partial');
  await mkdir(partialDir, { recursive: true, mode: 0o700 });
  const ownerPath = join(root, 'owner');
  const partial = (segment: SegmentId): string => join(partialDir, segment);
  const finished = (segment: SegmentId): string => join(root, segment.slice(-2), segment);

  return {
    append: async (segment, offset, bytes) => {
      await requireSpace(root, minFreeBytes);
      const create = offset === 0 ? constants.O_CREAT : 0;
      const file = await orMissing(open(partial(segment), constants.O_RDWR | create, 0o600));
      try {
        await file.truncate(offset);
        const hash = createHash('sha256');
        const sizeBytes = await writeAll(file, offset, bytes, hash);
        await file.datasync();
        return { sizeBytes, sha256: hash.digest('hex') };
      } catch (error) {
        await file.truncate(offset).catch(() => undefined);
        throw error;
      } finally {
        await file.close();
      }
    },
    keep: () => syncDir(partialDir),
    finish: async (segment) => {
      const target = finished(segment);
      const made = await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await orMissing(rename(partial(segment), target));
      await syncDir(dirname(target));
      if (made !== undefined) await syncDir(root);
    },
    isFinished: async (segment) =>
      stat(finished(segment)).then(
        () => true,
        (error: unknown) => {
          if (isMissing(error)) return false;
          throw error;
        },
      ),
    hashPartial: async (segment) => {
      const hash = createHash('sha256');
      const file = await orMissing(open(partial(segment), constants.O_RDONLY, 0o600));
      for await (const piece of file.createReadStream()) hash.update(piece);
      return hash.digest('hex');
    },
    read: async (segment) => {
      const file = await orMissing(open(finished(segment), constants.O_RDONLY, 0o600));
      const { size } = await file.stat();
      return { bytes: file.createReadStream({ highWaterMark: 256 << 10 }), sizeBytes: size };
    },
    remove: async (segment) => {
      await rm(partial(segment), { force: true });
      await rm(finished(segment), { force: true });
      await syncDir(dirname(finished(segment))).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
    },
    list: () => listSegments(root),
    owner: async () =>
      readFile(ownerPath, 'utf8').catch((error: unknown) => {
        if (isMissing(error)) return null;
        throw error;
      }),
    claim: async (vault) => {
      const next = `${ownerPath}.new`;
      await writeFile(next, vault, { mode: 0o600, flush: true });
      // Unlike a rename, a link leaves what is there already.
      await link(next, ownerPath).catch((error: unknown) => {
        if (!hasCode(error, 'EEXIST')) throw error;
      });
      await rm(next);
      await syncDir(root);
    },
    disclaim: async () => {
      await rm(ownerPath, { force: true });
      await syncDir(root);
    },
  };
}

async function* listSegments(root: string): AsyncGenerator<SegmentId> {
  for (const entry of await readdir(root, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    for (const name of await readdir(join(root, entry.name))) {
      if (isId('segment', name)) yield name;
    }
  }
}

async function writeAll(
  file: FileHandle,
  offset: number,
  bytes: AsyncIterable<Uint8Array>,
  hash: Hash,
): Promise<number> {
  let sizeBytes = 0;
  for await (const piece of bytes) {
    hash.update(piece);
    let written = 0;
    while (written < piece.byteLength) {
      const at = offset + sizeBytes + written;
      written += (await file.write(piece, written, piece.byteLength - written, at)).bytesWritten;
    }
    sizeBytes += piece.byteLength;
  }
  return sizeBytes;
}

/** A rename or a new file is durable only once its folder is. */
async function syncDir(path: string): Promise<void> {
  const dir = await open(path, constants.O_RDONLY);
  try {
    await dir.sync();
  } finally {
    await dir.close();
  }
}

/** What was erased meanwhile looks as if it had never been there. */
async function orMissing<Value>(done: Promise<Value>): Promise<Value> {
  try {
    return await done;
  } catch (error) {
    throw isMissing(error) ? notAvailable('segment') : error;
  }
}

async function requireSpace(root: string, minFreeBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(root);
  if (bavail * bsize < minFreeBytes) throw diskFull();
}

function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT');
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
