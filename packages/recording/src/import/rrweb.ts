/** rrweb's event array (JSON, by itself or as `events` of an object; or one event a line) → a Recording. */
import { basename } from 'node:path';
import { z } from 'zod';
import { RecordingError } from '../error.ts';
import type { RecordingEvent } from '../event.ts';
import { createForeignClock } from './foreign-clock.ts';
import { createForeignIdentity, hashOf } from './foreign-identity.ts';
import { batchEvents, type ImportedRecording } from './imported.ts';
import { readJsonArray } from './json-array.ts';
import { createRepairs, type CountRepair } from './repairs.ts';
import { createRrwebReader } from './rrweb-reader.ts';
import { createTimeOrder } from './time-order.ts';

const eventSchema = z.looseObject({
  type: z.int(),
  timestamp: z.number(),
  data: z.unknown().optional(),
});

/** rrweb tells of moves in batches, by default every 500 ms, when they are over. */
const mostLateNs = 1_000_000_000;

async function* readEvents(path: string, repair: CountRepair): AsyncGenerator<RecordingEvent> {
  const clock = createForeignClock(repair);
  const order = createTimeOrder(mostLateNs);
  const reader = createRrwebReader(order, repair);
  let startMs: number | null = null;
  for await (const { value, number } of readJsonArray(path)) {
    const parsed = eventSchema.safeParse(value);
    if (!parsed.success) throw notRrweb(path, number);
    const { type, timestamp, data } = parsed.data;
    startMs ??= timestamp;
    const timeNs = clock.advance((timestamp - startMs) * 1e6);
    reader.read(type, timeNs, data);
    yield* order.take(timeNs);
  }
  yield* order.end();
}

function notRrweb(path: string, number: number): RecordingError {
  return new RecordingError({
    code: 'badMessage',
    message: `Element ${number} of ${basename(path)} is no event of rrweb.`,
    remedy: 'Give an array of rrweb events, or one event a line, not packed.',
  });
}

/** Whether a file begins with an event of rrweb. */
export async function isRrweb(path: string): Promise<boolean> {
  return startOf(path).then(
    () => true,
    () => false,
  );
}

/** The first event's time. */
async function startOf(path: string): Promise<number> {
  for await (const { value, number } of readJsonArray(path)) {
    const first = eventSchema.safeParse(value);
    if (first.success) return first.data.timestamp;
    throw notRrweb(path, number);
  }
  throw new RecordingError({
    code: 'badMessage',
    message: `${basename(path)} holds no event.`,
    remedy: 'Give an array of rrweb events, or one event a line.',
  });
}

/** @throws RecordingError `badMessage` naming the file and the event, `truncated`. */
export async function importRrweb(path: string): Promise<ImportedRecording> {
  const startedAtMs = await startOf(path);
  const identity = createForeignIdentity(await hashOf(path), {
    recorder: 'rrweb',
    startedAtMs,
    platform: 'browser',
    task: null,
  });
  const repairs = createRepairs();
  return {
    header: identity.header,
    events: batchEvents(readEvents(path, repairs.count)),
    repairs: () => repairs.counted(),
  };
}
