/**
 * Blobs in a bucket, which can append nothing: `<segment>/<offset>` for each
 * piece, and `<segment>/whole`, written last, that lists them. Every object is
 * put in one request, so there are no half ones and no multipart uploads to end.
 */
import { isId, type SegmentId } from '@understudy/base';
import { notAvailable } from '@understudy/protocol';
import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { openBucket, type Bucket } from './s3-bucket.ts';
import { storeErrorToRefusal } from './s3-error.ts';
import type { BlobStore } from './store.ts';

/** A piece is held in memory once, so that its request can be sent again. */
const maxPieceBytes = 8 << 20;

const wholeSchema = z.strictObject({ version: z.literal(1), pieces: z.array(z.int().positive()) });

interface Piece {
  readonly key: string;
  readonly offset: number;
  readonly sizeBytes: number;
}

/** @param place `s3://bucket/prefix` @throws VaultError badBlobs */
export async function openS3Blobs(place: string): Promise<BlobStore> {
  const bucket = await openBucket(place);
  return {
    append: async (segment, offset, bytes) => {
      const before = await piecesOf(bucket, segment);
      const kept = before.filter((piece) => piece.offset < offset);
      if (endOf(kept) !== offset) throw notAvailable('segment');
      const stale = before.slice(kept.length);
      // First what vouches for them: a crash after `finish` and before the database knew leaves it.
      if (stale.length > 0) await bucket.remove(wholeKey(segment));
      for (const { key } of stale) await bucket.remove(key);
      const hash = createHash('sha256');
      let sizeBytes = 0;
      for await (const piece of inPieces(bytes)) {
        await bucket.put(pieceKey(segment, offset + sizeBytes), piece);
        hash.update(piece);
        sizeBytes += piece.byteLength;
      }
      return { sizeBytes, sha256: hash.digest('hex') };
    },
    // A bucket has nothing that is there and not durable.
    keep: () => Promise.resolve(),
    finish: async (segment) => {
      const pieces = await piecesOf(bucket, segment);
      if (pieces.length === 0) throw notAvailable('segment');
      const whole = { version: 1, pieces: pieces.map(({ sizeBytes }) => sizeBytes) };
      await bucket.put(wholeKey(segment), Buffer.from(JSON.stringify(whole)));
    },
    isFinished: (segment) => bucket.has(wholeKey(segment)),
    hashPartial: async (segment) => {
      const pieces = await piecesOf(bucket, segment);
      if (pieces.length === 0) throw notAvailable('segment');
      const hash = createHash('sha256');
      for await (const chunk of readPieces(bucket, pieces)) hash.update(chunk);
      return hash.digest('hex');
    },
    read: async (segment) => {
      const stored = await bucket.get(wholeKey(segment));
      if (stored === null) throw notAvailable('segment');
      const whole = wholeSchema.parse(JSON.parse(await text(stored)));
      const pieces: Piece[] = [];
      for (const sizeBytes of whole.pieces) {
        const offset = endOf(pieces);
        pieces.push({ key: pieceKey(segment, offset), offset, sizeBytes });
      }
      return { bytes: readPieces(bucket, pieces), sizeBytes: endOf(pieces) };
    },
    remove: async (segment) => {
      // First what makes it whole: nothing reads it from here on.
      await bucket.remove(wholeKey(segment));
      for (const { key } of await piecesOf(bucket, segment)) await bucket.remove(key);
    },
    list: () => listSegments(bucket),
    owner: async () => {
      const stored = await bucket.get(ownerKey);
      return stored === null ? null : text(stored);
    },
    claim: async (vault) => {
      if (await bucket.has(ownerKey)) return;
      await bucket.putIfAbsent(ownerKey, Buffer.from(vault));
    },
    disclaim: () => bucket.remove(ownerKey),
  };
}

const ownerKey = 'owner';

function wholeKey(segment: SegmentId): string {
  return `${segment}/whole`;
}

/** In the order of names, as a bucket lists them, pieces stand in the order of bytes. */
function pieceKey(segment: SegmentId, offset: number): string {
  return `${segment}/${String(offset).padStart(12, '0')}`;
}

function endOf(pieces: readonly Piece[]): number {
  const last = pieces.at(-1);
  return last === undefined ? 0 : last.offset + last.sizeBytes;
}

async function piecesOf(bucket: Bucket, segment: SegmentId): Promise<readonly Piece[]> {
  const pieces: Piece[] = [];
  for await (const { key, sizeBytes } of bucket.list(`${segment}/`)) {
    const offset = Number(key.slice(segment.length + 1));
    if (!Number.isNaN(offset)) pieces.push({ key, offset, sizeBytes });
  }
  return pieces;
}

async function* readPieces(bucket: Bucket, pieces: readonly Piece[]): AsyncGenerator<Uint8Array> {
  for (const { key, sizeBytes } of pieces) {
    const stored = await bucket.get(key);
    // Erased while it was read: the reader gets no end that looks whole.
    if (stored === null) throw notAvailable('segment');
    let readBytes = 0;
    for await (const chunk of stored) {
      readBytes += chunk.byteLength;
      yield chunk;
    }
    if (readBytes !== sizeBytes) throw storeErrorToRefusal(new RangeError('a piece is cut short'));
  }
}

async function* inPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  for await (const chunk of bytes) {
    held.push(chunk);
    heldBytes += chunk.byteLength;
    if (heldBytes < maxPieceBytes) continue;
    yield Buffer.concat(held);
    [held, heldBytes] = [[], 0];
  }
  if (heldBytes > 0) yield Buffer.concat(held);
}

async function* listSegments(bucket: Bucket): AsyncGenerator<SegmentId> {
  let last = '';
  for await (const { key } of bucket.list('')) {
    const segment = key.split('/')[0] ?? '';
    if (segment === last || !isId('segment', segment)) continue;
    last = segment;
    yield segment;
  }
}
