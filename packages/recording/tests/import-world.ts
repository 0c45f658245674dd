/** Recordings of other tools, made for a test, in a folder of its own. */
import { McapWriter } from '@mcap/core';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  decodeSegment,
  encodeSegment,
  foreignRecordings,
  type ImportedRecording,
  type RecordingEvent,
} from '../src/index.ts';

export const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

export interface ImportWorld {
  readonly home: string;
  readonly remove: () => Promise<void>;
  /** A DuckTrack folder with these files; objects are written as JSON, arrays as JSON lines. */
  readonly folder: (files: Readonly<Record<string, unknown>>) => Promise<string>;
  readonly file: (name: string, content: string | Uint8Array) => Promise<string>;
}

export const metadata = {
  system: 'Linux',
  screen_width: 320,
  screen_height: 240,
  start_time: '2024-01-02 03:04:05',
};

/** A line of `events.jsonl`: the left button goes down, or up. */
export const duckClick = (seconds: number, pressed: boolean, x = 10, y = 20) => ({
  time_stamp: seconds,
  action: 'click',
  x,
  y,
  button: 'left',
  pressed,
});

export async function importWorld(): Promise<ImportWorld> {
  const home = await mkdtemp(join(tmpdir(), 'understudy-import-'));
  let folders = 0;
  const textOf = (content: unknown): string | Uint8Array => {
    if (typeof content === 'string' || content instanceof Uint8Array) return content;
    if (!Array.isArray(content)) return JSON.stringify(content);
    return content.map((line) => `${JSON.stringify(line)}\n`).join('');
  };
  return {
    home,
    remove: () => rm(home, { recursive: true, force: true }),
    folder: async (files) => {
      folders += 1;
      const folder = join(home, `recording-${folders}`);
      await mkdir(folder);
      for (const [name, content] of Object.entries({ 'metadata.json': metadata, ...files })) {
        await writeFile(join(folder, name), textOf(content));
      }
      return folder;
    },
    file: async (name, content) => {
      await writeFile(join(home, name), content);
      return join(home, name);
    },
  };
}

export interface Imported {
  readonly recording: ImportedRecording;
  readonly events: readonly RecordingEvent[];
  readonly repairs: ReturnType<ImportedRecording['repairs']>;
}

export async function importRecording(path: string, as?: string): Promise<ImportedRecording> {
  const [first, ...others] = await foreignRecordings(path, as);
  if (first === undefined || others.length > 0) throw new Error('not one recording is there');
  return first.open();
}

export async function importAll(path: string, as?: string): Promise<Imported> {
  const recording = await importRecording(path, as);
  const events: RecordingEvent[] = [];
  for await (const batch of recording.events) events.push(...batch);
  return { recording, events, repairs: recording.repairs() };
}

/** The events as a segment of ours holds them. */
export async function storeAndRead({ recording, events }: Imported): Promise<RecordingEvent[]> {
  const kept = events.length;
  const accounting = { generated: null, arrived: kept, kept, dropped: {} };
  const { header } = recording;
  const bytes = await encodeSegment({ header, index: 0, events, accounting, report: null });
  return [...(await decodeSegment(bytes)).events];
}

/** An MCAP file of the profile "owa"; times in milliseconds. */
export async function owaMcap(
  messages: readonly { topic: string; atMs: number; body: unknown }[],
  compressChunk?: (chunk: Uint8Array) => { compression: string; compressedData: Uint8Array },
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0n;
  const writer = new McapWriter({
    ...(compressChunk === undefined ? {} : { compressChunk }),
    writable: {
      position: () => length,
      write: async (bytes) => {
        pieces.push(bytes.slice());
        length += BigInt(bytes.byteLength);
      },
    },
  });
  await writer.start({ profile: 'owa', library: 'mcap-owa-support 0.5.0; mcap 1.3.0' });
  const channels = new Map<string, number>();
  for (const [sequence, { topic, atMs, body }] of messages.entries()) {
    const known = channels.get(topic);
    const schema = { name: topic, encoding: 'jsonschema', data: new Uint8Array() };
    const channelId =
      known ??
      (await writer.registerChannel({
        schemaId: await writer.registerSchema(schema),
        topic,
        messageEncoding: 'json',
        metadata: new Map(),
      }));
    channels.set(topic, channelId);
    const logTime = BigInt(Math.round(atMs * 1000)) * 1000n;
    const data = new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
    await writer.addMessage({ channelId, sequence, logTime, publishTime: logTime, data });
  }
  await writer.end();
  return Buffer.concat(pieces);
}

/** Two seconds of 320×240 at 30 pictures a second: red, and from second 1 on blue at the left. */
export function makeVideo(path: string): void {
  const red = 'color=red:s=320x240:r=30:d=2';
  const box = "drawbox=x=0:y=0:w=160:h=240:color=blue:t=fill:enable='gte(t,1)'";
  const args = ['-y', '-v', 'error', '-f', 'lavfi', '-i', red, '-vf', box];
  const made = spawnSync('ffmpeg', [...args, '-pix_fmt', 'yuv420p', path]);
  if (made.status !== 0) throw new Error(made.stderr.toString());
}
