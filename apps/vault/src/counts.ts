/**
 * How much there is, for those who answer for the vault. The programs and people of control probes
 * are no part of it: nobody took part.
 */
import { sql, type Kysely, type SelectQueryBuilder } from 'kysely';
import type { Database } from './database/schema.ts';

export async function countAll(db: Kysely<Database>) {
  const withReceipt = (synthetic: 0 | 1) =>
    db
      .selectFrom('receipts')
      .innerJoin('programs', 'programs.program', 'receipts.program')
      .select('receipts.contributor')
      .where('programs.synthetic', '=', synthetic);
  // Who takes part in a program is counted, whatever probe they were drawn into besides.
  const probes = withReceipt(1).where('receipts.contributor', 'not in', withReceipt(0));
  const devices = db.selectFrom('devices').where('contributor', 'not in', probes);
  const sessions = db.selectFrom('sessions').where('contributor', 'not in', probes);
  const segments = db
    .selectFrom('segments')
    .innerJoin('sessions', 'sessions.session', 'segments.session')
    .where('sessions.contributor', 'not in', probes);
  const erasures = db.selectFrom('erasures').where('contributor', 'not in', probes);
  const { contributors } = await devices
    .select(({ fn }) => fn.count<number>('contributor').distinct().as('contributors'))
    .executeTakeFirstOrThrow();
  const { sealedBytes } = await segments
    .select(({ fn }) =>
      fn.coalesce(fn.sum<number>('receivedBytes'), sql<number>`0`).as('sealedBytes'),
    )
    .executeTakeFirstOrThrow();
  return {
    programs: await countRows(db.selectFrom('programs').where('synthetic', '=', 0)),
    contributors,
    devices: await countRows(devices),
    sessions: await countRows(sessions),
    segments: await countRows(segments),
    sealedBytes,
    grants: await countRows(db.selectFrom('grants')),
    releases: await countRows(db.selectFrom('releases')),
    erasuresUnderWay: await countRows(erasures.where('final', 'is', null)),
    staleDatasets: await countRows(db.selectFrom('datasets').where('staleAt', 'is not', null)),
  };
}

export async function countRows<Tables extends keyof Database>(
  rows: SelectQueryBuilder<Database, Tables, object>,
): Promise<number> {
  const { count } = await rows
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}
