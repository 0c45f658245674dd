/**
 * The journal: what makes an append durable in one write and one flush.
 *
 * Head (the edge of the tree when the journal was begun, and its checkpoint),
 * then one record per append (its entries and the new checkpoint). Each part
 * is framed as length (u32), SHA-256, body. A last record that is torn (the
 * process or machine died in mid-write) was never acknowledged, and is dropped.
 */
import { Buffer } from 'node:buffer';
import { emptyEdge, type Edge } from './edge.ts';
import { TlogError } from './error.ts';
import { hashesEqual, hashSizeBytes, sha256 } from './hash.ts';
import { bundleToEntries, entriesToBundle, hashesToTile, tileToHashes, tileWidth } from './tile.ts';

export interface JournalRecord {
  readonly entries: readonly Uint8Array[];
  /** The signed note after these entries. */
  readonly checkpoint: Uint8Array;
}

export interface JournalHead {
  readonly edge: Edge;
  /** Empty where the log has none yet. */
  readonly checkpoint: Uint8Array;
}

export function headToBytes({ edge, checkpoint }: JournalHead): Uint8Array {
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(edge.size));
  return frame([size, ...edge.levels.map(hashesToTile), entriesToBundle(edge.entries), checkpoint]);
}

export function recordToBytes({ entries, checkpoint }: JournalRecord): Uint8Array {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(entries.length);
  return frame([count, entriesToBundle(entries), checkpoint]);
}

/** @throws TlogError storageFailed where the head is damaged */
export function parseJournal(bytes: Uint8Array): {
  readonly head: JournalHead;
  readonly records: readonly JournalRecord[];
} {
  const frames = [...parseFrames(Buffer.from(bytes))];
  const [headParts, ...rest] = frames;
  if (headParts === undefined) throw damaged();
  return { head: partsToHead(headParts), records: rest.map(partsToRecord) };
}

function partsToHead(parts: readonly Buffer[]): JournalHead {
  const [sizeBytes, ...others] = parts;
  const checkpoint = others.pop();
  const bundle = others.pop();
  if (sizeBytes?.length !== 8 || checkpoint === undefined || bundle === undefined) throw damaged();
  const levels = others.map((tile) => tileToHashes(tile, tile.length / hashSizeBytes));
  const size = Number(sizeBytes.readBigUInt64BE());
  if (size === 0) return { edge: emptyEdge, checkpoint };
  const entries = bundleToEntries(bundle, size % tileWidth);
  return { edge: { size, levels, entries }, checkpoint };
}

function partsToRecord(parts: readonly Buffer[]): JournalRecord {
  const [count, bundle, checkpoint] = parts;
  if (count?.length !== 4 || bundle === undefined || checkpoint === undefined) throw damaged();
  return { entries: bundleToEntries(bundle, count.readUInt32BE()), checkpoint };
}

function frame(parts: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat(
    parts.flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(part.length);
      return [length, part];
    }),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, sha256(body), body]);
}

/** Stops at the first frame that is not whole. */
function* parseFrames(bytes: Buffer): Generator<readonly Buffer[]> {
  const headBytes = 4 + hashSizeBytes;
  let at = 0;
  while (at + headBytes <= bytes.length) {
    const end = at + headBytes + bytes.readUInt32BE(at);
    const body = bytes.subarray(at + headBytes, end);
    const whole =
      end <= bytes.length && hashesEqual(sha256(body), bytes.subarray(at + 4, at + headBytes));
    if (!whole) return;
    yield [...parseParts(body)];
    at = end;
  }
}

function* parseParts(body: Buffer): Generator<Buffer> {
  let at = 0;
  while (at < body.length) {
    const end = at + 4 + body.readUInt32BE(at);
    yield body.subarray(at + 4, end);
    at = end;
  }
}

function damaged(): TlogError {
  return new TlogError({
    code: 'storageFailed',
    message: 'The log’s journal is damaged at its head.',
    remedy: 'Restore the log’s folder from a backup, and compare it with a witnessed checkpoint.',
  });
}
