/** A contributor's erasures: carried out here at once, by the keeper when it acknowledges; its receipts stay as proof. */
import type { ContributorId, SessionId } from '@understudy/base';
import {
  erasureRequestToSha256,
  verifyErasureRequest,
  type ErasureScope,
  type SignedErasureRequest,
} from '@understudy/consent';
import { CourierError } from '@understudy/courier';
import type { Handlers, VaultContract } from '@understudy/protocol';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { Database, ErasureTable } from './database/schema.ts';
import { devicesByContributor, liveDevices } from './devices.ts';
import { inScope } from './erasure-scope.ts';
import { forgetSessions } from './forget.ts';
import { claimedContributor } from './hint.ts';
import type { VaultWorld } from './world.ts';

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
        const { contributor, scope } = request;
        await forgetSessions(world, {
          name,
          contributor,
          cause: 'request',
          signed,
          relay: { kind: 'erase', body: { request: signed } },
          findSessions: (trx) => sessionsInScope(trx, contributor, scope),
        });
      }
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
          cause: row.cause,
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

/** What the keeper's acknowledgement of an erasure says, kept under its name. */
export async function recordErasure(
  world: Pick<VaultWorld, 'db'>,
  name: string,
  answer: { readonly erasure: string; readonly receipt: string; readonly finalAt: string },
): Promise<void> {
  await world.db
    .updateTable('erasures')
    .set({ erasure: answer.erasure, receipt: answer.receipt, finalAt: answer.finalAt })
    .where('request', '=', name)
    .execute();
}

async function sessionsInScope(
  trx: Transaction<Database>,
  contributor: ContributorId,
  scope: ErasureScope,
): Promise<readonly SessionId[]> {
  const rows = await trx
    .selectFrom('sessions')
    .selectAll()
    .where('contributor', '=', contributor)
    .execute();
  return rows.filter((row) => inScope(row, scope)).map(({ session }) => session);
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
