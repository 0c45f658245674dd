/** A contributor's home that has joined and consented, and sessions in it made without a screen. */
import {
  createId,
  systemClock,
  systemRandom,
  type Clock,
  type ReceiptId,
  type SessionId,
} from '@understudy/base';
import type { RawEvent } from '@understudy/recording';
import { createRedactor } from '@understudy/redact';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHome, type Home } from '../src/home.ts';
import { openDevice, openIdentity } from '../src/identity.ts';
import { joinFromFile } from '../src/join.ts';
import { writeJournal } from '../src/journal.ts';
import { writeManifest } from '../src/manifest.ts';
import { keepProgram, type KnownProgram } from '../src/programs.ts';
import { giveConsent } from '../src/receipts.ts';
import { keepSessionKey, reserveSessionKey, takeSessionKey } from '../src/recipients.ts';
import { enrolAtKeeper, openServers, type Servers } from '../src/servers.ts';
import { readSession } from '../src/sessions.ts';
import { sealClean, spoolSegment } from '../src/spool.ts';
import type { TestServers } from './servers.ts';

export interface TestContributor {
  readonly home: Home;
  readonly servers: Servers;
  readonly known: KnownProgram;
  readonly receipt: ReceiptId;
  remove(): Promise<void>;
}

export async function createContributor(
  { joinFile, program }: Pick<TestServers, 'joinFile' | 'program'>,
  options: { readonly dir?: string; readonly clock?: Clock } = {},
): Promise<TestContributor> {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'understudy-home-')));
  const home = await openHome(dir, options.clock ?? systemClock, systemRandom);
  await joinFromFile(home, joinFile);
  const servers = await openServers(home);
  const { signed } = await servers.openVault.getProgram({ params: { program } });
  const known = await keepProgram(home, signed);
  const { receipt } = await giveConsent(home, known, 'screen');
  await enrolAtKeeper(home, servers);
  await reserveSessionKey(home, known, servers);
  return {
    home,
    servers,
    known,
    receipt: receipt.receipt,
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}

export interface MadeSession {
  /** Default 2. */
  readonly segments?: number;
  /** Default true: `stopped` stands in the journal. */
  readonly stopped?: boolean;
  /** Raw events of segment `index`, whose time begins at `startNs`. */
  readonly events?: (index: number, startNs: number) => readonly RawEvent[];
}

export const segmentNs = 10_000_000_000;

/** Through the real redactor, sealer and spool; only the screen and the hands are missing. */
export async function makeSession(
  { home, known, receipt, servers }: TestContributor,
  made: MadeSession = {},
): Promise<SessionId> {
  const { contributor, device } = await openDevice(home);
  const key = await takeSessionKey(home, known, servers);
  const { session } = key;
  const program = known.program.program;
  await writeJournal(home, session, {
    kind: 'started',
    contributor,
    device,
    program,
    receipt,
    tier: 'screen',
  });
  const redactor = createRedactor({
    header: {
      session,
      origin: { kind: 'consented', contributor, device, program, receipt },
      task: 'Change an address',
      tier: 'screen',
      startedAt: new Date(home.clock.nowMs()).toISOString(),
      platform: 'x11',
      recorder: 'understudy test',
    },
    random: home.random,
    clock: home.clock,
  });
  await keepSessionKey(home, key);
  const recipients = [key.recipient, (await openIdentity(home, program)).recipient];
  const count = made.segments ?? 2;
  let total = 0;
  for (let index = 0; index < count; index += 1) {
    const startNs = index * segmentNs;
    const events = (made.events ?? plainEvents)(index, startNs);
    total += events.length;
    redactor.push(events);
    const accounting = { generated: total, arrived: total, kept: total, dropped: {} };
    const endNs = startNs + segmentNs - 1;
    const clean =
      index === count - 1
        ? await redactor.finish(accounting)
        : await redactor.cut(endNs, accounting);
    await spoolSegment(home, session, await sealClean(home, clean, { startNs, endNs }, recipients));
  }
  if (made.stopped !== false) {
    await writeJournal(home, session, {
      kind: 'stopped',
      reason: 'person',
      durationNs: count * segmentNs,
    });
    await writeManifest(home, await readSession(home, session));
  }
  return session;
}

const size = { width: 64, height: 48 };
const box = { x: 0, y: 0, ...size };

/** The whole screen in one grey, and a place on it in another. */
export function paintedFrame(
  timeNs: number,
  grey: number,
  place?: typeof box & { readonly grey: number },
): RawEvent {
  const pixels = new Uint8Array(size.width * size.height * 4).fill(grey);
  if (place !== undefined) {
    for (let row = place.y; row < place.y + place.height; row += 1) {
      const from = (row * size.width + place.x) * 4;
      pixels.fill(place.grey, from, from + place.width * 4);
    }
  }
  return {
    kind: 'rawFrame',
    timeNs,
    frame: createId('frame', systemClock, systemRandom),
    size,
    cause: 'damage',
    pixels,
    damage: [box],
    windows: [{ handle: 1, app: 'mousepad', box, allowed: true, texts: [] }],
  };
}

/** A window of an allowed app, some moves, a click, a frame a second. */
function plainEvents(_index: number, startNs: number): readonly RawEvent[] {
  const second = 1_000_000_000;
  const at = (seconds: number): number => startNs + Math.round(seconds * second);
  const frame = (seconds: number, grey: number): RawEvent => paintedFrame(at(seconds), grey);
  return [
    { kind: 'display', timeNs: at(0), size, monitors: [{ ...box, name: 'a', scale: 1 }] },
    { kind: 'window', timeNs: at(0.1), app: 'mousepad', title: 'Notes', box, handle: 1 },
    frame(0.2, 40),
    { kind: 'pointerMove', timeNs: at(1), x: 3, y: 4 },
    frame(1.5, 80),
    { kind: 'pointerButton', timeNs: at(2), x: 5, y: 6, button: 'left', pressed: true },
    { kind: 'pointerButton', timeNs: at(2.1), x: 5, y: 6, button: 'left', pressed: false },
    frame(4, 120),
    { kind: 'pointerMove', timeNs: at(6), x: 30, y: 40 },
    { kind: 'pointerButton', timeNs: at(6.1), x: 30, y: 40, button: 'left', pressed: true },
    { kind: 'pointerButton', timeNs: at(6.2), x: 30, y: 40, button: 'left', pressed: false },
    frame(8, 160),
  ];
}
