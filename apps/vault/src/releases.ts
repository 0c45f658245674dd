/**
 * Releases: the vault gathers the signed evidence and streams ciphertext; the
 * keeper decides, logs, opens and re-seals. What flows back is sealed to the
 * researcher, so nothing readable ever passes through here.
 */
import type { ReleaseId } from '@understudy/base';
import {
  notAvailable,
  ProtocolError,
  type Handlers,
  type VaultContract,
} from '@understudy/protocol';
import { requireResearcher } from './caller.ts';
import type { ReleaseTable } from './database/schema.ts';
import { devicesByContributor } from './devices.ts';
import { grantById, requireLiveGrant, visibleGrant } from './grants.ts';
import { reachSession, type ReachedSession } from './reach.ts';
import { whileStanding } from './release-stream.ts';
import { nowIso, type VaultWorld } from './world.ts';

type ReleaseHandlers = Pick<Handlers<VaultContract>, 'requestReleases' | 'getRelease'>;

export function createReleaseHandlers(world: VaultWorld): ReleaseHandlers {
  return {
    requestReleases: async ({ params, body, caller }) => {
      const { researcher } = requireResearcher(caller);
      const held = await visibleGrant(world, params.grant, caller);
      requireLiveGrant(held);
      const reached = await reachSession(world, held.grant, body.session);
      if (reached === null) throw notAvailable('session');
      const segments = body.segments.map((segment) => {
        const row = reached.segments.find((known) => known.segment === segment);
        if (row === undefined) throw notAvailable('segment');
        return row;
      });
      const answer = await world.keeper.authorizeReleases({
        body: {
          claim: body.claim,
          grant: held.row.signed,
          approvals: [...held.approvals],
          ...(await evidenceOf(world, reached)),
          segments: segments.map(({ segment }) => segment),
          rehearse: body.rehearse,
        },
      });
      const releasedAt = nowIso(world);
      const rows = answer.releases.map(({ release, segment, logIndex }): ReleaseTable => ({
        release,
        grant: params.grant,
        researcher,
        segment,
        session: body.session,
        program: reached.row.program,
        logIndex,
        sizeBytes: segments.find((row) => row.segment === segment)?.sizeBytes ?? 0,
        releasedAt,
        fetched: 0,
      }));
      if (rows.length > 0) await world.db.insertInto('releases').values(rows).execute();
      return answer;
    },
    getRelease: async ({ params, caller, signal }) => {
      const { researcher } = requireResearcher(caller);
      const row = await takeRelease(world, params.release, researcher);
      // Judged again: between the log entry and now a consent may have been withdrawn.
      const held = await grantById(world, row.grant);
      if (held.state !== 'approved' && held.state !== 'usedUp') requireLiveGrant(held);
      const reached = await reachSession(world, held.grant, row.session);
      if (reached === null) throw notAvailable('release');
      const sealed = await world.blobs.read(row.segment);
      const bytes = await world.keeper.openRelease({
        params: { release: row.release },
        body: sealed.bytes,
        signal,
      });
      const { receipt, device } = reached.consent.receipt;
      const footing = { grant: row.grant, session: row.session, receipt, device };
      return { bytes: whileStanding(world, footing, bytes) };
    },
  };
}

async function evidenceOf(world: VaultWorld, { row, consent }: ReachedSession) {
  const devices = await devicesByContributor(world, row.contributor);
  const device = devices.find((known) => known.device === row.device);
  if (device === undefined) throw notAvailable('session');
  return {
    program: consent.signedProgram,
    receipt: consent.signedReceipt,
    withdrawals: [...consent.withdrawals],
    manifest: row.manifest,
    enrolment: device.enrolment,
  };
}

/** Each release is fetched once: whoever takes it first has it. */
async function takeRelease(
  world: VaultWorld,
  release: ReleaseId,
  researcher: ReleaseTable['researcher'],
): Promise<ReleaseTable> {
  const row = await world.db
    .selectFrom('releases')
    .selectAll()
    .where('release', '=', release)
    .where('researcher', '=', researcher)
    .executeTakeFirst();
  if (row === undefined) throw notAvailable('release');
  const taken = await world.db
    .updateTable('releases')
    .set({ fetched: 1 })
    .where('release', '=', release)
    .where('fetched', '=', 0)
    .executeTakeFirst();
  if (taken.numUpdatedRows === 1n) return row;
  throw new ProtocolError({
    code: 'wrongState',
    message: `The release ${release} was fetched before.`,
    remedy: 'Ask for the segment again under the same grant.',
  });
}
