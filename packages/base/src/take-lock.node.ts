/**
 * A lock of the operating system's (SQLite's locks on a file), which ends with its process, however
 * that ends: there is no process id to be read wrongly after a restart or in another container.
 */
import { DatabaseSync } from 'node:sqlite';

/** SQLite's result code for a lock that another holds. */
const busy = 5;

/**
 * What gives the lock at `path` up again, or null where another process (or this one) holds it.
 * The file stays when it is given up; nobody else may open it.
 * @throws where the file cannot be made or is none of SQLite's: what cannot be locked is not taken
 */
export async function takeLock(path: string): Promise<(() => Promise<void>) | null> {
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA busy_timeout = 0');
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === busy) return null;
    throw error;
  }
  return async () => {
    if (database.isOpen) database.close();
  };
}
