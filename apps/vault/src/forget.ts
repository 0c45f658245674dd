/**
 * Sessions out of the vault, at a contributor's request or at the end of their
 * retention: in one transaction their rows go, dataset versions that held them
 * turn stale, the erasure is written down and the keeper's notice queued.
 */
import type { ContributorId, DatasetId, SegmentId, SessionId } from '@understudy/base';
import type { Transaction } from 'kysely';
import type { Database, ErasureTable } from './database/schema.ts';
import { queueRelay, type RelayItem } from './relay.ts';
import { nowIso, type VaultWorld } from './world.ts';

export interface Forgetting {
  /** The erasure's name everywhere, hexadecimal. */
  readonly name: string;
  readonly contributor: ContributorId;
  readonly cause: ErasureTable['cause'];
  readonly signed: ErasureTable['signed'];
  /** What makes the keeper destroy the keys. */
  readonly relay: Extract<RelayItem, { kind: 'erase' | 'expire' }>;
  findSessions(trx: Transaction<Database>): Promise<readonly SessionId[]>;
}

/** The blobs are gone too when this returns; a crash in between leaves them to the sweep. */
export async function forgetSessions(world: VaultWorld, forgetting: Forgetting): Promise<void> {
  const { name, contributor, cause, signed, relay } = forgetting;
  const segments = await world.db.transaction().execute(async (trx) => {
    const sessions = await forgetting.findSessions(trx);
    const gone: SegmentId[] = [];
    const stale = new Set<DatasetId>();
    for (const session of sessions) {
      const own = await trx
        .deleteFrom('segments')
        .where('session', '=', session)
        .returning('segment')
        .execute();
      gone.push(...own.map(({ segment }) => segment));
      await trx.deleteFrom('sessions').where('session', '=', session).execute();
      for (const dataset of await markStale(trx, session, nowIso(world))) stale.add(dataset);
    }
    await trx
      .insertInto('erasures')
      .values({
        request: name,
        contributor,
        cause,
        signed,
        requestedAt: nowIso(world),
        sessions: sessions.length,
        segments: gone.length,
        staleDatasets: JSON.stringify([...stale]),
        erasure: null,
        receipt: null,
        final: null,
        finalAt: null,
      })
      .execute();
    await queueRelay(trx, relay);
    return gone;
  });
  for (const segment of segments) await world.blobs.remove(segment);
  world.wakeRelay();
}

/** Every dataset version that held the session, whether it was stale before or not. */
async function markStale(
  trx: Transaction<Database>,
  session: SessionId,
  staleAt: string,
): Promise<readonly DatasetId[]> {
  const held = await trx
    .selectFrom('datasetSessions')
    .select('dataset')
    .where('session', '=', session)
    .execute();
  const datasets = held.map(({ dataset }) => dataset);
  if (datasets.length > 0) {
    await trx
      .updateTable('datasets')
      .set({ staleAt })
      .where('dataset', 'in', datasets)
      .where('staleAt', 'is', null)
      .execute();
  }
  return datasets;
}
