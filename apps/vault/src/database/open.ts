/** A path → the migrated database. */
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { DatabaseSync } from 'node:sqlite';
import { VaultError } from '../error.ts';
import { migrations } from './migrations.ts';
import type { Database } from './schema.ts';
import { openSqlite } from './sqlite.ts';

export interface OpenDatabase {
  readonly db: Kysely<Database>;
  /** For backups only: SQLite's online backup is not in Kysely. */
  readonly raw: DatabaseSync;
}

/** @throws VaultError badDatabase where the file is none of ours, damaged, or of a newer version. */
export async function openDatabase(path: string): Promise<OpenDatabase> {
  try {
    const { dialect, raw } = openSqlite(path);
    const db = new Kysely<Database>({ dialect });
    const { error } = await new Migrator({ db, provider: migrations }).migrateToLatest();
    if (error !== undefined) throw error;
    return { db, raw };
  } catch (cause) {
    throw new VaultError({
      code: 'badDatabase',
      message: `The vault's database ${path} cannot be used.`,
      remedy: 'Restore it with `understudy restore`, or start with the version that wrote it.',
      cause,
    });
  }
}
