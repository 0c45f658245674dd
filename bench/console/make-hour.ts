/**
 * A home with one session of an hour, as a busy desk leaves it: 7,000 events
 * a minute, 2 frames a second at 1080p, an action every 6 s. Through the real
 * encoder, sealer and spool; only the screen and the hands are drawn.
 */
import {
  createId,
  systemClock,
  systemRandom,
  type ProgramId,
  type ReceiptId,
  type SessionId,
} from '@understudy/base';
import type { RecordingEvent, ScreenPatch, SegmentContent } from '@understudy/recording';
import { dangerouslyRebrandClean } from '@understudy/redact';
import sharp from 'sharp';
import { openHome, type Home } from '../../apps/companion/src/home.ts';
import { openDevice, openIdentity } from '../../apps/companion/src/identity.ts';
import { writeJournal } from '../../apps/companion/src/journal.ts';
import { sealClean, spoolSegment } from '../../apps/companion/src/spool.ts';

const segmentNs = 10_000_000_000;
const size = { width: 1920, height: 1080 };
const whole = { x: 0, y: 0, ...size };
const movesPerSegment = 1150;
const framesPerSegment = 20;
const segmentsPerHour = 360;

export interface Hour {
  readonly home: Home;
  readonly session: SessionId;
  readonly events: number;
  readonly frames: number;
}

export async function makeHour(dir: string): Promise<Hour> {
  const home = await openHome(dir, systemClock, systemRandom);
  const { contributor, device } = await openDevice(home);
  const program: ProgramId = createId('program', systemClock, systemRandom);
  const receipt: ReceiptId = createId('receipt', systemClock, systemRandom);
  const session = createId('session', systemClock, systemRandom);
  const { recipient } = await openIdentity(home, program);
  const started = { contributor, device, program, receipt } as const;
  await writeJournal(home, session, { kind: 'started', ...started, tier: 'screen' });
  const desks = await Promise.all(Array.from({ length: 8 }, (_, seed) => drawDesk(seed)));
  const rows = await Promise.all(Array.from({ length: 40 }, (_, seed) => drawRow(seed)));
  const header: SegmentContent['header'] = {
    session,
    origin: { kind: 'consented', ...started },
    task: 'Work through the orders of the day',
    tier: 'screen',
    startedAt: new Date(systemClock.nowMs()).toISOString(),
    platform: 'x11',
    recorder: 'understudy bench',
  };
  let events = 0;
  for (let index = 0; index < segmentsPerHour; index += 1) {
    const startNs = index * segmentNs;
    const made = makeEvents(index, startNs, desks, rows);
    events += made.length;
    const accounting = { generated: events, arrived: events, kept: events, dropped: {} };
    const clean = dangerouslyRebrandClean({
      header,
      index,
      events: made,
      accounting,
      report: null,
    });
    const range = { startNs, endNs: startNs + segmentNs - 1 };
    await spoolSegment(home, session, await sealClean(home, clean, range, [recipient]));
  }
  const durationNs = segmentsPerHour * segmentNs;
  await writeJournal(home, session, { kind: 'stopped', reason: 'person', durationNs });
  return { home, session, events, frames: segmentsPerHour * framesPerSegment };
}

function makeEvents(
  index: number,
  startNs: number,
  desks: readonly Uint8Array[],
  rows: readonly Uint8Array[],
): RecordingEvent[] {
  const at = (share: number): number => startNs + Math.round(share * segmentNs);
  const made: RecordingEvent[] = [
    { kind: 'display', timeNs: at(0), size, monitors: [{ ...whole, name: 'a', scale: 1 }] },
    {
      kind: 'window',
      timeNs: at(0),
      app: 'orders',
      title: `Order ${index}`,
      box: whole,
      handle: 1,
    },
  ];
  for (let move = 0; move < movesPerSegment; move += 1) {
    const turn = (index * movesPerSegment + move) / 90;
    made.push({
      kind: 'pointerMove',
      timeNs: at(move / movesPerSegment),
      x: Math.round(960 + 600 * Math.cos(turn)),
      y: Math.round(540 + 300 * Math.sin(turn * 1.3)),
    });
  }
  for (let frame = 0; frame < framesPerSegment; frame += 1) {
    const data =
      frame === 0 ? desks[index % desks.length] : rows[(index * 7 + frame) % rows.length];
    if (data === undefined) continue;
    const place = frame === 0 ? whole : { x: 60, y: 80 + frame * 48, width: 1800, height: 44 };
    const patch: ScreenPatch = { ...place, mediaType: 'image/webp', data };
    made.push({
      kind: 'screen',
      timeNs: at(frame / framesPerSegment),
      frame: createId('frame', systemClock, systemRandom),
      size,
      cause: 'damage',
      keyframe: frame === 0,
      patches: [patch],
    });
  }
  for (const share of index % 3 === 2 ? [0.2] : [0.2, 0.7]) {
    const box = { x: 900, y: 500, width: 120, height: 32 };
    const element = {
      role: 'button',
      name: 'Save',
      box,
      secure: false,
      editable: false,
      app: 'orders',
    };
    made.push({ kind: 'element', timeNs: at(share - 0.005), relation: 'pointer', element });
    for (const pressed of [true, false]) {
      const timeNs = at(share) + (pressed ? 0 : 80_000_000);
      made.push({ kind: 'pointerButton', timeNs, x: 950, y: 515, button: 'left', pressed });
    }
  }
  return made.toSorted((a, b) => a.timeNs - b.timeNs);
}

/** A table of orders, as a screen full of small text. */
function drawDesk(seed: number): Promise<Uint8Array> {
  const lines = Array.from({ length: 20 }, (_, row) => textRow(80 + row * 48, seed * 31 + row));
  return toWebp(size.width, size.height, lines.join(''));
}

function drawRow(seed: number): Promise<Uint8Array> {
  return toWebp(1800, 44, textRow(0, seed));
}

function textRow(y: number, seed: number): string {
  const cells = ['Order', 'Customer', 'North gate', 'parcel', 'waiting', 'EUR'];
  return cells
    .map((cell, at) => `<text x="${20 + at * 290}" y="${y + 28}">${cell} ${seed * 17 + at}</text>`)
    .join('');
}

function toWebp(width: number, height: number, body: string): Promise<Uint8Array> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="20"><rect width="100%" height="100%" fill="#fff"/>${body}</svg>`;
  return sharp(Buffer.from(svg)).webp({ lossless: true, effort: 1 }).toBuffer();
}
