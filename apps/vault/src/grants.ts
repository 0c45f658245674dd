/** Grants: a researcher's signed request, stewards' signed yes or no; stored here, judged by the keeper. */
import type { GrantId } from '@understudy/base';
import {
  grantHash,
  grantIsExpired,
  verifyGrant,
  type Approval,
  type Grant,
} from '@understudy/consent';
import {
  approvalSchema,
  notAvailable,
  ProtocolError,
  type Caller,
  type GrantState,
  type Handlers,
  type VaultContract,
} from '@understudy/protocol';
import { sql } from 'kysely';
import { requireResearcher, requireSteward } from './caller.ts';
import type { GrantTable } from './database/schema.ts';
import {
  notYours,
  readDenial,
  readOrder,
  requireOwnApproval,
  toApproval,
  type GrantApprover,
} from './grant-proof.ts';
import { programById } from './programs.ts';
import { measureReach, sessionsInReach } from './reach.ts';
import { queueRelay } from './relay.ts';
import { nowIso, type VaultWorld } from './world.ts';

type GrantHandlers = Pick<
  Handlers<VaultContract>,
  | 'requestGrant'
  | 'listGrants'
  | 'getGrant'
  | 'approveGrant'
  | 'denyGrant'
  | 'revokeGrant'
  | 'listReach'
>;

/** A stored grant, verified again, with what was decided and used of it. */
export interface HeldGrant {
  readonly row: GrantTable;
  readonly grant: Grant;
  readonly approvals: readonly Approval[];
  readonly approvedBy: readonly GrantApprover[];
  readonly released: { readonly segments: number; readonly bytes: number };
  readonly state: GrantState;
}

export function createGrantHandlers(world: VaultWorld): GrantHandlers {
  const { db, clock } = world;
  return {
    requestGrant: async ({ body, caller }) => {
      const { researcher } = requireResearcher(caller);
      const grant = await verifyGrant(body.grant, clock.nowMs());
      if (grant.requester.researcher !== researcher) throw notYours();
      const known = await world.trust.researcherKey(researcher);
      if (known?.x !== grant.requester.key.x) throw notYours();
      await programById(world, grant.program);
      const row: GrantTable = {
        grant: grant.grant,
        program: grant.program,
        researcher,
        purpose: grant.purpose,
        // verifyGrant has read it: it is one.
        signed: body.grant as GrantTable['signed'],
        hash: Buffer.from(grantHash(grant)).toString('hex'),
        requestedAt: nowIso(world),
        expiresAt: grant.expiresAt,
        denial: null,
        deniedBy: null,
        deniedReason: null,
        revocation: null,
        revokedAt: null,
      };
      await db
        .insertInto('grants')
        .values(row)
        .onConflict((conflict) => conflict.column('grant').doNothing())
        .execute();
      const held = await grantById(world, grant.grant);
      if (held.row.signed !== row.signed) throw decided('conflict');
      return grantToAnswer(world, held);
    },
    listGrants: async ({ caller }) => {
      let query = db.selectFrom('grants').select('grant').orderBy('grant');
      if (caller.kind === 'researcher') query = query.where('researcher', '=', caller.researcher);
      const ids = await query.execute();
      const held = await Promise.all(ids.map(({ grant }) => grantById(world, grant)));
      return { grants: await Promise.all(held.map((each) => grantToAnswer(world, each))) };
    },
    getGrant: async ({ params, caller }) =>
      grantToAnswer(world, await visibleGrant(world, params.grant, caller)),
    approveGrant: async ({ params, body, caller }) => {
      const { steward } = requireSteward(caller);
      const held = await grantById(world, params.grant);
      if (held.state !== 'pending' && held.state !== 'approved') throw decided('wrongState');
      await requireOwnApproval(world, held.grant, toApproval(body.approval), steward);
      await db
        .insertInto('approvals')
        .values({ grant: params.grant, steward, body: JSON.stringify(body.approval) })
        .onConflict((conflict) => conflict.columns(['grant', 'steward']).doNothing())
        .execute();
      return grantToAnswer(world, await grantById(world, params.grant));
    },
    denyGrant: async ({ params, body, caller }) => {
      const { steward } = requireSteward(caller);
      const held = await grantById(world, params.grant);
      if (held.state !== 'pending') throw decided('wrongState');
      const denied = await readDenial(world, held.grant, body, steward);
      await db
        .updateTable('grants')
        .set({ ...denied, deniedBy: steward })
        .where('grant', '=', params.grant)
        .execute();
      return grantToAnswer(world, await grantById(world, params.grant));
    },
    revokeGrant: async ({ params, body, caller }) => {
      const { steward } = requireSteward(caller);
      const order = await readOrder(world, body.order);
      const own = order.kind === 'revokeGrant' && order.grant === params.grant;
      if (!own || order.steward !== steward) throw notYours();
      await grantById(world, params.grant);
      await db.transaction().execute(async (trx) => {
        await trx
          .updateTable('grants')
          .set({ revocation: JSON.stringify(body.order), revokedAt: nowIso(world) })
          .where('grant', '=', params.grant)
          .where('revocation', 'is', null)
          .execute();
        await queueRelay(trx, { kind: 'revokeGrant', body: { order: body.order } });
      });
      world.wakeRelay();
      return grantToAnswer(world, await grantById(world, params.grant));
    },
    listReach: async ({ params, caller }) => {
      requireResearcher(caller);
      const held = await visibleGrant(world, params.grant, caller);
      requireLiveGrant(held);
      const sessions = [];
      for await (const { row, segments } of sessionsInReach(world, held.grant)) {
        sessions.push({
          session: row.session,
          contributor: row.contributor,
          tier: row.tier,
          startedAt: row.startedAt,
          endedAt: row.endedAt,
          manifest: row.manifest,
          segments: segments.map(({ segment }) => segment),
        });
      }
      return { sessions };
    },
  };
}

export async function grantById(world: VaultWorld, id: GrantId): Promise<HeldGrant> {
  const { db, clock } = world;
  const row = await db.selectFrom('grants').selectAll().where('grant', '=', id).executeTakeFirst();
  if (row === undefined) throw notAvailable('grant');
  const grant = await verifyGrant(row.signed, clock.nowMs());
  const approvals = await db
    .selectFrom('approvals')
    .selectAll()
    .where('grant', '=', id)
    .orderBy('steward')
    .execute();
  const used = await db
    .selectFrom('releases')
    .select(({ fn }) => [
      fn.countAll<number>().as('segments'),
      fn.coalesce(fn.sum<number>('sizeBytes'), sql<number>`0`).as('bytes'),
    ])
    .where('grant', '=', id)
    .executeTakeFirstOrThrow();
  const released = { segments: used.segments, bytes: used.bytes };
  return {
    row,
    grant,
    approvals: approvals.map(({ body }) => toApproval(approvalSchema.parse(JSON.parse(body)))),
    approvedBy: approvals.map(({ steward }) => steward),
    released,
    state: stateOf(row, grant, approvals.length, released, clock.nowMs()),
  };
}

/** A researcher sees their own; a steward every one. */
export async function visibleGrant(
  world: VaultWorld,
  id: GrantId,
  caller: Caller,
): Promise<HeldGrant> {
  const held = await grantById(world, id);
  if (caller.kind === 'researcher' && held.row.researcher !== caller.researcher) {
    throw notAvailable('grant');
  }
  return held;
}

/** @throws ProtocolError grantNotLive */
export function requireLiveGrant({ state, row }: HeldGrant): void {
  if (state === 'approved') return;
  throw new ProtocolError({
    code: 'grantNotLive',
    message: `The grant ${row.grant} is ${state === 'usedUp' ? 'used up' : state}.`,
    remedy: state === 'pending' ? 'Wait for two stewards to approve it.' : 'Request a new grant.',
    details: { grant: row.grant, state },
  });
}

function stateOf(
  row: GrantTable,
  grant: Grant,
  approvals: number,
  released: HeldGrant['released'],
  nowMs: number,
): GrantState {
  if (row.revocation !== null) return 'revoked';
  if (row.denial !== null) return 'denied';
  if (grantIsExpired(grant, nowMs)) return 'expired';
  if (released.segments >= grant.quota.segments || released.bytes >= grant.quota.bytes) {
    return 'usedUp';
  }
  return approvals >= 2 ? 'approved' : 'pending';
}

async function grantToAnswer(world: VaultWorld, held: HeldGrant) {
  const { row, grant } = held;
  const { program } = await programById(world, row.program);
  return {
    grant: row.grant,
    program: row.program,
    programTitle: program.title,
    controller: program.controller,
    researcher: row.researcher,
    purpose: row.purpose,
    reason: grant.reason,
    quota: grant.quota,
    tiers: [...grant.tiers],
    state: held.state,
    requestedAt: row.requestedAt,
    expiresAt: row.expiresAt,
    signed: row.signed,
    hash: row.hash,
    approvals: [...held.approvals],
    approvedBy: [...held.approvedBy],
    denial:
      row.deniedBy === null ? null : { steward: row.deniedBy, reason: row.deniedReason ?? '' },
    reach: await measureReach(world, grant),
    released: held.released,
  };
}

function decided(code: 'conflict' | 'wrongState'): ProtocolError {
  return new ProtocolError({
    code,
    message: 'The grant is there already in another form, or has been decided.',
    remedy: 'Look at it with `understudy grant status`; request a new one where you need another.',
  });
}
