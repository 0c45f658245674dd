/** Where a vault keeps what: its home, and what has outgrown it. */
import { join } from 'node:path';
import type { BlobPlace } from './blobs/open.ts';
import type { DatabasePlace } from './database/open.ts';

export interface VaultPlace {
  /** Holds `trust.json` and, where they are not elsewhere, `vault.sqlite` and `blobs/`. */
  readonly homeDir: string;
  /** The database of a vault that has outgrown SQLite; default: `vault.sqlite`. */
  readonly postgresUrl?: string;
  /** `s3://bucket/prefix`: the segments of a vault that has outgrown its disk; default: `blobs/`. */
  readonly s3?: string;
  /** Below this many free bytes no segment is taken, so that the database can still write. Default: 32 MiB. */
  readonly minFreeBytes?: number;
}

export function databasePlace({ homeDir, postgresUrl }: VaultPlace): DatabasePlace {
  return postgresUrl === undefined
    ? { kind: 'sqlite', at: join(homeDir, 'vault.sqlite') }
    : { kind: 'postgres', at: postgresUrl };
}

export function blobPlace({ homeDir, s3, minFreeBytes }: VaultPlace): BlobPlace {
  return s3 === undefined
    ? { kind: 'files', dir: join(homeDir, 'blobs'), minFreeBytes }
    : { kind: 's3', at: s3 };
}
