/** Home and database server of a vault, held by one process: who serves it, or who restores it. */
import { lockPostgres, type DatabaseLock } from './database/postgres-lock.ts';
import { lockHome } from './home-lock.ts';
import type { VaultPlace } from './place.ts';

/** @param place its home is there. @throws VaultError inUse, badDatabase */
export async function lockPlaces({ homeDir, postgresUrl }: VaultPlace): Promise<DatabaseLock> {
  const releaseHome = await lockHome(homeDir);
  if (postgresUrl === undefined) return { lost: new Promise(() => {}), release: releaseHome };
  try {
    const { lost, release } = await lockPostgres(postgresUrl);
    return {
      lost,
      release: async () => {
        await release();
        await releaseHome();
      },
    };
  } catch (error) {
    await releaseHome();
    throw error;
  }
}
