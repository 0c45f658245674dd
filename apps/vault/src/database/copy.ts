/** Every row of one of our databases → another, empty one, of whichever kind: a backup, or a move to a server. */
import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from './schema.ts';

/** What each table is read by, in the order in which rows refer to others. */
const keysByTable: Readonly<Record<keyof Database, readonly string[]>> = {
  vaults: ['vault'],
  programs: ['program'],
  devices: ['device'],
  receipts: ['receipt'],
  withdrawals: ['receipt'],
  sessions: ['session'],
  segments: ['segment'],
  grants: ['grant'],
  approvals: ['grant', 'steward'],
  releases: ['release'],
  erasures: ['request'],
  datasets: ['dataset'],
  datasetSessions: ['dataset', 'session'],
  notices: ['incident', 'contributor'],
  relays: ['relay'],
  signIns: ['stateSha256'],
  browserSessions: ['tokenSha256'],
  drafts: ['draft'],
};

/** Below the number of values that either database takes in one statement. */
const rowsAtOnce = 500;

/** As of one moment, also while a vault writes to `from`; in `to` all of it or nothing. */
export async function copyDatabase(
  from: Kysely<Database>,
  to: Kysely<Database>,
  kind: 'sqlite' | 'postgres',
): Promise<void> {
  const reading = from.transaction();
  // SQLite's own transactions are snapshots, and know no other.
  const snapshot = kind === 'sqlite' ? reading : reading.setIsolationLevel('repeatable read');
  await snapshot.execute((source) =>
    to.transaction().execute(async (target) => {
      for (const [table, keys] of Object.entries(keysByTable)) {
        await copyTable(source, target, table, keys);
      }
    }),
  );
}

async function copyTable(
  source: Transaction<Database>,
  target: Transaction<Database>,
  table: string,
  keys: readonly string[],
): Promise<void> {
  const order = sql.join(keys.map((key) => sql.ref(key)));
  for (let offset = 0; ; offset += rowsAtOnce) {
    const { rows } = await sql<Record<string, unknown>>`
      select * from ${sql.table(table)} order by ${order} limit ${rowsAtOnce} offset ${offset}
    `.execute(source);
    const [first] = rows;
    if (first === undefined) return;
    // The target counts its own.
    const columns = Object.keys(first).filter((column) => column !== 'relay');
    const values = rows.map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`);
    await sql`
      insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})
      values ${sql.join(values)}
    `.execute(target);
  }
}
