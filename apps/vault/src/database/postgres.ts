/** A PostgreSQL server behind Kysely's own dialect, with the guarantees that SQLite gives by itself. */
import { PostgresDialect } from 'kysely';
import pg from 'pg';

/** @param url as libpq reads it; a password belongs into a `PGPASSFILE`, not in here */
export function openPostgres(url: string): PostgresDialect {
  const types = new pg.TypeOverrides();
  // What `count` and `sum` give; all of ours are far below 2^53.
  types.setTypeParser(pg.types.builtins.INT8, Number);
  types.setTypeParser(pg.types.builtins.NUMERIC, Number);
  const pool = new pg.Pool({
    connectionString: url,
    types,
    // One after another, as SQLite's writers are: a loser is refused as a conflict.
    options: '-c default_transaction_isolation=serializable',
  });
  // An idle connection that the server ended: the next query opens another.
  pool.on('error', () => undefined);
  return new PostgresDialect({ pool });
}
