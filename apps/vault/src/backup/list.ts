/** What a backup says of itself: which files belong to it, with their hashes. */
import type { SegmentId } from '@understudy/base';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { VaultError } from '../error.ts';

/** The database, always as SQLite, wherever the vault keeps its own. */
export const databaseName = 'vault.sqlite';
export const trustName = 'trust.json';
const listName = 'backup.json';

const listSchema = z.strictObject({
  version: z.literal(1),
  madeAt: z.iso.datetime(),
  /** Path below the backup → SHA-256, hexadecimal. */
  files: z.record(z.string().regex(/^[\w./-]+$/), z.string().regex(/^[0-9a-f]{64}$/)),
});
export type BackupFiles = z.output<typeof listSchema>['files'];

export interface BackupFacts {
  readonly segments: number;
  readonly sizeBytes: number;
}

export function segmentPath(segment: SegmentId): string {
  return `blobs/${segment.slice(-2)}/${segment}`;
}

export async function writeList(outDir: string, files: BackupFiles, nowMs: number): Promise<void> {
  const list = { version: 1, madeAt: new Date(nowMs).toISOString(), files };
  await writeFile(join(outDir, listName), `${JSON.stringify(list, null, 2)}\n`, { mode: 0o600 });
}

/** @throws VaultError badBackup where there is none, or a file of it is missing or changed */
export async function readCheckedList(fromDir: string): Promise<BackupFiles> {
  const { files } = await readList(fromDir);
  for (const [path, sha256] of Object.entries(files)) {
    const actual = await hashFile(join(fromDir, path)).catch(() => null);
    if (actual !== sha256) throw badBackup(`The file ${path} of the backup is missing or changed.`);
  }
  return files;
}

async function readList(fromDir: string): Promise<z.output<typeof listSchema>> {
  try {
    const list = listSchema.parse(JSON.parse(await readFile(join(fromDir, listName), 'utf8')));
    const outside = Object.keys(list.files).some((path) => path.split('/').includes('..'));
    if (outside) throw new TypeError('a path leads out of the backup');
    return list;
  } catch (cause) {
    throw badBackup(`There is no backup of a vault in ${fromDir}.`, cause);
  }
}

export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece);
  return hash.digest('hex');
}

export function badBackup(message: string, cause?: unknown): VaultError {
  return new VaultError({
    code: 'badBackup',
    message,
    remedy:
      'Name a folder that is not there yet for a backup, and an untouched backup to restore; say where the vault keeps what with --home, --postgres and --blobs.',
    cause,
  });
}
