/** Dataset versions: what was made of which sessions, so that an erasure can mark them stale. */
import type { DatasetId } from '@understudy/base';
import {
  notAvailable,
  ProtocolError,
  type Handlers,
  type VaultContract,
} from '@understudy/protocol';
import { requireResearcher } from './caller.ts';
import type { DatasetTable } from './database/schema.ts';
import { grantById, visibleGrant } from './grants.ts';
import { programById } from './programs.ts';
import { nowIso, type VaultWorld } from './world.ts';

type DatasetHandlers = Pick<Handlers<VaultContract>, 'registerDataset' | 'listDatasets'>;

export function createDatasetHandlers(world: VaultWorld): DatasetHandlers {
  return {
    registerDataset: async ({ params, body, caller }) => {
      const { researcher } = requireResearcher(caller);
      await visibleGrant(world, body.grant, caller);
      const { sessions, ...facts } = body;
      await world.db.transaction().execute(async (trx) => {
        const added = await trx
          .insertInto('datasets')
          .values({
            ...facts,
            dataset: params.dataset,
            researcher,
            madeAt: nowIso(world),
            staleAt: null,
          })
          .onConflict((conflict) => conflict.column('dataset').doNothing())
          .executeTakeFirst();
        if (added.numInsertedOrUpdatedRows !== 1n) return;
        const released = await trx
          .selectFrom('releases')
          .select('session')
          .distinct()
          .where('grant', '=', body.grant)
          .execute();
        const known = new Set(released.map(({ session }) => session));
        for (const session of new Set(sessions)) {
          if (!known.has(session)) throw notAvailable('session');
          await trx
            .insertInto('datasetSessions')
            .values({ dataset: params.dataset, session })
            .execute();
          // Erased between its release and now: stale from birth.
          const there = await trx
            .selectFrom('sessions')
            .select('session')
            .where('session', '=', session)
            .executeTakeFirst();
          if (there !== undefined) continue;
          await trx
            .updateTable('datasets')
            .set({ staleAt: nowIso(world) })
            .where('dataset', '=', params.dataset)
            .execute();
        }
      });
      const row = await datasetRow(world, params.dataset);
      if (row.researcher !== researcher || row.sha256 !== body.sha256) throw taken();
      return rowToAnswer(world, row);
    },
    listDatasets: async ({ caller }) => {
      let query = world.db.selectFrom('datasets').selectAll().orderBy('madeAt');
      if (caller.kind === 'researcher') query = query.where('researcher', '=', caller.researcher);
      const rows = await query.execute();
      return { datasets: await Promise.all(rows.map((row) => rowToAnswer(world, row))) };
    },
  };
}

async function datasetRow(world: VaultWorld, dataset: DatasetId): Promise<DatasetTable> {
  const row = await world.db
    .selectFrom('datasets')
    .selectAll()
    .where('dataset', '=', dataset)
    .executeTakeFirst();
  if (row === undefined) throw notAvailable('dataset');
  return row;
}

async function rowToAnswer(world: VaultWorld, row: DatasetTable) {
  const sessions = await world.db
    .selectFrom('datasetSessions')
    .select('session')
    .where('dataset', '=', row.dataset)
    .orderBy('session')
    .execute();
  const { dataset, grant, version, format, sha256, madeAt, staleAt } = row;
  const { row: grantRow } = await grantById(world, grant);
  const { program } = await programById(world, grantRow.program);
  return {
    dataset,
    grant,
    program: program.program,
    programTitle: program.title,
    expiresAt: grantRow.expiresAt,
    version,
    format,
    sha256,
    madeAt,
    sessions: sessions.map(({ session }) => session),
    stale: staleAt !== null,
  };
}

function taken(): ProtocolError {
  return new ProtocolError({
    code: 'conflict',
    message: 'This dataset is registered already, with other content.',
    remedy: 'Register the new content as a dataset version of its own.',
  });
}
