/** A small whole session with real pictures, in segments, as files. */
import { createId, type Clock, type SessionId } from '@understudy/base';
import {
  encodeSegment,
  type Box,
  type RecordingEvent,
  type SegmentContent,
  type SessionHeader,
} from '@understudy/recording';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { element, script } from './script.ts';

const clock: Clock = { nowMs: () => 1_800_000_000_000, monotonicNs: () => 0n };
const size = { width: 200, height: 100 };

export function sessionId(number: number): SessionId {
  return createId('session', clock, { bytes: (length) => new Uint8Array(length).fill(number) });
}

export function header(number: number, over: Partial<SessionHeader> = {}): SessionHeader {
  const id = <Kind extends 'contributor' | 'device' | 'program' | 'receipt'>(kind: Kind) =>
    createId(kind, clock, { bytes: (length) => new Uint8Array(length).fill(number) });
  return {
    session: sessionId(number),
    origin: {
      kind: 'consented',
      contributor: id('contributor'),
      device: id('device'),
      program: id('program'),
      receipt: id('receipt'),
    },
    task: 'Change the city of Ann',
    tier: 'screen',
    startedAt: '2026-11-21T10:00:00.000Z',
    platform: 'x11',
    recorder: 'understudy 0.1.0',
    ...over,
  };
}

const solid = (box: Box, colour: string): Promise<Buffer> =>
  sharp({ create: { width: box.width, height: box.height, channels: 3, background: colour } })
    .webp({ lossless: true })
    .toBuffer();

const save = element('Save', { x: 20, y: 20, width: 40, height: 20 });
const city = element('City', { x: 100, y: 20, width: 80, height: 20 }, 'textbox');

/** Two segments: a click on Save, the screen turns blue on the right, a city is typed. */
async function smallSession(number: number): Promise<readonly SegmentContent[]> {
  const whole = { x: 0, y: 0, ...size };
  const right = { x: 100, y: 0, width: 100, height: 100 };
  const base = number * 100;
  const work = script(size).display(200, 100);
  work.frame(base + 1, undefined, { data: await solid(whole, '#ff0000') }).wait(1000);
  work.move(30, 30).element('pointer', save).wait(200).click(40, 30).wait(100);
  work.frame(base + 2, [right], { data: await solid(right, '#0000ff') }).wait(900);
  const cut = work.events.length;
  work.frame(base + 3, undefined, { data: await solid(whole, '#00ff00') }).wait(200);
  work.element('focus', city).type('Ulm').wait(500);
  const segment = (index: number, events: readonly RecordingEvent[]): SegmentContent => ({
    header: header(number),
    index,
    events,
    accounting: { generated: null, arrived: events.length, kept: events.length, dropped: {} },
    report: { kinds: {}, index },
  });
  return [segment(0, work.events.slice(0, cut)), segment(1, work.events.slice(cut))];
}

/** Writes the segments of sessions into a new folder, which the returned function removes. */
export async function sessionFolder(
  numbers: readonly number[],
): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-distill-'));
  for (const number of numbers) {
    const home = join(folder, 'sessions', sessionId(number));
    await mkdir(home, { recursive: true });
    for (const segment of await smallSession(number)) {
      await writeFile(join(home, `${segment.index}.mcap`), await encodeSegment(segment));
    }
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Every file under a folder, by its path in it. */
export async function filesIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files: Record<string, string> = {};
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    files[path.slice(folder.length)] = (await readFile(path)).toString('base64');
  }
  return files;
}
