/**
 * MCAP bytes → SegmentContent, or → a Recording that is read once, with one
 * piece in memory at a time. Refuses every file that `encodeSegment` could not
 * have written (spec/recording.md); the bytes are attacker-controlled.
 */
import type { McapTypes } from '@mcap/core';
import type { JsonValue } from '@understudy/base';
import { RecordingError } from './error.ts';
import type { RecordingEvent } from './event.ts';
import { parseAccounting, parseReport, parseSegmentHead } from './header.ts';
import { readMcapRecords } from './mcap-records.ts';
import { createMessageReader } from './read-message.ts';
import type { SegmentContent } from './segment.ts';
import type { Accounting, Recording, SessionHeader } from './session.ts';
import { isTopic, metadataNames, type Topic } from './topic.ts';

/** How many bytes of a whole file are given to the reader at once. */
const pieceBytes = 1024 * 1024;

export interface SegmentHead {
  readonly index: number;
  readonly header: SessionHeader;
}

interface SegmentReader {
  head(): SegmentHead | null;
  accounting(): Accounting | null;
  report(): JsonValue;
  read(record: McapTypes.TypedMcapRecord): RecordingEvent | null;
}

function parseMetadata<Value>(record: McapTypes.Metadata, parse: (json: unknown) => Value): Value {
  try {
    return parse(JSON.parse(record.metadata.get('json') ?? ''));
  } catch {
    throw new RecordingError({
      code: 'badMessage',
      message: `The metadata record "${record.name}" does not follow its schema.`,
      remedy: 'Take the file from its source again, or update this tool.',
    });
  }
}

function createSegmentReader(): SegmentReader {
  const channels = new Map<number, Topic>();
  const readMessage = createMessageReader();
  let head: SegmentHead | null = null;
  let accounting: Accounting | null = null;
  let report: JsonValue = null;
  return {
    head: () => head,
    accounting: () => accounting,
    report: () => report,
    read: (record) => {
      if (record.type === 'Metadata') {
        if (record.name === metadataNames.segment) head ??= parseMetadata(record, parseSegmentHead);
        if (record.name === metadataNames.accounting) {
          accounting ??= parseMetadata(record, parseAccounting);
        }
        if (record.name === metadataNames.report) report = parseMetadata(record, parseReport);
      } else if (record.type === 'Channel' && isTopic(record.topic)) {
        channels.set(record.id, record.topic);
      } else if (record.type === 'Message') {
        const topic = channels.get(record.channelId);
        if (head === null) throw notOurs();
        if (topic === undefined) return null;
        if (record.logTime > BigInt(Number.MAX_SAFE_INTEGER)) throw notOurs();
        const { sequence, data } = record;
        return readMessage({ topic, timeNs: Number(record.logTime), sequence, data });
      }
      return null;
    },
  };
}

function notOurs(): RecordingError {
  return new RecordingError({
    code: 'notOurs',
    message: 'The MCAP file is no segment of Understudy.',
    remedy: 'Read files of other recorders with "understudy import".',
  });
}

function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let offset = 0; offset < bytes.byteLength; offset += pieceBytes) {
    yield bytes.subarray(offset, offset + pieceBytes);
  }
}

const toPieces = (
  source: AsyncIterable<Uint8Array> | Uint8Array,
): AsyncIterable<Uint8Array> | Iterable<Uint8Array> =>
  source instanceof Uint8Array ? piecesOf(source) : source;

function tooManyEvents(): RecordingError {
  return new RecordingError({
    code: 'tooLarge',
    message: `The segment holds more than ${mostEvents} events.`,
    remedy: 'Take the file from its source again; no recorder of Understudy wrote it.',
  });
}

/** Of one segment; 40 s of a pointer that tells of 8,000 moves a second are 320,000. */
const mostEvents = 1_000_000;

/** @throws RecordingError of every code that a file can have. */
export async function decodeSegment(
  source: AsyncIterable<Uint8Array> | Uint8Array,
): Promise<SegmentContent> {
  const reader = createSegmentReader();
  const events: RecordingEvent[] = [];
  for await (const records of readMcapRecords(toPieces(source))) {
    for (const record of records) {
      const event = reader.read(record);
      if (event !== null) events.push(event);
    }
    if (events.length > mostEvents) throw tooManyEvents();
  }
  const head = reader.head();
  const accounting = reader.accounting();
  if (head === null || accounting === null) throw notOurs();
  return { ...head, events, accounting, report: reader.report() };
}

/**
 * What a segment says of itself, without its events; the source is closed.
 * @throws RecordingError `notOurs`, `notMcap`, `truncated`, `corrupt`.
 */
export async function readSegmentHead(source: AsyncIterable<Uint8Array>): Promise<SegmentHead> {
  const reader = createSegmentReader();
  for await (const records of readMcapRecords(source)) {
    for (const record of records) {
      reader.read(record);
      const head = reader.head();
      if (head !== null) return head;
    }
  }
  throw notOurs();
}

/**
 * One segment as a Recording, read as its events are asked for: the promise
 * resolves when the head is read.
 * @throws RecordingError here and while the events are read.
 */
export async function readRecording(
  source: AsyncIterable<Uint8Array> | Uint8Array,
): Promise<Recording> {
  const reader = createSegmentReader();
  const batches = readMcapRecords(toPieces(source));
  const waiting: RecordingEvent[] = [];
  const readAll = (records: readonly McapTypes.TypedMcapRecord[]): void => {
    for (const record of records) {
      const event = reader.read(record);
      if (event !== null) waiting.push(event);
    }
  };
  let head = reader.head();
  while (head === null) {
    const next = await batches.next();
    if (next.done === true) throw notOurs();
    readAll(next.value);
    head = reader.head();
  }
  async function* events(): AsyncGenerator<readonly RecordingEvent[]> {
    if (waiting.length > 0) yield waiting.splice(0);
    for await (const records of batches) {
      readAll(records);
      if (waiting.length > 0) yield waiting.splice(0);
    }
  }
  return { header: head.header, events: events() };
}
