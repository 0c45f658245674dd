/** The schema's history, oldest first. A migration that was released never changes. */
import { sql, type ColumnBuilderCallback, type Kysely } from 'kysely';
import type { Migration, MigrationProvider } from 'kysely/migration';

export type DatabaseKind = 'sqlite' | 'postgres';

const first: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('programs')
      .addColumn('program', 'text', (column) => column.primaryKey())
      .addColumn('signed', 'text', (column) => column.notNull())
      .addColumn('startsAt', 'text', (column) => column.notNull())
      .addColumn('endsAt', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('devices')
      .addColumn('device', 'text', (column) => column.primaryKey())
      .addColumn('contributor', 'text', (column) => column.notNull())
      .addColumn('kid', 'text', (column) => column.notNull().unique())
      .addColumn('publicX', 'text', (column) => column.notNull())
      .addColumn('recipient', 'text', (column) => column.notNull())
      .addColumn('enrolment', 'text', (column) => column.notNull())
      .addColumn('revocation', 'text')
      .addColumn('revokedAt', 'text')
      .execute();
    await indexOn(db, 'devices', 'contributor');
    await db.schema
      .createTable('receipts')
      .addColumn('receipt', 'text', (column) => column.primaryKey())
      .addColumn('contributor', 'text', (column) => column.notNull())
      .addColumn('device', 'text', (column) => column.notNull().references('devices.device'))
      .addColumn('program', 'text', (column) => column.notNull().references('programs.program'))
      .addColumn('signed', 'text', (column) => column.notNull())
      .execute();
    await indexOn(db, 'receipts', 'contributor');
    await db.schema
      .createTable('withdrawals')
      .addColumn('receipt', 'text', (column) => column.primaryKey())
      .addColumn('contributor', 'text', (column) => column.notNull())
      .addColumn('signed', 'text', (column) => column.notNull())
      .addColumn('receivedAt', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('sessions')
      .addColumn('session', 'text', (column) => column.primaryKey())
      .addColumn('contributor', 'text', (column) => column.notNull())
      .addColumn('device', 'text', (column) => column.notNull())
      .addColumn('program', 'text', (column) => column.notNull())
      .addColumn('receipt', 'text', (column) => column.notNull().references('receipts.receipt'))
      .addColumn('tier', 'text', (column) => column.notNull())
      .addColumn('startedAt', 'text', (column) => column.notNull())
      .addColumn('endedAt', 'text', (column) => column.notNull())
      .addColumn('closed', 'integer', (column) => column.notNull())
      .addColumn('manifest', 'text', (column) => column.notNull())
      .execute();
    await indexOn(db, 'sessions', 'contributor');
    await indexOn(db, 'sessions', 'program');
    await db.schema
      .createTable('segments')
      .addColumn('segment', 'text', (column) => column.primaryKey())
      .addColumn('session', 'text', (column) => column.notNull().references('sessions.session'))
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('durationNs', 'bigint', (column) => column.notNull())
      .addColumn('sizeBytes', 'integer', (column) => column.notNull())
      .addColumn('sha256', 'text', (column) => column.notNull())
      .addColumn('receivedBytes', 'integer', (column) => column.notNull())
      .addColumn('complete', 'integer', (column) => column.notNull())
      .execute();
    await indexOn(db, 'segments', 'session');
  },
};

/** Numbers given by the database itself, in order. */
const countingBy: Record<DatabaseKind, ColumnBuilderCallback> = {
  sqlite: (column) => column.primaryKey().autoIncrement(),
  postgres: (column) => column.primaryKey().generatedAlwaysAsIdentity(),
};

const second = (kind: DatabaseKind): Migration => ({
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('grants')
      .addColumn('grant', 'text', (column) => column.primaryKey())
      .addColumn('program', 'text', (column) => column.notNull().references('programs.program'))
      .addColumn('researcher', 'text', (column) => column.notNull())
      .addColumn('purpose', 'text', (column) => column.notNull())
      .addColumn('signed', 'text', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addColumn('requestedAt', 'text', (column) => column.notNull())
      .addColumn('expiresAt', 'text', (column) => column.notNull())
      .addColumn('denial', 'text')
      .addColumn('deniedBy', 'text')
      .addColumn('deniedReason', 'text')
      .addColumn('revocation', 'text')
      .addColumn('revokedAt', 'text')
      .execute();
    await db.schema
      .createTable('approvals')
      .addColumn('grant', 'text', (column) => column.notNull().references('grants.grant'))
      .addColumn('steward', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('approvalsKey', ['grant', 'steward'])
      .execute();
    await db.schema
      .createTable('releases')
      .addColumn('release', 'text', (column) => column.primaryKey())
      .addColumn('grant', 'text', (column) => column.notNull())
      .addColumn('researcher', 'text', (column) => column.notNull())
      .addColumn('segment', 'text', (column) => column.notNull())
      .addColumn('session', 'text', (column) => column.notNull())
      .addColumn('program', 'text', (column) => column.notNull())
      .addColumn('logIndex', 'integer', (column) => column.notNull())
      .addColumn('sizeBytes', 'integer', (column) => column.notNull())
      .addColumn('releasedAt', 'text', (column) => column.notNull())
      .addColumn('fetched', 'integer', (column) => column.notNull())
      .execute();
    await indexOn(db, 'releases', 'grant');
    await db.schema
      .createTable('erasures')
      .addColumn('request', 'text', (column) => column.primaryKey())
      .addColumn('contributor', 'text', (column) => column.notNull())
      .addColumn('signed', 'text', (column) => column.notNull())
      .addColumn('requestedAt', 'text', (column) => column.notNull())
      .addColumn('sessions', 'integer', (column) => column.notNull())
      .addColumn('segments', 'integer', (column) => column.notNull())
      .addColumn('staleDatasets', 'text', (column) => column.notNull())
      .addColumn('erasure', 'text')
      .addColumn('receipt', 'text')
      .addColumn('final', 'text')
      .addColumn('finalAt', 'text')
      .execute();
    await db.schema
      .createTable('datasets')
      .addColumn('dataset', 'text', (column) => column.primaryKey())
      .addColumn('researcher', 'text', (column) => column.notNull())
      .addColumn('grant', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('format', 'text', (column) => column.notNull())
      .addColumn('sha256', 'text', (column) => column.notNull())
      .addColumn('madeAt', 'text', (column) => column.notNull())
      .addColumn('staleAt', 'text')
      .execute();
    await db.schema
      .createTable('datasetSessions')
      .addColumn('dataset', 'text', (column) => column.notNull())
      .addColumn('session', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('datasetSessionsKey', ['dataset', 'session'])
      .execute();
    await indexOn(db, 'datasetSessions', 'session');
    await db.schema
      .createTable('notices')
      .addColumn('incident', 'text', (column) => column.notNull())
      .addColumn('contributor', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('sha256', 'text', (column) => column.notNull())
      .addColumn('sentAt', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('noticesKey', ['incident', 'contributor'])
      .execute();
    await db.schema
      .createTable('relays')
      .addColumn('relay', 'integer', countingBy[kind])
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(sql`0`))
      .addColumn('refusedCode', 'text')
      .execute();
  },
});

const third: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('signIns')
      .addColumn('stateSha256', 'text', (column) => column.primaryKey())
      .addColumn('nonce', 'text', (column) => column.notNull())
      .addColumn('verifier', 'text', (column) => column.notNull())
      .addColumn('expiresAt', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('browserSessions')
      .addColumn('tokenSha256', 'text', (column) => column.primaryKey())
      .addColumn('kid', 'text', (column) => column.notNull())
      .addColumn('createdAt', 'text', (column) => column.notNull())
      .addColumn('usedAt', 'text', (column) => column.notNull())
      .addColumn('expiresAt', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('drafts')
      .addColumn('draft', 'text', (column) => column.primaryKey())
      .addColumn('researcher', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('expiresAt', 'text', (column) => column.notNull())
      .execute();
  },
};

const fourth: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .alterTable('erasures')
      .addColumn('cause', 'text', (column) => column.notNull().defaultTo('request'))
      .execute();
    await indexOn(db, 'sessions', 'receipt');
  },
};

const fifth: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('sessions').addColumn('summary', 'text').execute();
  },
};

const sixth: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('notices').addColumn('fetchedAt', 'text').execute();
  },
};

const seventh: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('vaults')
      .addColumn('vault', 'text', (column) => column.primaryKey())
      .execute();
  },
};

const eighth: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .alterTable('programs')
      .addColumn('synthetic', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};

export function migrationsFor(kind: DatabaseKind): MigrationProvider {
  return {
    getMigrations: async () => ({
      '0001-collect': first,
      '0002-release': second(kind),
      '0003-console': third,
      '0004-retention': fourth,
      '0005-summary': fifth,
      '0006-delivery': sixth,
      '0007-owner': seventh,
      '0008-synthetic': eighth,
    }),
  };
}

async function indexOn(db: Kysely<unknown>, table: string, column: string): Promise<void> {
  await db.schema.createIndex(`${table}By${column}`).on(table).column(column).execute();
}
