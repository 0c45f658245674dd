/** node:sqlite behind Kysely's own SQLite dialect, which asks for the shape of better-sqlite3. */
import { SqliteDialect, type SqliteDatabase } from 'kysely';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/** @param path a file, or ":memory:" */
export function openSqlite(path: string): SqliteDialect {
  const raw = new DatabaseSync(path);
  raw.exec('PRAGMA journal_mode = WAL');
  // FULL: an answer that was given survives a power cut (an upload, a withdrawal).
  raw.exec('PRAGMA synchronous = FULL');
  raw.exec('PRAGMA foreign_keys = ON');
  raw.exec('PRAGMA busy_timeout = 5000');
  // Deleted rows are overwritten, so that erased metadata is gone from the file too.
  raw.exec('PRAGMA secure_delete = ON');
  return new SqliteDialect({ database: toKyselyDatabase(raw) });
}

/** Preparing one costs more than running it; lists of any length make many texts, so not all are kept. */
const maxPrepared = 256;

function toKyselyDatabase(raw: DatabaseSync): SqliteDatabase {
  const prepared = new Map<string, StatementSync>();
  const prepare = (text: string): StatementSync => {
    const held = prepared.get(text);
    if (held !== undefined) return held;
    if (prepared.size === maxPrepared) prepared.clear();
    const statement = raw.prepare(text);
    prepared.set(text, statement);
    return statement;
  };
  return {
    close: () => {
      raw.close();
    },
    prepare: (text) => {
      // A full disk makes SQLite roll back by itself; Kysely's own then must not hide why.
      const statement = prepare(text === 'rollback' && !raw.isTransaction ? 'select 1' : text);
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...toInputs(parameters)),
        run: (parameters) => statement.run(...toInputs(parameters)),
        iterate: (parameters) => statement.iterate(...toInputs(parameters)),
      };
    },
  };
}

function toInputs(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (
      value === null ||
      typeof value === 'string' ||
      typeof value === 'number' ||
      typeof value === 'bigint'
    ) {
      return value;
    }
    throw new TypeError('SQLite takes text, numbers and null here.');
  });
}
