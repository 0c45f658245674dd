/** A PostgreSQL server of the test's own, on a socket in a folder of its own; null where none is installed. */
import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PostgresServer {
  /** All that it writes to the disk. */
  readonly folder: string;
  /** The URL of a fresh, empty database. */
  createDatabase(): string;
  /** What an administrator does to a database, by its URL. */
  execute(url: string, sql: string): void;
  stop(): void;
}

const debianRoot = '/usr/lib/postgresql';

export function startPostgres(): PostgresServer | null {
  const bin = findPrograms();
  const user = postgresUser();
  if (bin === null || user === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'understudy-postgres-'));
  if (user.uid !== null) chownSync(folder, user.uid, user.uid);
  const data = join(folder, 'data');
  const run = (program: string, args: readonly string[]): void => {
    const { status, stderr } = spawnSync(join(bin, program), args, {
      cwd: folder,
      encoding: 'utf8',
      // The server outlives `pg_ctl start`: it must not hold our pipes open.
      stdio: program === 'pg_ctl' ? 'ignore' : 'pipe',
      ...(user.uid === null ? {} : { uid: user.uid }),
    });
    if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr ?? ''}`);
  };
  run('initdb', ['-D', data, '-U', 'vault', '-A', 'trust', '--no-sync', '--wal-segsize=1']);
  const settings = `-c listen_addresses= -c unix_socket_directories=${folder} -c fsync=off`;
  run('pg_ctl', ['-D', data, '-o', settings, '-w', 'start']);
  let made = 0;
  return {
    folder,
    createDatabase: () => {
      made += 1;
      const name = `vault_${made}`;
      run('createdb', ['-h', folder, '-U', 'vault', name]);
      return `postgresql://vault@${encodeURIComponent(folder)}/${name}`;
    },
    execute: (url, sql) => {
      run('psql', [url, '--quiet', '-v', 'ON_ERROR_STOP=1', '-c', sql]);
    },
    stop: () => {
      run('pg_ctl', ['-D', data, '-m', 'immediate', '-w', 'stop']);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function findPrograms(): string | null {
  try {
    const newest = readdirSync(debianRoot).toSorted().at(-1);
    return newest === undefined ? null : join(debianRoot, newest, 'bin');
  } catch {
    return null;
  }
}

/** PostgreSQL refuses to run as root; its Debian package brings a user. */
function postgresUser(): { readonly uid: number | null } | null {
  if (process.getuid?.() !== 0) return { uid: null };
  const { status, stdout } = spawnSync('id', ['-u', 'postgres'], { encoding: 'utf8' });
  return status === 0 ? { uid: Number(stdout) } : null;
}
