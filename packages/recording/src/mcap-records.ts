/**
 * Bytes in any pieces → MCAP records, one piece at a time. The bytes are
 * attacker-controlled: a chunk may not unpack to more than `maxChunkBytes`.
 */
import { McapStreamReader, type McapTypes } from '@mcap/core';
import { zstdDecompress } from '#zstd';
import { RecordingError } from './error.ts';

const maxChunkBytes = 256 * 1024 * 1024;
/** Of a record that is not whole yet: a chunk, packed, an index of one, which unpacks to six times as much, or a message outside any. */
const maxRecordBytes = 48 * 1024 * 1024;
/** A chunk of a few bytes may unpack to millions of records. */
const batchSize = 1000;

function unpackZstd(data: Uint8Array, size: bigint): Uint8Array {
  if (size > BigInt(maxChunkBytes)) {
    throw new RecordingError({
      code: 'tooLarge',
      message: `A chunk of the file says that it unpacks to ${size} bytes, and at most ${maxChunkBytes} are read.`,
      remedy: 'Write the file again with smaller chunks.',
    });
  }
  return zstdDecompress(data, Number(size));
}

/** Another compression that MCAP knows, and that OWA's tools do not write. */
function refuseLz4(): never {
  throw new RecordingError({
    code: 'corrupt',
    message: 'The chunks of the file are packed with lz4, and are read with zstd.',
    remedy: 'Write the file again with "mcap compress --compression zstd".',
  });
}

const magic = [0x89, 0x4d, 0x43, 0x41, 0x50, 0x30];

/** Whether a file that begins with these bytes is one of MCAP. */
export const isMcap = (head: Uint8Array): boolean =>
  magic.every((byte, index) => head[index] === byte);

function tooLong(offset: number): RecordingError {
  return new RecordingError({
    code: 'tooLarge',
    message: `A record of the file, before byte ${offset}, is longer than ${maxRecordBytes} bytes.`,
    remedy: 'Write the file again with smaller chunks.',
  });
}

/** What went wrong inside the reader of MCAP, without repeating what the file holds. */
function asRecordingError(error: unknown, offset: number, piece: Uint8Array): RecordingError {
  if (error instanceof RecordingError) return error;
  const isOther = offset === 0 && !isMcap(piece);
  return new RecordingError({
    code: isOther ? 'notMcap' : 'corrupt',
    message: isOther
      ? 'The file is not an MCAP file.'
      : `The MCAP file is damaged between byte ${offset} and ${offset + piece.byteLength}.`,
    remedy: 'Take the file from its source again.',
    cause: error,
  });
}

/**
 * The records of an MCAP file, in batches.
 * @throws RecordingError `notMcap`, `corrupt`, `tooLarge`, or `truncated` where the file ends early.
 */
export async function* readMcapRecords(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<readonly McapTypes.TypedMcapRecord[]> {
  const reader = new McapStreamReader({ decompressHandlers: { zstd: unpackZstd, lz4: refuseLz4 } });
  let offset = 0;
  for await (const piece of source) {
    const reading = <Value>(read: () => Value): Value => {
      try {
        return read();
      } catch (error) {
        throw asRecordingError(error, offset, piece);
      }
    };
    const next = (): McapTypes.TypedMcapRecord | undefined => reading(() => reader.nextRecord());
    reading(() => reader.append(piece));
    let records: McapTypes.TypedMcapRecord[] = [];
    for (let record = next(); record !== undefined; record = next()) {
      records.push(record);
      if (records.length < batchSize) continue;
      yield records;
      records = [];
    }
    offset += piece.byteLength;
    if (records.length > 0) yield records;
    if (reader.bytesRemaining() > maxRecordBytes) throw tooLong(offset);
  }
  if (reader.done()) return;
  throw new RecordingError({
    code: 'truncated',
    message: `The MCAP file ends after ${offset} bytes, before its footer.`,
    remedy: 'Take the file from its source again, or save what it holds with "mcap recover".',
  });
}
