/** The recorders under test, each in a Chromium of its own with the same pages. */
import type { BrowserContext, Page } from 'playwright-core';
import { build } from 'vite';
import { startPageWorld, type PageWorld } from '../../apps/extension/tests/page/page-world.ts';
import { pages } from './pages.ts';
import { storedBytes } from './stored.ts';

export const peers = ['rrweb', 'OpenReplay'] as const;
export type Peer = (typeof peers)[number];

export interface Recorder {
  readonly name: 'none' | 'understudy' | Peer;
  readonly world: PageWorld;
  /** What the page in front gave so far. */
  kept(): Promise<Kept>;
}

interface Kept {
  readonly positions: number;
  readonly clicks: number;
  /** All of it as text, to be searched. */
  readonly text: string;
  /** The bytes in a segment of what came since; null where the recorder has no form of its own. */
  readonly stored: ((since: Kept) => Promise<number>) | null;
  readonly batches: number;
}

export async function startRecorder(name: Recorder['name']): Promise<Recorder> {
  const world = await startPageWorld({ pages, recorded: name === 'understudy' });
  if (name === 'rrweb' || name === 'OpenReplay') await addPeer(world.context, name);
  return { name, world, kept: () => keptBy(name, world) };
}

/** From here on it records in each document that is opened. */
export async function addPeer(where: Page | BrowserContext, peer: Peer): Promise<void> {
  const entry = peer === 'rrweb' ? 'rrweb-in-page.ts' : 'openreplay-in-page.ts';
  await where.addInitScript({ content: await bundle(entry) });
  if (peer === 'OpenReplay') await where.route('**/ingest/**', answerOpenReplay);
}

export async function bundle(file: string): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      lib: { entry: new URL(file, import.meta.url).pathname, formats: ['iife'], name: 'bench' },
    },
  });
  const chunk = [output].flat().flatMap((result) => ('output' in result ? result.output : []))[0];
  if (chunk?.type !== 'chunk') throw new Error(`Vite made no script of ${file}.`);
  return chunk.code;
}

async function answerOpenReplay(route: {
  request(): { url(): string };
  fulfill(answer: { status: number; json?: unknown }): Promise<void>;
}): Promise<void> {
  const isStart = route.request().url().endsWith('/start');
  await route.fulfill({
    status: 200,
    json: isStart
      ? {
          token: 'token',
          userUUID: 'bench',
          projectID: '1',
          sessionID: '1',
          delay: 0,
          startTimestamp: Date.now(),
          beaconSizeLimit: 1_000_000,
        }
      : {},
  });
}

async function keptBy(name: Recorder['name'], world: PageWorld): Promise<Kept> {
  if (name === 'understudy') {
    const batches = (await world.batches()).map(({ batch }) => batch);
    const records = batches.flatMap((batch) => batch.records);
    const text = JSON.stringify(batches);
    return {
      positions: records.reduce(
        (sum, record) => sum + (record.kind === 'moves' ? record.points.length : 0),
        0,
      ),
      clicks: records.filter((record) => record.kind === 'button' && !record.pressed).length,
      text,
      batches: batches.length,
      stored: (since) => storedBytes(batches, since.batches),
    };
  }
  const page = world.context.pages().at(-1);
  const events: unknown = await page?.evaluate(() => Reflect.get(window, 'kept') ?? []);
  const list: readonly unknown[] = Array.isArray(events) ? events : [];
  const text = JSON.stringify(list);
  const count = name === 'rrweb' ? countRrweb : countOpenReplay;
  return { ...count(list), text, batches: list.length, stored: null };
}

/** Type 3 is an increment; its source 1 a list of positions, 2 a mouse interaction (its type 2 a click). */
function countRrweb(events: readonly unknown[]): { positions: number; clicks: number } {
  let positions = 0;
  let clicks = 0;
  for (const event of events) {
    const { type, data } = Object(event);
    if (type !== 3) continue;
    if (data.source === 1) positions += data.positions.length;
    if (data.source === 2 && data.type === 2) clicks += 1;
  }
  return { positions, clicks };
}

/** Messages begin with their type: 20 is a position, 68 and 69 are clicks. */
function countOpenReplay(messages: readonly unknown[]): { positions: number; clicks: number } {
  const types = messages.map((message) => (Array.isArray(message) ? Number(message[0]) : 0));
  return {
    positions: types.filter((type) => type === 20).length,
    clicks: types.filter((type) => type === 68 || type === 69).length,
  };
}
