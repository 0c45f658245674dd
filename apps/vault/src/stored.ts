/**
 * What a vault keeps, read past it: as whoever runs its database, its disk or its bucket reads it.
 * For the controls that show that none of them finds anything readable there.
 */
import type { SegmentId } from '@understudy/base';
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { openBlobs } from './blobs/open.ts';
import { badDatabase, type DatabasePlace } from './database/open.ts';
import { blobPlace, databasePlace, type VaultPlace } from './place.ts';

export interface StoredValue {
  /** Table and column. */
  readonly place: string;
  readonly bytes: Uint8Array;
}

/** Every value of every table, row by row. @throws VaultError badDatabase */
export function valuesOfDatabase(place: VaultPlace): AsyncGenerator<StoredValue> {
  const database = databasePlace(place);
  return database.kind === 'sqlite' ? valuesOfSqlite(database) : valuesOfPostgres(database);
}

/** As it lies there. @throws ProtocolError notAvailable, storeDown; VaultError badBlobs */
export async function readStoredSegment(
  place: VaultPlace,
  segment: SegmentId,
): Promise<Uint8Array> {
  const blobs = await openBlobs(blobPlace(place));
  const { bytes } = await blobs.read(segment);
  return Buffer.concat(await Array.fromAsync(bytes));
}

type Row = Readonly<Record<string, unknown>>;

async function* valuesOfSqlite(place: DatabasePlace): AsyncGenerator<StoredValue> {
  if (!existsSync(place.at)) throw badDatabase(place, undefined);
  const database = new DatabaseSync(place.at, { readOnly: true });
  try {
    const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
    for (const { name } of tables) {
      const table = String(name);
      for (const row of database.prepare(`select * from "${table}"`).iterate()) {
        yield* valuesOfRow(table, row);
      }
    }
  } finally {
    database.close();
  }
}

/** Rows at once: a table may be longer than memory is. */
const rowsAtOnce = 500;

async function* valuesOfPostgres(place: DatabasePlace): AsyncGenerator<StoredValue> {
  const client = new pg.Client({ connectionString: place.at });
  client.on('error', () => undefined);
  await client.connect().catch((cause: unknown) => {
    throw badDatabase(place, cause);
  });
  try {
    await client.query('begin isolation level repeatable read read only');
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
        where table_schema not in ('pg_catalog', 'information_schema')`,
    );
    for (const { name } of tables) {
      await client.query(`declare every no scroll cursor for select * from ${name}`);
      for (;;) {
        const { rows } = await client.query<Row>(`fetch ${rowsAtOnce} from every`);
        for (const row of rows) yield* valuesOfRow(name, row);
        if (rows.length < rowsAtOnce) break;
      }
      await client.query('close every');
    }
  } finally {
    await client.end();
  }
}

function* valuesOfRow(table: string, row: Row): Generator<StoredValue> {
  for (const [column, value] of Object.entries(row)) {
    if (value === null) continue;
    yield { place: `${table}.${column}`, bytes: valueToBytes(value) };
  }
}

function valueToBytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
}
