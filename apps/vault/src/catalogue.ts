/** What a researcher may know before any grant: programs, with counts of what has come in under them. */
import type { ProgramId } from '@understudy/base';
import {
  summaryActions,
  summaryQualities,
  verifyProgram,
  type SessionSummary,
} from '@understudy/consent';
import type { Handlers, VaultContract } from '@understudy/protocol';
import { programState, realPrograms } from './programs.ts';
import type { VaultWorld } from './world.ts';

export function createCatalogueHandlers(
  world: VaultWorld,
): Pick<Handlers<VaultContract>, 'catalogue'> {
  const { db, clock } = world;
  return {
    catalogue: async () => {
      const stewards = await world.trust.stewards();
      const rows = await realPrograms(db);
      const programs = await Promise.all(
        rows.map(async (row) => {
          const {
            steward: _steward,
            purposeText: _purposeText,
            synthetic: _synthetic,
            ...program
          } = await verifyProgram(row.signed, stewards, clock.nowMs());
          return {
            ...program,
            licence: program.licence ?? null,
            purposes: [...program.purposes],
            tiers: [...program.tiers],
            apps: program.apps.map(({ app }) => app),
            state: programState(row, clock.nowMs()),
            ...(await countProgram(world, row.program)),
            ...(await summarise(world, row.program)),
            staleDatasets: await countStale(world, row.program),
          };
        }),
      );
      return { programs };
    },
  };
}

async function countProgram({ db }: VaultWorld, program: ProgramId) {
  const row = await db
    .selectFrom('sessions')
    .innerJoin('segments', 'segments.session', 'sessions.session')
    .select(({ fn }) => [
      fn.count<number>('sessions.contributor').distinct().as('people'),
      fn.count<number>('sessions.session').distinct().as('sessions'),
      fn.countAll<number>().as('segments'),
      fn.sum<number | null>('segments.durationNs').as('durationNs'),
    ])
    .where('sessions.program', '=', program)
    .where('segments.complete', '=', 1)
    .executeTakeFirstOrThrow();
  const { durationNs, ...counts } = row;
  return { ...counts, hours: (durationNs ?? 0) / 3.6e12 };
}

/** The devices' own, signed words; null while no session of the program carries any. */
async function summarise({ db }: VaultWorld, program: ProgramId) {
  const rows = await db
    .selectFrom('sessions')
    .select('summary')
    .where('program', '=', program)
    .where('summary', 'is not', null)
    .execute();
  if (rows.length === 0) return { actions: null, quality: null };
  // Written by putManifest from a verified manifest.
  const summaries = rows.map(({ summary }) => JSON.parse(summary ?? '') as SessionSummary);
  const actions = summaryActions.map((kind) => ({
    kind,
    count: summaries.reduce((sum, summary) => sum + (summary.actions[kind] ?? 0), 0),
  }));
  const quality = summaryQualities.map((verdict) => ({
    verdict,
    sessions: summaries.filter((summary) => summary.quality === verdict).length,
  }));
  return {
    actions: actions.filter(({ count }) => count > 0),
    quality: quality.filter(({ sessions }) => sessions > 0),
  };
}

async function countStale({ db }: VaultWorld, program: ProgramId): Promise<number> {
  const { count } = await db
    .selectFrom('datasets')
    .innerJoin('grants', 'grants.grant', 'datasets.grant')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('grants.program', '=', program)
    .where('datasets.staleAt', 'is not', null)
    .executeTakeFirstOrThrow();
  return count;
}
