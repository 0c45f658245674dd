/**
 * Erasure at the vault: blobs and their rows go, dataset versions that held
 * them turn stale, and the keeper is told (until it has acknowledged) to
 * destroy the keys. The signed request and the keeper's receipts stay as proof.
 */
import type { ContributorId, DatasetId, SegmentId, SessionId } from '@understudy/base';
import {
  erasureRequestToSha256,
  verifyErasureRequest,
  type ErasureScope,
  type SignedErasureRequest,
} from '@understudy/consent';
import { CourierError } from '@understudy/courier';
import type { Handlers, VaultContract } from '@understudy/protocol';
import { z } from 'zod';
import type { ErasureTable } from './database/schema.ts';
import { devicesByContributor, liveDevices } from './devices.ts';
import { claimedContributor } from './hint.ts';
import { queueRelay } from './relay.ts';
import { nowIso, type VaultWorld } from './world.ts';

type ErasureHandlers = Pick<Handlers<VaultContract>, 'erase' | 'listErasures'>;

export function createErasureHandlers(world: VaultWorld): ErasureHandlers {
  return {
    erase: async ({ body }) => {
      const devices = await devicesByContributor(world, claimedContributor(body.request));
      const request = await verifyErasureRequest(
        body.request,
        liveDevices(devices),
        world.clock.nowMs(),
      );
      // verifyErasureRequest has read it: it is one.
      const signed = body.request as SignedErasureRequest;
      const name = erasureRequestToSha256(signed);
      const before = await erasureRow(world, name);
      if (before === undefined) {
        const segments = await forget(world, request.contributor, request.scope, signed);
        for (const segment of segments) await world.blobs.remove(segment);
      }
      world.wakeRelay();
      await world.settleRelay();
      const row = await erasureRow(world, name);
      return {
        receipt: row?.receipt ?? null,
        erasure: row?.erasure ?? null,
        finalAt: row?.finalAt ?? null,
        sessions: row?.sessions ?? 0,
        segments: row?.segments ?? 0,
        staleDatasets: staleOf(row),
      };
    },
    listErasures: async ({ caller }) => {
      let query = world.db.selectFrom('erasures').selectAll().orderBy('requestedAt');
      if (caller.kind === 'device') {
        query = query.where('contributor', '=', caller.contributor);
      }
      const rows = await Promise.all(
        (await query.execute()).map((row) => withFinalReceipt(world, row)),
      );
      return {
        erasures: rows.map((row) => ({
          erasure: row.erasure,
          requestedAt: row.requestedAt,
          state:
            row.receipt === null
              ? ('keeperPending' as const)
              : row.final === null
                ? ('started' as const)
                : ('final' as const),
          finalAt: row.finalAt,
          // A steward answers for erasures without learning whose they are.
          receipt: caller.kind === 'device' ? row.receipt : null,
          final: caller.kind === 'device' ? row.final : null,
          segments: row.segments,
        })),
      };
    },
  };
}

/** What the keeper's acknowledgement of an erasure says, kept with the request. */
export async function recordErasure(
  world: Pick<VaultWorld, 'db'>,
  request: string,
  answer: { readonly erasure: string; readonly receipt: string; readonly finalAt: string },
): Promise<void> {
  await world.db
    .updateTable('erasures')
    .set({ erasure: answer.erasure, receipt: answer.receipt, finalAt: answer.finalAt })
    .where('request', '=', erasureRequestToSha256(request as SignedErasureRequest))
    .execute();
}

/** One transaction: rows gone, datasets stale, the keeper's notice queued. Returns the blobs to remove. */
async function forget(
  world: VaultWorld,
  contributor: ContributorId,
  scope: ErasureScope,
  signed: SignedErasureRequest,
): Promise<readonly SegmentId[]> {
  return world.db.transaction().execute(async (trx) => {
    const rows = await trx
      .selectFrom('sessions')
      .selectAll()
      .where('contributor', '=', contributor)
      .execute();
    const sessions = rows.filter((row) => inScope(row, scope)).map(({ session }) => session);
    const segments: SegmentId[] = [];
    const stale = new Set<DatasetId>();
    for (const session of sessions) {
      const own = await trx
        .deleteFrom('segments')
        .where('session', '=', session)
        .returning('segment')
        .execute();
      segments.push(...own.map(({ segment }) => segment));
      await trx.deleteFrom('sessions').where('session', '=', session).execute();
      const held = await trx
        .selectFrom('datasetSessions')
        .select('dataset')
        .where('session', '=', session)
        .execute();
      for (const { dataset } of held) stale.add(dataset);
    }
    for (const dataset of stale) {
      await trx
        .updateTable('datasets')
        .set({ staleAt: nowIso(world) })
        .where('dataset', '=', dataset)
        .where('staleAt', 'is', null)
        .execute();
    }
    await trx
      .insertInto('erasures')
      .values({
        request: erasureRequestToSha256(signed),
        contributor,
        signed,
        requestedAt: nowIso(world),
        sessions: sessions.length,
        segments: segments.length,
        staleDatasets: JSON.stringify([...stale]),
        erasure: null,
        receipt: null,
        final: null,
        finalAt: null,
      })
      .execute();
    await queueRelay(trx, { kind: 'erase', body: { request: signed } });
    return segments;
  });
}

function inScope(
  row: { readonly session: SessionId; readonly program: string; readonly startedAt: string },
  scope: ErasureScope,
): boolean {
  switch (scope.kind) {
    case 'everything':
      return true;
    case 'program':
      return row.program === scope.program;
    case 'sessions':
      return scope.sessions.includes(row.session);
    case 'range': {
      const startedMs = Date.parse(row.startedAt);
      return Date.parse(scope.from) <= startedMs && startedMs < Date.parse(scope.until);
    }
  }
}

async function withFinalReceipt(world: VaultWorld, row: ErasureTable): Promise<ErasureTable> {
  const due = row.finalAt !== null && Date.parse(row.finalAt) <= world.clock.nowMs();
  if (row.erasure === null || row.final !== null || !due) return row;
  try {
    const { final } = await world.keeper.erasure({ params: { erasure: row.erasure } });
    if (final === null) return row;
    await world.db
      .updateTable('erasures')
      .set({ final })
      .where('request', '=', row.request)
      .execute();
    return { ...row, final };
  } catch (error) {
    // The list is worth having without the newest receipt; the next call asks again.
    if (error instanceof CourierError) return row;
    throw error;
  }
}

async function erasureRow(world: VaultWorld, request: string): Promise<ErasureTable | undefined> {
  return world.db
    .selectFrom('erasures')
    .selectAll()
    .where('request', '=', request)
    .executeTakeFirst();
}

const staleSchema = z.array(z.string());

function staleOf(row: ErasureTable | undefined): string[] {
  return row === undefined ? [] : staleSchema.parse(JSON.parse(row.staleDatasets));
}
