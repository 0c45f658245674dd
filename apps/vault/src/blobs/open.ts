/** Where the segments lie, and that they are this vault's: a store of another would be swept empty. */
import type { Random } from '@understudy/base';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { VaultError } from '../error.ts';
import { openFileBlobs } from './files.ts';
import type { BlobStore } from './store.ts';

export type BlobPlace =
  | {
      readonly kind: 'files';
      readonly dir: string;
      /** Below this many free bytes no segment is taken. Default: 32 MiB. */
      readonly minFreeBytes?: number | undefined;
    }
  /** `s3://bucket/prefix` */
  | { readonly kind: 's3'; readonly at: string };

/** @throws VaultError badBlobs */
export async function openBlobs(place: BlobPlace): Promise<BlobStore> {
  switch (place.kind) {
    case 'files':
      return openFileBlobs(place.dir, place.minFreeBytes);
    case 's3': {
      // Loading Amazon’s client costs a tenth of a CPU-second, which a vault on files is spared.
      const { openS3Blobs } = await import('./s3.ts');
      return openS3Blobs(place.at);
    }
  }
}

/**
 * Binds database and store to each other, at the first start.
 * @throws VaultError badBlobs where either belongs to another vault
 */
export async function bindBlobs(
  db: Kysely<Database>,
  blobs: BlobStore,
  random: Random,
): Promise<void> {
  const known = await db.selectFrom('vaults').select('vault').executeTakeFirst();
  const owner = await blobs.owner();
  const vault = known?.vault ?? Buffer.from(random.bytes(16)).toString('hex');
  if (owner !== null && owner !== vault) throw ofAnother();
  if (owner === null && known !== undefined && (await holdsSegments(db))) {
    throw badBlobs('The database names segments that this store has never held.');
  }
  // The database first: a claim by a name that a crash forgot would shut the store for good.
  if (known === undefined) await db.insertInto('vaults').values({ vault }).execute();
  if (owner !== null) return;
  await blobs.claim(vault);
  if ((await blobs.owner()) !== vault) throw ofAnother();
}

function ofAnother(): VaultError {
  return badBlobs('The store of segments belongs to another vault.');
}

async function holdsSegments(db: Kysely<Database>): Promise<boolean> {
  const row = await db
    .selectFrom('segments')
    .select('segment')
    .where('complete', '=', 1)
    .executeTakeFirst();
  return row !== undefined;
}

function badBlobs(message: string): VaultError {
  return new VaultError({
    code: 'badBlobs',
    message,
    remedy:
      'Give the vault the place that it had before (--blobs, --home), or move it with `understudy backup` and `understudy restore`.',
  });
}
