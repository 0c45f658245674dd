/** Segments: sealed bytes come in piece by piece, and count only once their hash is the manifest's. */
import type { ContributorId, SegmentId } from '@understudy/base';
import {
  notAvailable,
  ProtocolError,
  type Handlers,
  type VaultContract,
} from '@understudy/protocol';
import { requireDevice } from './caller.ts';
import type { SegmentTable } from './database/schema.ts';
import { devicesByContributor, rowToJwk } from './devices.ts';
import { requireCoveredManifest, segmentToAnswer, sessionRow } from './sessions.ts';
import type { VaultWorld } from './world.ts';

type SegmentHandlers = Pick<Handlers<VaultContract>, 'getUpload' | 'appendSegment' | 'getSegment'>;

export function createSegmentHandlers(world: VaultWorld): SegmentHandlers {
  const uploading = new Set<SegmentId>();
  return {
    getUpload: async ({ params, caller }) => {
      const { contributor } = requireDevice(caller);
      return segmentToAnswer(await ownSegment(world, params.segment, contributor));
    },
    appendSegment: async ({ params, query, body, caller }) => {
      const { contributor } = requireDevice(caller);
      const row = await ownSegment(world, params.segment, contributor);
      if (row.complete === 1) return segmentToAnswer(row);
      if (uploading.has(params.segment)) throw busy();
      uploading.add(params.segment);
      try {
        await requireCovered(world, row);
        return segmentToAnswer(await append(world, params.segment, query.offset, body));
      } finally {
        uploading.delete(params.segment);
      }
    },
    getSegment: async ({ params, caller }) => {
      const { contributor } = requireDevice(caller);
      const row = await ownSegment(world, params.segment, contributor);
      if (row.complete === 0) throw notAvailable('segment');
      return world.blobs.read(params.segment);
    },
  };
}

async function append(
  world: VaultWorld,
  segment: SegmentId,
  offset: number,
  body: AsyncIterable<Uint8Array>,
): Promise<SegmentTable> {
  // Read again: another append may have ended between the first look and the lock.
  const row = await segmentRow(world, segment);
  if (row.complete === 1) return row;
  if (offset !== row.receivedBytes) throw badOffset(row);
  if (offset > 0 && (await world.blobs.isFinished(segment))) {
    // The process ended between the last rename and this row: the bytes are whole and checked.
    return update(world, { ...row, receivedBytes: row.sizeBytes, complete: 1 });
  }
  const { sizeBytes, sha256 } = await world.blobs
    .append(segment, offset, atMost(body, row.sizeBytes - offset))
    .catch(async (error: unknown) => {
      await removeIfErased(world, segment);
      throw error;
    });
  const receivedBytes = offset + sizeBytes;
  if (receivedBytes < row.sizeBytes) {
    await world.blobs.keep(segment);
    return update(world, { ...row, receivedBytes });
  }
  const whole = offset === 0 ? sha256 : await world.blobs.hashPartial(segment);
  if (whole !== row.sha256) {
    await update(world, { ...row, receivedBytes: 0 });
    throw new ProtocolError({
      code: 'hashMismatch',
      message: `The bytes of the segment ${segment} are not those that the manifest lists.`,
      remedy: 'Send it again from the start; if it stays so, the sealed file is damaged.',
      details: { receivedBytes: 0 },
    });
  }
  await world.blobs.finish(segment);
  return update(world, { ...row, receivedBytes, complete: 1 });
}

async function* atMost(
  bytes: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let sizeBytes = 0;
  for await (const piece of bytes) {
    sizeBytes += piece.byteLength;
    if (sizeBytes > maxBytes) {
      throw new ProtocolError({
        code: 'tooLarge',
        message: 'There are more bytes than the manifest lists for this segment.',
        remedy: 'Send the sealed file that the manifest names.',
      });
    }
    yield piece;
  }
}

/** Each append is judged anew: a withdrawal between two pieces stops the second. */
async function requireCovered(world: VaultWorld, segment: SegmentTable): Promise<void> {
  const session = await sessionRow(world, segment.session);
  const device = (await devicesByContributor(world, session.contributor)).find(
    (row) => row.device === session.device,
  );
  if (device === undefined) throw notAvailable('device');
  await requireCoveredManifest(world, await world.readManifest(session.manifest, rowToJwk(device)));
}

async function ownSegment(
  world: VaultWorld,
  segment: SegmentId,
  contributor: ContributorId,
): Promise<SegmentTable> {
  const row = await segmentRow(world, segment);
  const session = await sessionRow(world, row.session);
  if (session.contributor !== contributor) throw notAvailable('segment');
  return row;
}

async function segmentRow(world: VaultWorld, segment: SegmentId): Promise<SegmentTable> {
  const row = await world.db
    .selectFrom('segments')
    .selectAll()
    .where('segment', '=', segment)
    .executeTakeFirst();
  if (row === undefined) throw notAvailable('segment');
  return row;
}

async function update(world: VaultWorld, row: SegmentTable): Promise<SegmentTable> {
  const { receivedBytes, complete } = row;
  const { numUpdatedRows } = await world.db
    .updateTable('segments')
    .set({ receivedBytes, complete })
    .where('segment', '=', row.segment)
    .executeTakeFirst();
  if (numUpdatedRows === 1n) return row;
  await world.blobs.remove(row.segment);
  throw notAvailable('segment');
}

/** An erasure may take a segment while it comes in: what has come since must not stay. */
async function removeIfErased(world: VaultWorld, segment: SegmentId): Promise<void> {
  const row = await world.db
    .selectFrom('segments')
    .select('segment')
    .where('segment', '=', segment)
    .executeTakeFirst();
  if (row === undefined) await world.blobs.remove(segment);
}

function badOffset(row: SegmentTable): ProtocolError {
  return new ProtocolError({
    code: 'badOffset',
    message: `The segment ${row.segment} is stored up to byte ${row.receivedBytes}.`,
    remedy: 'Go on from there.',
    details: { receivedBytes: row.receivedBytes },
  });
}

function busy(): ProtocolError {
  return new ProtocolError({
    code: 'conflict',
    message: 'This segment is being uploaded by another request.',
    remedy: 'Wait until that one has ended.',
  });
}
