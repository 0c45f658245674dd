/**
 * A vault → a backup of it, while it runs: the database as of one moment, then
 * the finished segments that it names. A backup holds ciphertext and metadata, as
 * the vault does; what was erased since stays unreadable, for its keys are gone.
 */
import type { SegmentId } from '@understudy/base';
import { ProtocolError } from '@understudy/protocol';
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pipeline } from 'node:stream/promises';
import { openBlobs } from '../blobs/open.ts';
import type { Kysely } from 'kysely';
import type { BlobStore } from '../blobs/store.ts';
import { copyDatabase } from '../database/copy.ts';
import { openDatabase, openDatabaseAsItIs, type DatabasePlace } from '../database/open.ts';
import type { Database } from '../database/schema.ts';
import { blobPlace, databasePlace, type VaultPlace } from '../place.ts';
import {
  badBackup,
  databaseName,
  hashFile,
  segmentPath,
  trustName,
  writeList,
  type BackupFacts,
  type BackupFiles,
} from './list.ts';

/** @throws VaultError badBackup where `outDir` exists or the vault's database cannot be read */
export async function backupVault(
  place: VaultPlace,
  outDir: string,
  nowMs: number,
): Promise<BackupFacts> {
  await mkdir(outDir, { mode: 0o700 }).catch((cause: unknown) => {
    throw badBackup(`The backup folder ${outDir} cannot be made.`, cause);
  });
  const copy = { kind: 'sqlite', at: join(outDir, databaseName) } as const;
  await copyAsOfNow(databasePlace(place), copy);
  await copyFile(join(place.homeDir, trustName), join(outDir, trustName));
  const facts = { segments: 0, sizeBytes: 0 };
  const files: BackupFiles = {};
  const blobs = await openBlobs(blobPlace(place));
  const db = await openDatabase(copy);
  await requireOwnStore(db, blobs);
  const complete = db.selectFrom('segments').select('segment').where('complete', '=', 1);
  for (const { segment } of await complete.execute()) {
    const path = segmentPath(segment);
    const stored = await readUnlessErased(blobs, segment);
    if (stored === null) continue;
    await mkdir(dirname(join(outDir, path)), { recursive: true, mode: 0o700 });
    files[path] = await writeHashed(stored.bytes, join(outDir, path));
    facts.segments += 1;
    facts.sizeBytes += stored.sizeBytes;
  }
  await db.destroy();
  for (const name of [databaseName, trustName]) files[name] = await hashFile(join(outDir, name));
  await writeList(outDir, files, nowMs);
  return facts;
}

/** In another's store every segment would be missing, as if it had been erased. */
async function requireOwnStore(db: Kysely<Database>, blobs: BlobStore): Promise<void> {
  const known = await db.selectFrom('vaults').select('vault').executeTakeFirst();
  if ((known?.vault ?? null) === (await blobs.owner())) return;
  throw badBackup('The store of segments is not the one of this database.');
}

async function copyAsOfNow(from: DatabasePlace, to: DatabasePlace): Promise<void> {
  if (from.kind === 'postgres') {
    const [source, target] = [await openDatabaseAsItIs(from), await openDatabase(to)];
    await copyDatabase(source, target, 'postgres');
    await Promise.all([source.destroy(), target.destroy()]);
    return;
  }
  if (!existsSync(from.at)) throw badBackup(`There is no database ${from.at}.`);
  try {
    const source = new DatabaseSync(from.at, { readOnly: true });
    // Deleted rows are left out of it.
    source.prepare('VACUUM INTO ?').run(to.at);
    source.close();
  } catch (cause) {
    throw badBackup(`The database ${from.at} cannot be copied.`, cause);
  }
}

/** Gone since the database was copied: it was erased, and so has no place in a backup. */
async function readUnlessErased(blobs: BlobStore, segment: SegmentId) {
  return blobs.read(segment).catch((error: unknown) => {
    if (error instanceof ProtocolError && error.code === 'notAvailable') return null;
    throw error;
  });
}

async function writeHashed(bytes: AsyncIterable<Uint8Array>, path: string): Promise<string> {
  const hash = createHash('sha256');
  const hashing = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of bytes) {
      hash.update(piece);
      yield piece;
    }
  };
  await pipeline(hashing, createWriteStream(path, { mode: 0o600, flush: true }));
  return hash.digest('hex');
}
