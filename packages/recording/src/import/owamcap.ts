/**
 * OWAMcap (message versions 0.3.2 to 0.5.x) → a Recording: the MCAP file, and
 * the video beside it that its `screen` messages point into.
 */
import type { McapTypes } from '@mcap/core';
import { createReadStream } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Body } from '../body.ts';
import { RecordingError } from '../error.ts';
import type { RecordingEvent, ScreenEvent } from '../event.ts';
import type { Box, Point, Size } from '../geometry.ts';
import { readMcapRecords } from '../mcap-records.ts';
import { mouseEvent, parseBody } from '../read-message.ts';
import { createForeignClock } from './foreign-clock.ts';
import { createForeignIdentity, hashOf, type ForeignIdentity } from './foreign-identity.ts';
import { virtualKeyToStroke } from './foreign-key.ts';
import { batchEvents, type ImportedRecording } from './imported.ts';
import { createMediaFrames, parseScreenMessage, type ScreenMessage } from './owa-media.ts';
import { createRepairs, type CountRepair } from './repairs.ts';

/** Where the picture's first pixel stands on the desktop, or null where nothing tells. */
function originOf(size: Size, window: Box | null, pointer: Point | null): Point | null {
  // A window that was captured by itself lacks the invisible border at left, right and bottom.
  if (window !== null) {
    const border = window.width - size.width;
    const bottom = window.height - size.height;
    if (border >= 0 && border <= 32 && bottom >= 0 && bottom <= 32) {
      return { x: window.x + Math.round(border / 2), y: window.y };
    }
  }
  if (pointer === null) return { x: 0, y: 0 };
  const inside =
    pointer.x >= 0 && pointer.y >= 0 && pointer.x < size.width && pointer.y < size.height;
  return inside ? { x: 0, y: 0 } : null;
}

interface Reader {
  read(
    topic: string,
    timeNs: number,
    message: McapTypes.Message,
    number: number,
  ): Promise<readonly RecordingEvent[]>;
  close(): void;
}

function createReader(path: string, identity: ForeignIdentity, repair: CountRepair): Reader {
  const shifts = new Set<string>();
  let capitals = false;
  let capsLockDown = false;
  let window: Box | null = null;
  let pointer: Point | null = null;
  let origin: Point = { x: 0, y: 0 };
  let size: Size | null = null;
  const media = createMediaFrames(dirname(path), identity, repair);

  const place = <Event extends RecordingEvent & Point>(event: Event): Event => ({
    ...event,
    x: event.x - origin.x,
    y: event.y - origin.y,
  });

  /** Frames of a window alone stand where the window stood. */
  const placed = (frame: ScreenEvent, sourceSize: Size | null): RecordingEvent[] => {
    const { timeNs } = frame;
    // The pointer is told in pixels of the desktop, of which the picture may be a smaller copy.
    const shown = sourceSize ?? frame.size;
    const found = originOf(shown, window, pointer);
    if (found === null) {
      repair('frameWithoutPlace');
      media.leaveOut();
      return [];
    }
    const moved = found.x !== origin.x || found.y !== origin.y;
    if (!moved && size?.width === shown.width && size.height === shown.height) return [frame];
    origin = found;
    size = shown;
    return [{ kind: 'display', timeNs, size, monitors: [] }, frame];
  };

  const onScreen = async (
    timeNs: number,
    { ref, sourceSize }: ScreenMessage,
  ): Promise<RecordingEvent[]> => {
    const events: RecordingEvent[] = [];
    if (ref === null) return events;
    for await (const frame of media.show(ref, timeNs)) events.push(...placed(frame, sourceSize));
    return events;
  };

  const onKey = (timeNs: number, body: Body<'keyboard'>): RecordingEvent[] => {
    const stroke = virtualKeyToStroke(body.vk, { shifted: shifts.size > 0, capitals });
    const pressed = body.event_type === 'press';
    if (stroke === null) {
      repair('unknownKey');
      return [];
    }
    if (stroke.key === 'Shift') {
      if (pressed) shifts.add(stroke.code);
      else shifts.delete(stroke.code);
    }
    if (stroke.code === 'CapsLock') {
      // Held down it repeats, and is turned once.
      if (pressed && !capsLockDown) capitals = !capitals;
      capsLockDown = pressed;
    }
    if (pressed) repair('layoutAssumed');
    return [{ kind: 'key', timeNs, pressed, stroke }];
  };

  return {
    read: async (topic, timeNs, { data }, number) => {
      switch (topic) {
        case 'keyboard':
          return onKey(timeNs, parseBody('keyboard', data, number));
        case 'mouse': {
          const body = parseBody('mouse', data, number);
          pointer = { x: body.x, y: body.y };
          const event = mouseEvent(timeNs, body);
          if (event === null || !('x' in event)) {
            repair('unknownEvent');
            return [];
          }
          return [place(event)];
        }
        case 'window': {
          const { title, rect, hWnd } = parseBody('window', data, number);
          const [left, top, right, bottom] = rect;
          const width = Math.max(0, right - left);
          window = { x: left, y: top, width, height: Math.max(0, bottom - top) };
          const box = { ...window, x: left - origin.x, y: top - origin.y };
          return [{ kind: 'window', timeNs, app: '', title, box, handle: hWnd }];
        }
        case 'screen':
          return onScreen(timeNs, parseScreenMessage(data, number));
        default:
          return [];
      }
    },
    close: () => media.close(),
  };
}

async function* readEvents(
  path: string,
  identity: ForeignIdentity,
  repair: CountRepair,
): AsyncGenerator<RecordingEvent> {
  const reader = createReader(path, identity, repair);
  const clock = createForeignClock(repair);
  const topics = new Map<number, string>();
  let start: bigint | null = null;
  let number = 0;
  try {
    for await (const records of readMcapRecords(createReadStream(path))) {
      for (const record of records) {
        if (record.type === 'Channel') topics.set(record.id, record.topic);
        if (record.type !== 'Message') continue;
        start ??= record.logTime;
        const timeNs = clock.advance(Number(record.logTime - start));
        const topic = topics.get(record.channelId) ?? '';
        yield* await reader.read(topic, timeNs, record, number);
        number += 1;
      }
    }
  } catch (error) {
    // A recorder that was killed wrote no footer; what it wrote before is whole.
    if (!isCutOff(error) || number === 0) throw inFile(error, path);
    repair('truncatedFile');
  } finally {
    reader.close();
  }
}

const isCutOff = (error: unknown): boolean =>
  error instanceof RecordingError && error.code === 'truncated';

const inFile = (error: unknown, path: string): unknown =>
  error instanceof RecordingError && error.code !== 'outsideFolder'
    ? error.inFile(basename(path))
    : error;

/** The time of the first message, and the version of the recorder. */
async function readHead(path: string): Promise<{ startedAtMs: number; recorder: string }> {
  let recorder = 'OWAMcap';
  for await (const records of readMcapRecords(createReadStream(path))) {
    for (const record of records) {
      if (record.type === 'Header') {
        if (record.profile !== 'owa') throw notOwa();
        recorder = `OWAMcap ${/mcap-owa-support ([\w.]+)/.exec(record.library)?.[1] ?? ''}`.trim();
      }
      if (record.type === 'Message') {
        return { startedAtMs: Number(record.logTime / 1_000_000n), recorder };
      }
    }
  }
  return { startedAtMs: 0, recorder };
}

function notOwa(): RecordingError {
  return new RecordingError({
    code: 'unknownFormat',
    message: 'The MCAP file does not have the profile "owa".',
    remedy: 'Give a file that OWA or Understudy wrote.',
  });
}

/** @throws RecordingError `notMcap`, `truncated`, `corrupt`, `badMessage`, `unknownFormat`, `outsideFolder`. */
export async function importOwaMcap(path: string): Promise<ImportedRecording> {
  const head = await readHead(path).catch((error: unknown) => {
    throw inFile(error, path);
  });
  const identity = createForeignIdentity(await hashOf(path), {
    ...head,
    platform: 'windows',
    task: null,
  });
  const repairs = createRepairs();
  return {
    header: identity.header,
    events: batchEvents(readEvents(path, identity, repairs.count)),
    repairs: () => repairs.counted(),
  };
}
