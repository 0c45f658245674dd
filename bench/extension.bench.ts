/**
 * The browser recorder beside rrweb and OpenReplay's tracker: the same pages and
 * the same hands in the same Chromium, each recorder in a browser of its own.
 */
import { zstdCompressSync } from 'node:zlib';
import type { Bench, BenchRow } from './bench.ts';
import { measureLocators } from './extension/locators.ts';
import { measurePageCost } from './extension/page-cost.ts';
import { pages, planted } from './extension/pages.ts';
import { startPageWorld } from '../apps/extension/tests/page/page-world.ts';
import { startRecorder, type Recorder } from './extension/recorders.ts';
import { useWork } from './extension/session.ts';
import { spread } from './extension/spread.ts';
import { measureStrangers } from './extension/strangers.ts';

const names = ['none', 'understudy', 'rrweb', 'OpenReplay'] as const;
const workSeconds = 4;

interface Measured {
  readonly positions: number;
  readonly clicks: number;
  readonly fastPositions: number;
  readonly bytesPerMinute: number;
  readonly storedPerMinute: number;
  readonly lateMs: { readonly p95: number; readonly max: number };
  readonly leaks: readonly string[];
  /** To tell the desktop recorder what is under a point, longest of 20. */
  readonly answerMs: number;
  readonly sliceMs: { readonly p95: number; readonly max: number };
}

export const bench: Bench = {
  title: 'browser recorder',
  run: async (progress) => {
    const measured = new Map<Recorder['name'], Measured>();
    for (const name of names) {
      progress(name);
      const recorder = await startRecorder(name);
      try {
        measured.set(name, await measure(recorder));
      } catch (error) {
        // A peer that does not run here is left out.
        if (name === 'none' || name === 'understudy') throw error;
        progress(`${name} does not run here`);
      } finally {
        await recorder.world.close();
      }
    }
    const cost = await measurePageCost(progress);
    progress('locators');
    const ownControls = await measureOwnControls();
    progress('pages nobody here wrote');
    return [...toRows(measured), ...cost, ...ownControls, ...(await measureStrangers())];
  },
};

async function measure(recorder: Recorder): Promise<Measured> {
  const { world } = recorder;
  const page = await world.open('/work');
  await page.waitForTimeout(1500);
  // So that each has told the whole page once: what is measured is what a minute adds.
  await page.click('#save');
  const before = await recorder.kept();
  const hands = await useWork(page, 125, workSeconds);
  const after = await recorder.kept();
  const work = Buffer.from(after.text).subarray(Buffer.byteLength(before.text));
  const stored = after.stored === null ? zstdCompressSync(work).length : await after.stored(before);
  const late: unknown = await page.evaluate(() => Reflect.get(window, 'late'));
  const fast = await useWork(page, 1000, 2);
  await page.waitForTimeout(500);
  const afterFast = await recorder.kept();
  const answerMs = recorder.name === 'understudy' ? await measureAnswers(recorder) : 0;
  const slices: unknown = recorder.name === 'understudy' ? await world.ask({ kind: 'slices' }) : [];
  const kept = (now: number, then: number, sent: number): number => ((now - then) / sent) * 100;
  return {
    positions: kept(after.positions, before.positions, hands.positions),
    clicks: kept(after.clicks, before.clicks, hands.clicks),
    fastPositions: kept(afterFast.positions, after.positions, fast.positions),
    bytesPerMinute: (work.length / hands.seconds) * 60,
    storedPerMinute: (stored / hands.seconds) * 60,
    lateMs: spread(late),
    leaks: await findLeaks(recorder),
    sliceMs: spread(slices),
    answerMs,
  };
}

async function measureOwnControls(): Promise<readonly BenchRow[]> {
  const world = await startPageWorld({ pages });
  try {
    return await measureLocators(world, ['/controls'], 'our page', (path) => world.open(path));
  } finally {
    await world.close();
  }
}

async function measureAnswers({ world }: Recorder): Promise<number> {
  let longestMs = 0;
  for (let index = 0; index < 20; index += 1) {
    const { tookMs } = await world.structure({ x: 30 + index * 20, y: 60 + index * 20 });
    longestMs = Math.max(longestMs, tookMs);
  }
  return longestMs;
}

async function findLeaks(recorder: Recorder): Promise<readonly string[]> {
  const page = await recorder.world.open(
    `/leaks?q=${planted['query of the address']}#${planted['fragment of the address']}`,
  );
  const type = async (field: string, text: string): Promise<void> => {
    await page.click(field);
    await page.keyboard.type(text);
  };
  await type('#pw', planted['password field']);
  await page.click('text=Show');
  await type('#eye', planted['shown password']);
  await type('#card', planted['card field']);
  await type('#code', planted['one-time code']);
  await page.waitForTimeout(500);
  const { text } = await recorder.kept();
  const typed = lettersOf(text);
  return Object.entries(planted)
    .filter(([, value]) => text.includes(value) || typed.includes(value))
    .map(([kind]) => kind);
}

/** Keys one by one say as much as the word. */
const lettersOf = (text: string): string =>
  [...text.matchAll(/"key":"(.)"/gu)].map(([, letter]) => letter).join('');

function toRows(measured: ReadonlyMap<Recorder['name'], Measured>): readonly BenchRow[] {
  const none = measured.get('none');
  const ours = measured.get('understudy');
  if (none === undefined || ours === undefined) return [];
  const row = (
    measure: string,
    unit: string,
    valueOf: (measured: Measured) => number,
    goal?: BenchRow['goal'],
  ): BenchRow => ({
    measure,
    unit,
    value: valueOf(ours),
    ...(goal === undefined ? {} : { goal }),
    peers: (['rrweb', 'OpenReplay'] as const).flatMap((name) => {
      const peer = measured.get(name);
      return peer === undefined ? [] : [{ name, value: valueOf(peer) }];
    }),
  });
  const kinds = Object.keys(planted).length;
  return [
    row('positions kept at 125 Hz', '%', ({ positions }) => positions, {
      kind: 'atLeast',
      value: 100,
    }),
    row('positions kept at 1,000 Hz', '%', ({ fastPositions }) => fastPositions, {
      kind: 'atLeast',
      value: 100,
    }),
    row('clicks kept', '%', ({ clicks }) => clicks, { kind: 'atLeast', value: 100 }),
    row(
      'bytes of a minute of work, as sent (JSON)',
      'kB',
      ({ bytesPerMinute }) => bytesPerMinute / 1000,
    ),
    row(
      'bytes of a minute of work, as stored (MCAP; peers: zstd)',
      'kB',
      ({ storedPerMinute }) => storedPerMinute / 1000,
    ),
    row("a timer's delay added while working, 95th percentile", 'ms', ({ lateMs }) =>
      Math.max(0, lateMs.p95 - none.lateMs.p95),
    ),
    row("a timer's delay while working, longest", 'ms', ({ lateMs }) => lateMs.max),
    {
      measure: 'slices of work on the tree, 95th percentile',
      unit: 'ms',
      value: ours.sliceMs.p95,
      goal: { kind: 'atMost', value: 8 },
    },
    {
      measure: 'structure for the desktop answered within, longest of 20',
      unit: 'ms',
      value: ours.answerMs,
      goal: { kind: 'atMost', value: 10 },
    },
    { measure: 'slices of work on the tree, longest', unit: 'ms', value: ours.sliceMs.max },
    row(`planted values sent, of ${kinds} kinds`, 'kinds', ({ leaks }) => leaks.length, {
      kind: 'atMost',
      value: 0,
    }),
  ];
}
