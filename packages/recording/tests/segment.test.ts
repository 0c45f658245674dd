import * as fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  decodeSegment,
  encodeSegment,
  joinSegments,
  readRecording,
  RecordingError,
  type RecordingEvent,
  type SegmentContent,
} from '../src/index.ts';
import { McapStreamReader } from '@mcap/core';
import { zstdDecompressSync } from 'node:zlib';
import { anySegment } from './arbitrary.ts';

const owaFile = join(import.meta.dirname, '../../../../shared/data/owamcap/0.5.1.mcap');

async function collect(
  events: AsyncIterable<readonly RecordingEvent[]>,
): Promise<RecordingEvent[]> {
  const all: RecordingEvent[] = [];
  for await (const batch of events) all.push(...batch);
  return all;
}

function sample(over: Partial<SegmentContent> = {}): SegmentContent {
  const [segment] = fc.sample(anySegment, { numRuns: 1, seed: 7 });
  if (segment === undefined) throw new TypeError('fast-check gave no sample');
  return { ...segment, ...over };
}

async function* inPieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += length) yield bytes.subarray(at, at + length);
}

describe('a segment that is not sound', () => {
  it('is refused when it is no MCAP file at all', async () => {
    await expect(
      decodeSegment(new TextEncoder().encode('PK not an mcap file')),
    ).rejects.toMatchObject({
      code: 'notMcap',
    });
  });

  it('is refused when it ends early, wherever that is', async () => {
    const bytes = await encodeSegment(sample());
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.byteLength - 1 }), async (length) => {
        await expect(decodeSegment(bytes.subarray(0, length))).rejects.toMatchObject({
          name: 'RecordingError',
        });
      }),
    );
  });

  it('is never answered by an error that is not ours when a byte of it is turned', async () => {
    const bytes = await encodeSegment(sample());
    const outcome = fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.byteLength - 1 }), async (at) => {
        const damaged = bytes.slice();
        damaged[at] = (damaged[at] ?? 0) ^ 0x5a;
        const outcome = await decodeSegment(damaged).catch((error: unknown) => error);
        return !(outcome instanceof Error) || outcome instanceof RecordingError;
      }),
    );
    await expect(outcome).resolves.toBeUndefined();
  });

  it('is refused when a time is not a whole number of nanoseconds', async () => {
    const events: RecordingEvent[] = [{ kind: 'pointerMove', timeNs: 1.5, x: 1, y: 1 }];
    await expect(encodeSegment(sample({ events }))).rejects.toMatchObject({ code: 'unencodable' });
  });

  it('is refused when it is a file of OWAMcap, which has no head of ours', async () => {
    if (!existsSync(owaFile)) return console.warn('skipped: ../shared/data/owamcap is absent');
    await expect(decodeSegment(readFileSync(owaFile))).rejects.toMatchObject({ code: 'notOurs' });
  });
});

describe('a segment', () => {
  it('decodes to what was encoded', async () => {
    await fc.assert(
      fc.asyncProperty(anySegment, async (segment) => {
        expect(await decodeSegment(await encodeSegment(segment))).toEqual(segment);
      }),
    );
  });

  it('gives the same bytes for the same content', async () => {
    const segment = sample();
    expect(await encodeSegment(segment)).toEqual(await encodeSegment(structuredClone(segment)));
  });

  it('reads as a stream, in pieces of any length, to the same events', async () => {
    const segment = sample();
    const bytes = await encodeSegment(segment);
    for (const length of [1, 17, 4096]) {
      const recording = await readRecording(inPieces(bytes, length));
      expect(recording.header).toEqual(segment.header);
      expect(await collect(recording.events)).toEqual(segment.events);
    }
  });

  it('has no keyboard message for a key that was withheld', async () => {
    const events: RecordingEvent[] = [
      {
        kind: 'key',
        timeNs: 1,
        pressed: true,
        stroke: { kind: 'withheld', reason: 'secureField' },
      },
      { kind: 'key', timeNs: 2, pressed: true, stroke: { kind: 'known', code: 'KeyA', key: 'a' } },
    ];
    const reader = new McapStreamReader({
      decompressHandlers: { zstd: (data) => zstdDecompressSync(data) },
    });
    reader.append(await encodeSegment(sample({ events })));
    const topics = new Map<number, string>();
    const seen: string[] = [];
    for (let record = reader.nextRecord(); record !== undefined; record = reader.nextRecord()) {
      if (record.type === 'Channel') topics.set(record.id, record.topic);
      if (record.type === 'Message') {
        seen.push(`${topics.get(record.channelId)} ${new TextDecoder().decode(record.data)}`);
      }
    }
    expect(seen).toEqual([
      'keystroke {"pressed":true,"withheld":"secureField"}',
      'keystroke {"pressed":true,"code":"KeyA","key":"a"}',
      'keyboard {"event_type":"press","vk":65}',
    ]);
  });

  it('rounds a place between two pixels, as OWAMcap holds whole ones only', async () => {
    const events: RecordingEvent[] = [{ kind: 'pointerMove', timeNs: 1, x: 10.6, y: 3.2 }];
    const decoded = await decodeSegment(await encodeSegment(sample({ events })));
    expect(decoded.events).toEqual([{ kind: 'pointerMove', timeNs: 1, x: 11, y: 3 }]);
  });
});

describe('segments joined to a session', () => {
  const move = (timeNs: number): RecordingEvent => ({ kind: 'pointerMove', timeNs, x: 1, y: 1 });

  it('are refused when one is of another session', async () => {
    const one = sample({ index: 0, events: [move(1)] });
    const [other] = fc.sample(anySegment, { numRuns: 1, seed: 8 });
    if (other === undefined) throw new TypeError('fast-check gave no sample');
    const recording = await joinSegments([one, { ...other, index: 1 }]);
    await expect(collect(recording.events)).rejects.toMatchObject({ code: 'mixedSessions' });
  });

  it('are refused when their order is wrong', async () => {
    const recording = await joinSegments([sample({ index: 1 }), sample({ index: 0 })]);
    await expect(collect(recording.events)).rejects.toMatchObject({ code: 'mixedSessions' });
  });

  it('follow each other without a seam', async () => {
    const recording = await joinSegments([
      sample({ index: 0, events: [move(1), move(2)] }),
      sample({ index: 1, events: [move(3)] }),
    ]);
    expect(await collect(recording.events)).toEqual([move(1), move(2), move(3)]);
  });

  it('show a gap where one is missing', async () => {
    const recording = await joinSegments([
      sample({ index: 0, events: [move(1), move(2)] }),
      sample({ index: 2, events: [move(9)] }),
    ]);
    expect(await collect(recording.events)).toEqual([
      move(1),
      move(2),
      { kind: 'gap', timeNs: 2, durationNs: 7, reason: 'cut' },
      move(9),
    ]);
  });
});
