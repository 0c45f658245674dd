/** A file or a server → the migrated database. */
import { Kysely, type Dialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { VaultError } from '../error.ts';
import { migrationsFor, type DatabaseKind } from './migrations.ts';
import { openPostgres } from './postgres.ts';
import type { Database } from './schema.ts';
import { openSqlite } from './sqlite.ts';

/** Where the database is: an SQLite file, or a PostgreSQL URL. */
export interface DatabasePlace {
  readonly kind: DatabaseKind;
  readonly at: string;
}

/** @throws VaultError badDatabase where it is none of ours, damaged, away, or of a newer version. */
export async function openDatabase(place: DatabasePlace): Promise<Kysely<Database>> {
  try {
    const db = new Kysely<Database>({ dialect: placeToDialect(place) });
    const provider = migrationsFor(place.kind);
    const { error } = await new Migrator({ db, provider }).migrateToLatest();
    if (error === undefined) return db;
    await db.destroy();
    throw error;
  } catch (cause) {
    throw badDatabase(place, cause);
  }
}

/**
 * For reading only: a database that a running vault uses is not changed under it.
 * @throws VaultError badDatabase, also where it is not of this version
 */
export async function openDatabaseAsItIs(place: DatabasePlace): Promise<Kysely<Database>> {
  const db = new Kysely<Database>({ dialect: placeToDialect(place) });
  try {
    const migrator = new Migrator({ db, provider: migrationsFor(place.kind) });
    const migrations = await migrator.getMigrations();
    if (migrations.every(({ executedAt }) => executedAt !== undefined)) return db;
    throw new RangeError('it is of an older version');
  } catch (cause) {
    await db.destroy();
    throw badDatabase(place, cause);
  }
}

function placeToDialect({ kind, at }: DatabasePlace): Dialect {
  switch (kind) {
    case 'sqlite':
      return openSqlite(at);
    case 'postgres':
      return openPostgres(at);
  }
}

export function badDatabase(place: DatabasePlace, cause: unknown): VaultError {
  return new VaultError({
    code: 'badDatabase',
    // Of a server not even the URL: it may hold a password.
    message: `The vault's database${place.kind === 'sqlite' ? ` ${place.at}` : ''} cannot be used.`,
    remedy:
      place.kind === 'sqlite'
        ? 'Restore it with `understudy restore`, or start with the version that wrote it.'
        : 'Check that the server runs and lets this user in, and that a vault of this version has started on it once.',
    cause,
  });
}
