/**
 * OWAMcap (message versions 0.3.2 to 0.5.x) → a Recording: the MCAP file, and
 * the video beside it that its `screen` messages point into.
 */
import type { McapTypes } from '@mcap/core';
import { createReadStream } from 'node:fs';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { dataUriToImage, type Body } from '../body.ts';
import { RecordingError } from '../error.ts';
import type { RecordingEvent, ScreenPatch } from '../event.ts';
import type { Box, Point, Size } from '../geometry.ts';
import { readMcapRecords } from '../mcap-records.ts';
import { mouseEvent, parseBody } from '../read-message.ts';
import { createForeignIdentity, hashOf, type ForeignIdentity } from './foreign-identity.ts';
import { virtualKeyToStroke } from './foreign-key.ts';
import { batchEvents, type ImportedRecording } from './imported.ts';
import { insideFolder } from './inside-folder.ts';
import { createRepairs, type CountRepair } from './repairs.ts';
import { openVideo, type Video } from './video.ts';

/** What the versions call the same thing: 0.3 `path`, `pts`; 0.4 `original_shape`; 0.5 `media_ref`. */
const screenSchema = z.looseObject({
  path: z.string().nullish(),
  pts: z.number().nullish(),
  shape: z.tuple([z.int(), z.int()]).nullish(),
  media_ref: z
    .looseObject({
      uri: z.string().nullish(),
      path: z.string().nullish(),
      pts_ns: z.number().nullish(),
    })
    .nullish(),
});

interface Media {
  readonly uri: string;
  readonly seconds: number | null;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function mediaOf(data: Uint8Array, number: number): Media | null {
  let parsed;
  try {
    parsed = screenSchema.parse(JSON.parse(decoder.decode(data)));
  } catch {
    throw new RecordingError({
      code: 'badMessage',
      message: `Message ${number} on the topic "screen" does not follow its schema.`,
      remedy: 'Take the file from its source again.',
    });
  }
  const uri = parsed.media_ref?.uri ?? parsed.media_ref?.path ?? parsed.path ?? null;
  const pts = parsed.media_ref?.pts_ns ?? parsed.pts ?? null;
  return uri === null ? null : { uri, seconds: pts === null ? null : pts / 1e9 };
}

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
  let window: Box | null = null;
  let pointer: Point | null = null;
  let origin: Point = { x: 0, y: 0 };
  let size: Size | null = null;
  let video: Video | null | undefined;
  let frames = 0;

  const place = <Event extends RecordingEvent & Point>(event: Event): Event => ({
    ...event,
    x: event.x - origin.x,
    y: event.y - origin.y,
  });

  const openOnce = async (uri: string): Promise<Video | null> => {
    if (video !== undefined) return video;
    const file = await insideFolder(dirname(path), uri);
    if (file === null) repair('noVideo');
    video = file === null ? null : await openVideo(file);
    if (file !== null && video === null) repair('noVideoDecoder');
    return video;
  };

  const pictureOf = async (media: Media): Promise<ScreenPatch | null> => {
    const image = dataUriToImage(media.uri);
    if (image !== null) {
      const found = pngSize(image.data);
      return found === null ? null : { x: 0, y: 0, ...found, ...image };
    }
    if (media.seconds === null || media.uri.includes('://')) return null;
    const frame = await (await openOnce(media.uri))?.frameAt(media.seconds);
    if (!frame) return null;
    return { x: 0, y: 0, ...frame.size, mediaType: 'image/png', data: frame.png };
  };

  const onScreen = async (timeNs: number, media: Media | null): Promise<RecordingEvent[]> => {
    const patch = media === null ? null : await pictureOf(media);
    if (patch === null) return [];
    const found = originOf(patch, window, pointer);
    if (found === null) {
      repair('frameWithoutPlace');
      return [];
    }
    const events: RecordingEvent[] = [];
    const moved = found.x !== origin.x || found.y !== origin.y;
    if (moved || size?.width !== patch.width || size.height !== patch.height) {
      origin = found;
      size = { width: patch.width, height: patch.height };
      events.push({ kind: 'display', timeNs, size, monitors: [] });
    }
    events.push({
      kind: 'screen',
      timeNs,
      frame: identity.frameId(frames),
      size: { width: patch.width, height: patch.height },
      cause: 'damage',
      keyframe: true,
      patches: [patch],
    });
    frames += 1;
    return events;
  };

  const onKey = (timeNs: number, body: Body<'keyboard'>): RecordingEvent[] => {
    const stroke = virtualKeyToStroke(body.vk, shifts.size > 0);
    const pressed = body.event_type === 'press';
    if (stroke === null) {
      repair('unknownKey');
      return [];
    }
    if (stroke.key === 'Shift') {
      if (pressed) shifts.add(stroke.code);
      else shifts.delete(stroke.code);
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
          return onScreen(timeNs, mediaOf(data, number));
        default:
          return [];
      }
    },
    close: () => video?.close(),
  };
}

/** A PNG says its size in its head; of other pictures nothing is known here. */
function pngSize(data: Uint8Array): Size | null {
  if (data.byteLength < 24 || data[0] !== 0x89 || data[1] !== 0x50) return null;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

async function* readEvents(
  path: string,
  identity: ForeignIdentity,
  repair: CountRepair,
): AsyncGenerator<RecordingEvent> {
  const reader = createReader(path, identity, repair);
  const topics = new Map<number, string>();
  let start: bigint | null = null;
  let lastNs = 0;
  let number = 0;
  try {
    for await (const records of readMcapRecords(createReadStream(path))) {
      for (const record of records) {
        if (record.type === 'Channel') topics.set(record.id, record.topic);
        if (record.type !== 'Message') continue;
        start ??= record.logTime;
        const exactNs = Number(record.logTime - start);
        if (exactNs < lastNs) repair('clockBackwards');
        lastNs = Math.max(lastNs, exactNs);
        const topic = topics.get(record.channelId) ?? '';
        yield* await reader.read(topic, lastNs, record, number);
        number += 1;
      }
    }
  } finally {
    reader.close();
  }
}

/** The time of the first message, and the version of the recorder. */
async function readHead(path: string): Promise<{ startedAtMs: number; recorder: string }> {
  let recorder = 'OWAMcap';
  for await (const records of readMcapRecords(createReadStream(path))) {
    for (const record of records) {
      if (record.type === 'Header') {
        if (record.profile !== 'owa') throw notOwa(path);
        recorder = `OWAMcap ${/mcap-owa-support ([\w.]+)/.exec(record.library)?.[1] ?? ''}`.trim();
      }
      if (record.type === 'Message') {
        return { startedAtMs: Number(record.logTime / 1_000_000n), recorder };
      }
    }
  }
  return { startedAtMs: 0, recorder };
}

function notOwa(path: string): RecordingError {
  return new RecordingError({
    code: 'unknownFormat',
    message: `The MCAP file ${basename(path)} does not have the profile "owa".`,
    remedy: 'Give a file that OWA or Understudy wrote.',
  });
}

/** @throws RecordingError `notMcap`, `truncated`, `corrupt`, `badMessage`, `unknownFormat`, `outsideFolder`. */
export async function importOwaMcap(path: string): Promise<ImportedRecording> {
  const head = await readHead(path);
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
