/**
 * A folder of DuckTrack or AgentNetTool → a Recording: `events.jsonl` with
 * `metadata.json`, and where they are there the controls that were clicked
 * (`element.jsonl`), the trees of whole windows (`a11y.jsonl`), the apps in front
 * (`top_window.jsonl`), pages (`html.jsonl`), the task and an mp4. The files are
 * read side by side, by their time.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { RecordingEvent } from '../event.ts';
import { RecordingError } from '../error.ts';
import { pauseActionOf } from './duck-event.ts';
import { createLineReader, type SideFiles } from './duck-lines.ts';
import { createVideoClock, metadataSchema, type Metadata } from './duck-metadata.ts';
import { badLine } from './file-lines.ts';
import { createForeignClock } from './foreign-clock.ts';
import { createForeignIdentity, hashOf, type ForeignIdentity } from './foreign-identity.ts';
import { batchEvents, type ImportedRecording } from './imported.ts';
import { insideFolder } from './inside-folder.ts';
import { createRepairs, type CountRepair } from './repairs.ts';
import { mergeLines, type TimedLine } from './timed-lines.ts';
import { openVideoFrames } from './video-frames.ts';

const platforms: ReadonlyMap<string, 'windows' | 'macos' | 'x11'> = new Map([
  ['Windows', 'windows'],
  ['Darwin', 'macos'],
  ['Linux', 'x11'],
]);

interface Files {
  readonly events: string;
  readonly sides: SideFiles;
  readonly video: string | null;
}

type MergedLine = TimedLine & { readonly from: 'main' | keyof SideFiles };

/** Each line with its time, and before it the frames that were shown until then. */
async function* readLines(
  files: Files,
  metadata: Metadata,
  identity: ForeignIdentity,
  repair: CountRepair,
): AsyncGenerator<RecordingEvent | { readonly kind: 'line'; line: MergedLine; timeNs: number }> {
  const clock = createForeignClock(repair);
  const lines = mergeLines(files.events, files.sides, repair);
  const first = await lines.next();
  if (first.done === true) {
    throw new RecordingError({
      code: 'badMessage',
      message: 'events.jsonl holds no event.',
      remedy: 'Take the recording from its source again.',
    });
  }
  const videoClock = createVideoClock(metadata, first.value.seconds);
  const start = Math.min(first.value.seconds, videoClock?.timeOf(0) ?? Infinity);
  if (files.video === null) repair('noVideo');
  else if (videoClock === null) repair('noVideoStart');
  const frames =
    files.video === null || videoClock === null
      ? null
      : await openVideoFrames(files.video, identity, repair);
  const framesUntil = async function* framesUntil(second: number) {
    if (frames === null || videoClock === null) return;
    yield* frames.until(second, (at) => clock.alongside((videoClock.timeOf(at) - start) * 1e9));
  };
  try {
    for (let next: IteratorResult<MergedLine> = first; !next.done; next = await lines.next()) {
      const { value: line } = next;
      if (videoClock !== null) yield* framesUntil(videoClock.secondAt(line.seconds));
      yield { kind: 'line', line, timeNs: clock.advance((line.seconds - start) * 1e9) };
      const action = line.from === 'main' ? pauseActionOf(line.value()) : null;
      if (action !== null) videoClock?.seePause(action, line.seconds);
    }
    yield* framesUntil(Infinity);
  } finally {
    frames?.close();
  }
}

async function* readEvents(
  files: Files,
  metadata: Metadata,
  identity: ForeignIdentity,
  repair: CountRepair,
): AsyncGenerator<RecordingEvent> {
  const size = { width: metadata.screen_width, height: metadata.screen_height };
  const monitors = [{ x: 0, y: 0, ...size, name: '', scale: 1 }];
  yield { kind: 'display', timeNs: 0, size, monitors };
  const reader = createLineReader(metadata, repair);
  for await (const found of readLines(files, metadata, identity, repair)) {
    if (found.kind === 'line') yield* reader.read(found.line, found.timeNs);
    else yield found;
  }
}

/** Of files that hold a handful of values. */
const mostFileBytes = 1024 * 1024;

async function readJson(path: string): Promise<unknown> {
  if ((await stat(path)).size > mostFileBytes) {
    throw badLine(path, 1, `is longer than ${mostFileBytes} bytes`);
  }
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
  return parsed.success && parsed.data.task_name !== '' ? parsed.data.task_name : null;
}

async function filesOf(folder: string, events: string): Promise<Files> {
  const videoName = (await readdir(folder)).toSorted().find((name) => name.endsWith('.mp4'));
  return {
    events,
    sides: {
      elements: await insideFolder(folder, 'element.jsonl'),
      trees: await insideFolder(folder, 'a11y.jsonl'),
      windows: await insideFolder(folder, 'top_window.jsonl'),
      pages: await insideFolder(folder, 'html.jsonl'),
    },
    video: videoName === undefined ? null : await insideFolder(folder, videoName),
  };
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
  const files = await filesOf(folder, events);
  // Their clock has no zone; taken as UTC, the order of recordings at least is right.
  const startedAtMs = Date.parse(`${metadata.start_time?.replace(' ', 'T') ?? ''}Z`);
  const isAgentNetTool = Object.values(files.sides).some((path) => path !== null);
  const identity = createForeignIdentity(await hashOf(events), {
    recorder: isAgentNetTool ? 'AgentNetTool' : 'DuckTrack',
    startedAtMs: Number.isFinite(startedAtMs) ? startedAtMs : 0,
    platform: platforms.get(metadata.system ?? '') ?? 'unknown',
    task: await taskOf(folder),
  });
  const repairs = createRepairs();
  return {
    header: identity.header,
    events: batchEvents(readEvents(files, metadata, identity, repairs.count)),
    repairs: () => repairs.counted(),
  };
}
