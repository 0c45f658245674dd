/**
 * SegmentContent → MCAP bytes (spec/recording.md): chunked, zstd, profile
 * "owa". The same content gives the same bytes on one platform (two versions of
 * zstd may pack alike content differently). Nothing touches the disk.
 */
import { McapWriter } from '@mcap/core';
import type { JsonValue } from '@understudy/base';
import { loadZstdCompress } from '#zstd';
import { eventToMessages } from './message.ts';
import type { SegmentContent } from './segment.ts';
import { RecordingError } from './error.ts';
import { metadataNames, topics, type Topic } from './topic.ts';

/** Uncompressed bytes after which a chunk is closed; a reader holds one chunk at a time. */
const chunkSizeBytes = 1024 * 1024;
/** Of zstd: input is an eighth smaller than at level 3, for some 13 ms of CPU more a MiB. */
const compressionLevel = 9;

interface GrowingBytes {
  position(): bigint;
  write(buffer: Uint8Array): Promise<void>;
  bytes(): Uint8Array;
}

function createGrowingBytes(): GrowingBytes {
  const parts: Uint8Array[] = [];
  let length = 0;
  return {
    position: () => BigInt(length),
    write: async (buffer) => {
      // The writer uses its buffer again after the call.
      parts.push(buffer.slice());
      length += buffer.byteLength;
    },
    bytes: () => {
      const joined = new Uint8Array(length);
      let offset = 0;
      for (const part of parts) {
        joined.set(part, offset);
        offset += part.byteLength;
      }
      return joined;
    },
  };
}

const encoder = new TextEncoder();

/**
 * The segment as a whole MCAP file in memory.
 * @throws RecordingError `unencodable` where a time is no whole number of
 * nanoseconds at or after 0, or a place is not a number.
 */
export async function encodeSegment(content: SegmentContent): Promise<Uint8Array> {
  const writable = createGrowingBytes();
  const compress = await loadZstdCompress(compressionLevel);
  const writer = new McapWriter({
    writable,
    chunkSize: chunkSizeBytes,
    compressChunk: (data) => ({ compression: 'zstd', compressedData: compress(data) }),
  });
  await writer.start({ profile: 'owa', library: 'understudy recording 1' });
  const json = (value: JsonValue): Map<string, string> =>
    new Map([['json', JSON.stringify(value)]]);
  const { header, index, accounting, report } = content;
  await writer.addMetadata({
    name: metadataNames.segment,
    metadata: json({ version: 1, index, header: { ...header, origin: { ...header.origin } } }),
  });
  await writer.addMetadata({
    name: metadataNames.accounting,
    metadata: json({ ...accounting, dropped: { ...accounting.dropped } }),
  });
  await writer.addMetadata({ name: metadataNames.report, metadata: json(report) });

  const channels = new Map<Topic, number>();
  const channelOf = async (topic: Topic): Promise<number> => {
    const known = channels.get(topic);
    if (known !== undefined) return known;
    const { schemaName, schema } = topics[topic];
    const schemaId = await writer.registerSchema({
      name: schemaName,
      encoding: 'jsonschema',
      data: encoder.encode(JSON.stringify(schema)),
    });
    const channelId = await writer.registerChannel({
      schemaId,
      topic,
      messageEncoding: 'json',
      metadata: new Map(),
    });
    channels.set(topic, channelId);
    return channelId;
  };

  for (const [sequence, event] of content.events.entries()) {
    if (!Number.isSafeInteger(event.timeNs) || event.timeNs < 0) {
      throw new RecordingError({
        code: 'unencodable',
        message: `Event ${sequence} (${event.kind}) has a time that is no whole number of nanoseconds at or after the session's start.`,
        remedy: 'Stamp events with nanoseconds since the start of the session.',
      });
    }
    const time = BigInt(event.timeNs);
    for (const { topic, body } of eventToMessages(event)) {
      await writer.addMessage({
        channelId: await channelOf(topic),
        sequence,
        logTime: time,
        publishTime: time,
        data: encoder.encode(JSON.stringify(body)),
      });
    }
  }
  await writer.end();
  return writable.bytes();
}
