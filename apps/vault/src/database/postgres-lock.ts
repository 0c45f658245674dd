/** One vault process a database: what was seen of nonces and running uploads lives in its memory. */
import pg from 'pg';
import { VaultError } from '../error.ts';
import { badDatabase } from './open.ts';

/** Any number, the same for every vault: PostgreSQL keeps these locks apart by database. */
const lockNumber = 7_410_2027;

export interface DatabaseLock {
  /** Rejects when the server has let go of it: another vault may have it now. */
  readonly lost: Promise<never>;
  readonly release: () => Promise<void>;
}

/**
 * Held by a connection of its own, so that the server frees it when the process is gone.
 * @throws VaultError inUse, badDatabase
 */
export async function lockPostgres(url: string): Promise<DatabaseLock> {
  const client = new pg.Client({ connectionString: url, keepAlive: true });
  const { promise: lost, reject } = Promise.withResolvers<never>();
  // Awaited by who runs the vault; until then it is no unhandled rejection.
  lost.catch(() => undefined);
  client.on('error', () => undefined);
  await client.connect().catch((cause: unknown) => {
    throw badDatabase({ kind: 'postgres', at: url }, cause);
  });
  const { rows } = await client.query<{ taken: boolean }>(
    'SELECT pg_try_advisory_lock($1) AS taken',
    [lockNumber],
  );
  if (rows[0]?.taken !== true) {
    await client.end();
    throw new VaultError({
      code: 'inUse',
      message: 'Another vault serves this database already.',
      remedy: 'Use that one, or stop it first; each vault needs a database of its own.',
    });
  }
  client.once('end', () => {
    reject(
      new VaultError({
        code: 'inUse',
        message: 'The database server has ended the connection that kept other vaults away.',
        remedy: 'Check that the server runs, then start the vault again.',
      }),
    );
  });
  return {
    lost,
    release: async () => {
      client.removeAllListeners('end');
      await client.end();
    },
  };
}
