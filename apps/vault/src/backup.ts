/**
 * A vault ⇄ a backup of it, while it runs: the database as one snapshot, then
 * the finished blobs that it names. A backup holds ciphertext and metadata, as
 * the vault does; what was erased since stays unreadable, for its keys are gone.
 */
import { isId, type SegmentId } from '@understudy/base';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { openDatabase } from './database/open.ts';
import { VaultError } from './error.ts';

const databaseName = 'vault.sqlite';
const listName = 'backup.json';

const listSchema = z.strictObject({
  version: z.literal(1),
  madeAt: z.iso.datetime(),
  /** Path below the backup → SHA-256, hexadecimal. */
  files: z.record(z.string().regex(/^[\w./-]+$/), z.string().regex(/^[0-9a-f]{64}$/)),
});

export interface BackupFacts {
  readonly segments: number;
  readonly sizeBytes: number;
}

/** @throws VaultError badBackup where `outDir` exists or the vault's database cannot be read */
export async function backupVault(
  homeDir: string,
  outDir: string,
  nowMs: number,
): Promise<BackupFacts> {
  await mkdir(outDir, { mode: 0o700 }).catch((cause: unknown) => {
    throw badBackup(`The backup folder ${outDir} cannot be made.`, cause);
  });
  snapshot(join(homeDir, databaseName), join(outDir, databaseName));
  await copyFile(join(homeDir, 'trust.json'), join(outDir, 'trust.json'));
  const files: Record<string, string> = {};
  let sizeBytes = 0;
  for (const segment of completeSegments(join(outDir, databaseName))) {
    const path = blobPath(segment);
    await mkdir(dirname(join(outDir, path)), { recursive: true, mode: 0o700 });
    // Gone since the snapshot: it was erased, and so has no place here.
    if (!(await copyIfThere(join(homeDir, path), join(outDir, path)))) continue;
    files[path] = await hashFile(join(outDir, path));
    sizeBytes += (await stat(join(outDir, path))).size;
  }
  const segments = Object.keys(files).length;
  for (const name of [databaseName, 'trust.json']) files[name] = await hashFile(join(outDir, name));
  const list = { version: 1, madeAt: new Date(nowMs).toISOString(), files };
  await writeFile(join(outDir, listName), `${JSON.stringify(list, null, 2)}\n`, { mode: 0o600 });
  return { segments, sizeBytes };
}

/**
 * Puts a backup in place, whole or not at all: every file is checked before the first is moved.
 * @throws VaultError badBackup where a file is missing or changed, or a vault is there already
 */
export async function restoreVault(fromDir: string, homeDir: string): Promise<BackupFacts> {
  const list = await readList(fromDir);
  if (await exists(join(homeDir, databaseName))) {
    throw badBackup(`There is a vault at ${homeDir} already.`);
  }
  for (const [path, sha256] of Object.entries(list.files)) {
    const actual = await hashFile(join(fromDir, path)).catch(() => null);
    if (actual !== sha256) throw badBackup(`The file ${path} of the backup is missing or changed.`);
  }
  let [segments, sizeBytes] = [0, 0];
  for (const path of Object.keys(list.files)) {
    // The database last: a vault without its blobs is worse than blobs without a vault.
    if (path === databaseName) continue;
    await mkdir(dirname(join(homeDir, path)), { recursive: true, mode: 0o700 });
    await copyFile(join(fromDir, path), join(homeDir, path));
    if (path.startsWith('blobs/')) {
      segments += 1;
      sizeBytes += (await stat(join(homeDir, path))).size;
    }
  }
  const next = join(homeDir, `${databaseName}.new`);
  await copyFile(join(fromDir, databaseName), next);
  await forgetLostBlobs(next, list.files);
  await rename(next, join(homeDir, databaseName));
  return { segments, sizeBytes };
}

/** One consistent copy, also while the vault writes; SQLite leaves deleted rows out of it. */
function snapshot(from: string, to: string): void {
  try {
    const source = new DatabaseSync(from, { readOnly: true });
    source.prepare('VACUUM INTO ?').run(to);
    source.close();
  } catch (cause) {
    throw badBackup(`The database ${from} cannot be copied.`, cause);
  }
}

function completeSegments(path: string): SegmentId[] {
  const copy = new DatabaseSync(path, { readOnly: true });
  const rows = copy.prepare('SELECT segment FROM segments WHERE complete = 1').all();
  copy.close();
  return rows.flatMap(({ segment }) => (isId('segment', segment) ? [segment] : []));
}

/** A restored vault must not promise what it does not have: such a segment may be uploaded again. */
async function forgetLostBlobs(
  path: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const db = await openDatabase({ kind: 'sqlite', at: path });
  const rows = await db.selectFrom('segments').select('segment').execute();
  for (const { segment } of rows) {
    if (blobPath(segment) in files) continue;
    await db
      .updateTable('segments')
      .set({ complete: 0, receivedBytes: 0 })
      .where('segment', '=', segment)
      .execute();
  }
  await db.destroy();
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

/** As `openFileBlobs` lays them out. */
function blobPath(segment: SegmentId): string {
  return `blobs/${segment.slice(-2)}/${segment}`;
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece);
  return hash.digest('hex');
}

async function copyIfThere(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function badBackup(message: string, cause?: unknown): VaultError {
  return new VaultError({
    code: 'badBackup',
    message,
    remedy: 'Name a folder that is not there yet for a backup, and an untouched backup to restore.',
    cause,
  });
}
