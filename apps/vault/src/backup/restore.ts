/**
 * A backup → a vault where none is, whole or not at all: every file is checked
 * before the first is moved. The places need not be those that it came from, so
 * that this is also how a vault moves to a server or a bucket.
 */
import type { SegmentId } from '@understudy/base';
import { isId } from '@understudy/base';
import type { Kysely } from 'kysely';
import { createReadStream, existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { openBlobs } from '../blobs/open.ts';
import { copyDatabase } from '../database/copy.ts';
import { openDatabase } from '../database/open.ts';
import type { Database } from '../database/schema.ts';
import { lockPlaces } from '../place-lock.ts';
import { blobPlace, databasePlace, type VaultPlace } from '../place.ts';
import {
  badBackup,
  databaseName,
  readCheckedList,
  segmentPath,
  trustName,
  type BackupFacts,
  type BackupFiles,
} from './list.ts';

/**
 * @throws VaultError badBackup where a file is missing or changed, or a vault is there already;
 * inUse where one starts there meanwhile
 */
export async function restoreVault(fromDir: string, place: VaultPlace): Promise<BackupFacts> {
  const files = await readCheckedList(fromDir);
  const database = databasePlace(place);
  if (database.kind === 'sqlite' && existsSync(database.at)) {
    throw badBackup(`There is a vault at ${place.homeDir} already.`);
  }
  const server = database.kind === 'postgres' ? await openDatabase(database) : null;
  try {
    if (server !== null && (await isUsed(server))) {
      throw badBackup('The database server holds a vault already.');
    }
    await mkdir(place.homeDir, { recursive: true, mode: 0o700 });
    const lock = await lockPlaces(place);
    try {
      return await restoreInto(fromDir, files, place, server);
    } finally {
      await lock.release();
    }
  } finally {
    await server?.destroy();
  }
}

async function restoreInto(
  fromDir: string,
  files: BackupFiles,
  place: VaultPlace,
  server: Kysely<Database> | null,
): Promise<BackupFacts> {
  const blobs = await openBlobs(blobPlace(place));
  if ((await blobs.owner()) !== null) {
    throw badBackup('The store of segments belongs to a vault already.');
  }
  await copyFile(join(fromDir, trustName), join(place.homeDir, trustName));
  const facts = { segments: 0, sizeBytes: 0 };
  for (const { segment, path } of segmentsOf(files)) {
    await blobs.append(segment, 0, createReadStream(join(fromDir, path)));
    await blobs.finish(segment);
    facts.segments += 1;
    facts.sizeBytes += (await stat(join(fromDir, path))).size;
  }
  // The database last: a vault without its segments is worse than segments without a vault.
  const next = join(place.homeDir, `${databaseName}.new`);
  await copyFile(join(fromDir, databaseName), next);
  const copy = await openDatabase({ kind: 'sqlite', at: next });
  await forgetLostSegments(copy, files);
  const known = await copy.selectFrom('vaults').select('vault').executeTakeFirst();
  if (known !== undefined) await blobs.claim(known.vault);
  if (server !== null) {
    await copyDatabase(copy, server, 'sqlite').catch(async (error: unknown) => {
      await blobs.disclaim();
      throw error;
    });
  }
  await copy.destroy();
  if (server === null) await rename(next, join(place.homeDir, databaseName));
  else await rm(next);
  return facts;
}

async function isUsed(db: Kysely<Database>): Promise<boolean> {
  return (await db.selectFrom('vaults').selectAll().executeTakeFirst()) !== undefined;
}

function segmentsOf(files: BackupFiles): readonly { segment: SegmentId; path: string }[] {
  return Object.keys(files).flatMap((path) => {
    const segment = basename(path);
    return isId('segment', segment) ? [{ segment, path }] : [];
  });
}

/** A restored vault must not promise what it does not have: such a segment may be uploaded again. */
async function forgetLostSegments(db: Kysely<Database>, files: BackupFiles): Promise<void> {
  for (const { segment } of await db.selectFrom('segments').select('segment').execute()) {
    if (segmentPath(segment) in files) continue;
    await db
      .updateTable('segments')
      .set({ complete: 0, receivedBytes: 0 })
      .where('segment', '=', segment)
      .execute();
  }
}
