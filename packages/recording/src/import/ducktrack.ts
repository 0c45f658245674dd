/**
 * A folder of DuckTrack or AgentNetTool → a Recording: `events.jsonl` with
 * `metadata.json`, and where they are there `element.jsonl`, `top_window.jsonl`,
 * `task_name.json` and an mp4. The files are read side by side, by their time.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ElementInfo, RecordingEvent } from '../event.ts';
import { RecordingError } from '../error.ts';
import { batchEvents, type ImportedRecording } from './imported.ts';
import { badLine, readJsonLines } from './file-lines.ts';
import { createForeignIdentity, hashOf, type ForeignIdentity } from './foreign-identity.ts';
import { nameToStroke } from './foreign-key.ts';
import { insideFolder } from './inside-folder.ts';
import { createRepairs, type CountRepair } from './repairs.ts';
import { openVideo } from './video.ts';

const metadataSchema = z.looseObject({
  system: z.string().optional(),
  screen_width: z.number().positive(),
  screen_height: z.number().positive(),
  start_time: z.string().optional(),
  video_start_timestamp: z.number().optional(),
});
type Metadata = z.infer<typeof metadataSchema>;

const place = { time_stamp: z.number(), x: z.number(), y: z.number() };
const eventSchema = z.discriminatedUnion('action', [
  z.looseObject({ action: z.literal('move'), ...place }),
  z.looseObject({ action: z.literal('click'), ...place, button: z.string(), pressed: z.boolean() }),
  z.looseObject({ action: z.literal('scroll'), ...place, dx: z.number(), dy: z.number() }),
  z.looseObject({
    action: z.literal('press'),
    time_stamp: z.number(),
    name: z.string().nullable(),
  }),
  z.looseObject({
    action: z.literal('release'),
    time_stamp: z.number(),
    name: z.string().nullable(),
  }),
  z.looseObject({ action: z.enum(['pause', 'resume']), time_stamp: z.number() }),
]);
type DuckEvent = z.infer<typeof eventSchema>;

const elementSchema = z.looseObject({
  time_stamp: z.number(),
  a11y_tree: z.looseObject({
    Name: z.string(),
    ControlType: z.string(),
    BoundingRectangle: z.looseObject({
      left: z.number(),
      top: z.number(),
      right: z.number(),
      bottom: z.number(),
    }),
  }),
});
const windowSchema = z.looseObject({ time_stamp: z.number(), top_window_name: z.string() });

const buttons = {
  left: 'left',
  right: 'right',
  middle: 'middle',
  x1: 'back',
  x2: 'forward',
  button8: 'back',
  button9: 'forward',
} as const;
const isButton = (name: string): name is keyof typeof buttons => Object.hasOwn(buttons, name);

const platforms: Readonly<Record<string, 'windows' | 'macos' | 'x11'>> = {
  Windows: 'windows',
  Darwin: 'macos',
  Linux: 'x11',
};

interface TimedValue {
  readonly seconds: number;
  readonly value: unknown;
  readonly line: number;
}

async function* timed(path: string | null, repair: CountRepair): AsyncGenerator<TimedValue> {
  if (path === null) return;
  for await (const { value, line } of readJsonLines(path, repair)) {
    const seconds = z.looseObject({ time_stamp: z.number() }).safeParse(value);
    if (!seconds.success) throw badLine(path, line, 'has no time_stamp');
    yield { seconds: seconds.data.time_stamp, value, line };
  }
}

/** Several streams in the order of their time; what goes back within one stays where it is. */
async function* merge(
  streams: readonly AsyncGenerator<TimedValue>[],
): AsyncGenerator<TimedValue & { readonly stream: number }> {
  const heads = await Promise.all(streams.map((stream) => stream.next()));
  for (;;) {
    let first = -1;
    for (const [index, head] of heads.entries()) {
      const best = heads[first];
      if (head.done === true) continue;
      if (best === undefined || best.done === true || head.value.seconds < best.value.seconds) {
        first = index;
      }
    }
    const head = heads[first];
    const stream = streams[first];
    if (head === undefined || head.done === true || stream === undefined) return;
    yield { ...head.value, stream: first };
    heads[first] = await stream.next();
  }
}

function elementOf(value: unknown): ElementInfo | null {
  const parsed = elementSchema.safeParse(value);
  if (!parsed.success) return null;
  const { Name: name, ControlType: type, BoundingRectangle: rect } = parsed.data.a11y_tree;
  const role = type.replace(/Control$/, '').toLowerCase();
  return {
    role: role === 'edit' ? 'textbox' : role,
    name,
    box: {
      x: Math.round(rect.left),
      y: Math.round(rect.top),
      width: Math.max(0, Math.round(rect.right - rect.left)),
      height: Math.max(0, Math.round(rect.bottom - rect.top)),
    },
    secure: false,
    editable: role === 'edit',
    app: '',
  };
}

/** One event of theirs as ours; null: counted and left out. */
function eventOf(event: DuckEvent, timeNs: number, repair: CountRepair): RecordingEvent | null {
  switch (event.action) {
    case 'move':
      return { kind: 'pointerMove', timeNs, x: Math.floor(event.x), y: Math.floor(event.y) };
    case 'scroll': {
      const { dx, dy } = event;
      return { kind: 'wheel', timeNs, x: Math.floor(event.x), y: Math.floor(event.y), dx, dy };
    }
    case 'click': {
      if (!isButton(event.button)) {
        repair('unknownEvent');
        return null;
      }
      const at = { x: Math.floor(event.x), y: Math.floor(event.y) };
      const button = buttons[event.button];
      return { kind: 'pointerButton', timeNs, ...at, button, pressed: event.pressed };
    }
    case 'press':
    case 'release': {
      const stroke = event.name === null ? null : nameToStroke(event.name);
      if (stroke === null) {
        repair('unknownKey');
        return null;
      }
      return { kind: 'key', timeNs, pressed: event.action === 'press', stroke };
    }
    case 'pause':
    case 'resume':
      return null;
  }
}

interface Files {
  readonly events: string;
  readonly elements: string | null;
  readonly windows: string | null;
  readonly video: string | null;
}

async function* readEvents(
  files: Files,
  metadata: Metadata,
  identity: ForeignIdentity,
  repair: CountRepair,
): AsyncGenerator<RecordingEvent> {
  const size = { width: metadata.screen_width, height: metadata.screen_height };
  yield {
    kind: 'display',
    timeNs: 0,
    size,
    monitors: [{ x: 0, y: 0, ...size, name: '', scale: 1 }],
  };
  const videoStart = metadata.video_start_timestamp;
  if (files.video === null) repair('noVideo');
  else if (videoStart === undefined) repair('noVideoStart');
  const video =
    files.video === null || videoStart === undefined ? null : await openVideo(files.video);
  if (video === null && files.video !== null && videoStart !== undefined) repair('noVideoDecoder');
  let startSeconds: number | null = null;
  let lastNs = 0;
  let frames = 0;
  let pausedNs: number | null = null;
  const streams = [files.events, files.elements, files.windows].map((path) => timed(path, repair));
  try {
    for await (const { seconds, value, line, stream } of merge(streams)) {
      startSeconds ??= Math.min(seconds, videoStart ?? seconds);
      const exactNs = Math.round((seconds - startSeconds) * 1e9);
      if (exactNs < lastNs) repair('clockBackwards');
      const timeNs = Math.max(exactNs, lastNs);
      const frame = await video?.frameAt(seconds - (videoStart ?? seconds));
      if (frame) {
        const shownNs = Math.round((frame.seconds + (videoStart ?? 0) - startSeconds) * 1e9);
        yield {
          kind: 'screen',
          timeNs: Math.min(timeNs, Math.max(lastNs, shownNs)),
          frame: identity.frameId(frames),
          size: frame.size,
          cause: 'damage',
          keyframe: true,
          patches: [{ x: 0, y: 0, ...frame.size, mediaType: 'image/png', data: frame.png }],
        };
        frames += 1;
      }
      lastNs = timeNs;
      if (stream === 1) {
        const element = elementOf(value);
        if (element === null) repair('unreadElement');
        else yield { kind: 'element', timeNs, relation: 'pointer', element };
      } else if (stream === 2) {
        const app = windowSchema.safeParse(value);
        if (!app.success) throw badLine(files.windows ?? '', line, 'names no window');
        const name = app.data.top_window_name;
        const box = { x: 0, y: 0, ...size };
        yield { kind: 'window', timeNs, app: name.toLowerCase(), title: '', box, handle: 0 };
      } else {
        const parsed = eventSchema.safeParse(value);
        if (!parsed.success) {
          repair('unknownEvent');
          continue;
        }
        if (parsed.data.action === 'pause') pausedNs = timeNs;
        if (parsed.data.action === 'resume' && pausedNs !== null) {
          yield { kind: 'gap', timeNs: pausedNs, durationNs: timeNs - pausedNs, reason: 'paused' };
          pausedNs = null;
        }
        const event = eventOf(parsed.data, timeNs, repair);
        if (event !== null) yield event;
      }
    }
  } finally {
    video?.close();
  }
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''));
  } catch {
    throw badLine(path, 1, 'is not JSON');
  }
}

async function taskOf(folder: string): Promise<string | null> {
  const path = await insideFolder(folder, 'task_name.json');
  if (path === null) return null;
  const parsed = z.looseObject({ task_name: z.string() }).safeParse(await readJson(path));
  return parsed.success ? parsed.data.task_name : null;
}

/** @throws RecordingError `unreadable`, `badMessage`, `outsideFolder`. */
export async function importDuckTrack(folder: string): Promise<ImportedRecording> {
  const events = await insideFolder(folder, 'events.jsonl');
  const about = await insideFolder(folder, 'metadata.json');
  if (events === null || about === null) {
    throw new RecordingError({
      code: 'unreadable',
      message: `The folder lacks ${events === null ? 'events.jsonl' : 'metadata.json'}.`,
      remedy: 'Give a folder that DuckTrack or AgentNetTool recorded.',
    });
  }
  const parsed = metadataSchema.safeParse(await readJson(about));
  if (!parsed.success)
    throw badLine(join(folder, 'metadata.json'), 1, 'lacks the size of the screen');
  const metadata = parsed.data;
  const videoName = (await readdir(folder)).toSorted().find((name) => name.endsWith('.mp4'));
  const files: Files = {
    events,
    elements: await insideFolder(folder, 'element.jsonl'),
    windows: await insideFolder(folder, 'top_window.jsonl'),
    video: videoName === undefined ? null : await insideFolder(folder, videoName),
  };
  // Their clock has no zone; taken as UTC, the order of recordings at least is right.
  const startedAtMs = Date.parse(`${metadata.start_time?.replace(' ', 'T') ?? ''}Z`);
  const identity = createForeignIdentity(await hashOf(events), {
    recorder: files.elements === null ? 'DuckTrack' : 'AgentNetTool',
    startedAtMs: Number.isFinite(startedAtMs) ? startedAtMs : 0,
    platform: platforms[metadata.system ?? ''] ?? 'unknown',
    task: await taskOf(folder),
  });
  const repairs = createRepairs();
  return {
    header: identity.header,
    events: batchEvents(readEvents(files, metadata, identity, repairs.count)),
    repairs: () => repairs.counted(),
  };
}
