/** What lies on the vault's own disk, read past the vault: its files, and every value of its database. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { findMarks, marks } from './canary.ts';
import { Finding } from './control.ts';

export interface Found {
  readonly place: string;
  readonly bytes: Uint8Array;
}

export async function* filesBelow(folder: string): AsyncGenerator<Found> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const place = join(entry.parentPath, entry.name);
    yield { place, bytes: await readFile(place) };
  }
}

/** Row by row, as a database administrator reads it. */
export function* valuesOfDatabase(path: string): Generator<Found> {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
    for (const { name } of tables) {
      for (const row of database.prepare(`select * from "${String(name)}"`).iterate()) {
        for (const [column, value] of Object.entries(row)) {
          if (value === null) continue;
          const bytes = value instanceof Uint8Array ? value : Buffer.from(String(value));
          yield { place: `${path}: ${String(name)}.${column}`, bytes };
        }
      }
    }
  } finally {
    database.close();
  }
}

/** @throws Finding where anything readable is found, or nothing was there to look through */
export async function mustBeBlind(
  what: AsyncIterable<Found> | Iterable<Found>,
  canary: Uint8Array,
): Promise<void> {
  let seen = 0;
  // The line alone: the head of a segment is among the marks.
  const wanted = { ...marks, 'what was recorded': canary.subarray(8, 64) };
  for await (const { place, bytes } of what) {
    seen += 1;
    const found = findMarks(bytes, wanted);
    if (found.length > 0) throw new Finding(`${place} holds ${found.join(', ')}.`);
  }
  if (seen === 0) throw new Finding('There was nothing to look through.');
}
