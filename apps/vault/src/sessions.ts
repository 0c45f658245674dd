/** Sessions: the device's signed list of segments, taken only under a consent that covers it. */
import type { SegmentId, SessionId } from '@understudy/base';
import { receiptCovers, verifyManifest, type SessionManifest } from '@understudy/consent';
import {
  notAvailable,
  ProtocolError,
  type Handlers,
  type VaultContract,
} from '@understudy/protocol';
import { requireDevice } from './caller.ts';
import { requireLive, standingConsent } from './consents.ts';
import type { SegmentTable, SessionTable } from './database/schema.ts';
import { devicesByContributor, rowToJwk } from './devices.ts';
import { requireNotErased } from './erasure-scope.ts';
import type { VaultWorld } from './world.ts';

type SessionHandlers = Pick<Handlers<VaultContract>, 'putManifest' | 'listSessions'>;

const maxSegmentBytes = 64 << 20;

export function createSessionHandlers(world: VaultWorld): SessionHandlers {
  return {
    putManifest: async ({ params, body, caller }) => {
      const { contributor, device } = requireDevice(caller);
      const own = (await devicesByContributor(world, contributor)).find(
        (row) => row.device === device,
      );
      if (own === undefined) throw notAvailable('device');
      const manifest = await verifyManifest(body.manifest, rowToJwk(own));
      if (
        manifest.session !== params.session ||
        manifest.contributor !== contributor ||
        manifest.device !== device
      ) {
        throw wrongManifest();
      }
      await requireNotErased(world, manifest);
      await requireCoveredManifest(world, manifest);
      // verifyManifest has read it: it is one.
      await storeManifest(world, manifest, body.manifest as SessionTable['manifest']);
      return sessionToAnswer(world, await sessionRow(world, manifest.session));
    },
    listSessions: async ({ caller }) => {
      const rows = await world.db
        .selectFrom('sessions')
        .selectAll()
        .where('contributor', '=', requireDevice(caller).contributor)
        .orderBy('session')
        .execute();
      return { sessions: await Promise.all(rows.map((row) => sessionToAnswer(world, row))) };
    },
  };
}

/**
 * Whether the session may be here at all: its consent stands and covers tier, apps, sites and time.
 * @throws ProtocolError consentNotLive, deviceRevoked, notCovered
 */
export async function requireCoveredManifest(
  world: VaultWorld,
  manifest: SessionManifest,
): Promise<void> {
  const consent = await standingConsent(world, manifest.receipt);
  if (consent.receipt.contributor !== manifest.contributor) throw notAvailable('receipt');
  requireLive(consent);
  if (consent.program.program !== manifest.program) throw wrongManifest();
  const coverage = receiptCovers(consent.receipt, consent.program, manifest);
  if (coverage.kind === 'covered') return;
  throw new ProtocolError({
    code: 'notCovered',
    message: `The consent ${manifest.receipt} does not cover the session's ${coverage.reason}.`,
    remedy: 'Leave the session on the device, or cut from it what the consent does not cover.',
    details: { session: manifest.session, reason: coverage.reason },
  });
}

export async function sessionRow(world: VaultWorld, session: SessionId): Promise<SessionTable> {
  const row = await world.db
    .selectFrom('sessions')
    .selectAll()
    .where('session', '=', session)
    .executeTakeFirst();
  if (row === undefined) throw notAvailable('session');
  return row;
}

export async function segmentsBySession(
  world: VaultWorld,
  session: SessionId,
): Promise<readonly SegmentTable[]> {
  return world.db
    .selectFrom('segments')
    .selectAll()
    .where('session', '=', session)
    .orderBy('position')
    .execute();
}

async function storeManifest(
  world: VaultWorld,
  manifest: SessionManifest,
  signed: SessionTable['manifest'],
): Promise<void> {
  if (manifest.segments.some(({ sizeBytes }) => sizeBytes > maxSegmentBytes || sizeBytes === 0)) {
    throw new ProtocolError({
      code: 'tooLarge',
      message: `A segment of the session is empty or larger than ${maxSegmentBytes} bytes.`,
      remedy: 'Close segments after 30 seconds.',
    });
  }
  const row: SessionTable = {
    session: manifest.session,
    contributor: manifest.contributor,
    device: manifest.device,
    program: manifest.program,
    receipt: manifest.receipt,
    tier: manifest.tier,
    startedAt: manifest.startedAt,
    endedAt: manifest.endedAt,
    closed: manifest.closed ? 1 : 0,
    manifest: signed,
    summary: manifest.summary === undefined ? null : JSON.stringify(manifest.summary),
  };
  await world.db.transaction().execute(async (trx) => {
    const before = await trx
      .selectFrom('sessions')
      .selectAll()
      .where('session', '=', manifest.session)
      .executeTakeFirst();
    if (before?.manifest === signed) return;
    const listed = await trx
      .selectFrom('segments')
      .selectAll()
      .where('session', '=', manifest.session)
      .execute();
    if (before !== undefined && !grows(before, listed, manifest)) throw wrongManifest();
    await trx
      .insertInto('sessions')
      .values(row)
      .onConflict((conflict) => conflict.column('session').doUpdateSet(row))
      .execute();
    const old = new Set<SegmentId>(listed.map(({ segment }) => segment));
    for (const segment of manifest.segments) {
      if (old.has(segment.segment)) continue;
      const added = await trx
        .insertInto('segments')
        .values({
          segment: segment.segment,
          session: manifest.session,
          position: segment.index,
          durationNs: segment.endNs - segment.startNs,
          sizeBytes: segment.sizeBytes,
          sha256: segment.sha256,
          receivedBytes: 0,
          complete: 0,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      // A segment belongs to one session for good.
      if (added.numInsertedOrUpdatedRows !== 1n) throw wrongManifest();
    }
  });
}

/** Whether the manifest may stand in the place of the stored one: only more, nothing else. */
function grows(
  before: SessionTable,
  listed: readonly SegmentTable[],
  manifest: SessionManifest,
): boolean {
  const now = new Map(manifest.segments.map((segment) => [segment.segment, segment]));
  return (
    before.closed === 0 &&
    before.contributor === manifest.contributor &&
    before.device === manifest.device &&
    before.receipt === manifest.receipt &&
    before.tier === manifest.tier &&
    before.startedAt === manifest.startedAt &&
    listed.every((row) => {
      const same = now.get(row.segment);
      return (
        same !== undefined &&
        same.sha256 === row.sha256 &&
        same.sizeBytes === row.sizeBytes &&
        same.index === row.position
      );
    })
  );
}

async function sessionToAnswer(world: VaultWorld, row: SessionTable) {
  const segments = await segmentsBySession(world, row.session);
  return {
    session: row.session,
    program: row.program,
    receipt: row.receipt,
    device: row.device,
    tier: row.tier,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    closed: row.closed === 1,
    segments: segments.map(segmentToAnswer),
  };
}

export function segmentToAnswer(row: SegmentTable) {
  return {
    segment: row.segment,
    receivedBytes: row.receivedBytes,
    sizeBytes: row.sizeBytes,
    complete: row.complete === 1,
  };
}

function wrongManifest(): ProtocolError {
  return new ProtocolError({
    code: 'conflict',
    message: 'The manifest is not of this session, or changes what was listed before.',
    remedy:
      'Only add segments to a session that is open, and sign with the device that recorded it.',
  });
}
