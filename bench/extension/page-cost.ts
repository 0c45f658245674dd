/**
 * What recording costs a page, of the processor and while it loads: the built extension on the benchmark's
 * page, beside the same page and hands without a recorder and beside the peers,
 * each in a tab of one browser.
 *
 * A machine's noise is larger than what is measured, so all take turns, each
 * round the other way around, and each is compared to the bare page of its own
 * round. Told is the median with its interval of 96 %, whatever the noise is like
 * (order statistics): of twelve rounds from the third to the tenth (1 - 2 * 79 / 2^12),
 * of six all (1 - 2 / 2^6).
 */
import type { Tier } from '@understudy/base';
import { servePages, type LocalServer } from '@understudy/testkit/local-server';
import type { Page } from 'playwright-core';
import { startServers, type TestServers } from '../../apps/companion/tests/servers.ts';
import {
  startRecordingWorld,
  type RecordingWorld,
} from '../../apps/extension/tests/recording-world.ts';
import { median, type BenchRow } from '../bench.ts';
import { pages } from './pages.ts';
import { extensionSeconds, readProcesses, secondsOf } from './processes.ts';
import { addPeer, peers, type Peer } from './recorders.ts';
import { useWork } from './session.ts';
import { steadySeconds, useSteadily } from './steady.ts';

const roundCount = 12;
/** Every second round is enough of what is told beside it. */
const isForPeers = (round: number): boolean => round % 4 < 2;
const loadCount = 6;
const workSeconds = 2;
/** So that what a tab does when it comes to the front is no part of it. */
const settleMs = 500;
/** After its load a page is watched for so long. */
const loadMs = 1000;
const size = { width: 1280, height: 720 };

const turns = ['none', 'understudy', ...peers] as const;
type Turn = (typeof turns)[number];
const withoutPeers = ['none', 'understudy'] as const;
type Tabs = Readonly<Record<Turn, Page>>;

/** Percents of a core. */
interface Cost {
  /** The page's main thread, all of its work. */
  readonly thread: number;
  /** Of it scripts, style and layout: what a recorder does itself, and steady on a busy machine, which paints less. */
  readonly scripts: number;
  /** Its process, with the threads that paint. */
  readonly page: number;
  /** The browser's own process, and the one that draws. */
  readonly browser: number;
}

type Rounds<Value> = readonly Readonly<Partial<Record<Turn, Value>>>[];
type Session = Recorded<Rounds<Cost>>;

/** With the goal stands what the page itself pays, since it is pages that are not to be disturbed. */
export async function measurePageCost(
  progress: (line: string) => void,
): Promise<readonly BenchRow[]> {
  const [listed, bare] = [await servePages(pages), await servePages(pages)];
  const apps = [{ kind: 'sites', app: 'chromium', origins: [listed.origin] }];
  const servers = await startServers({ apps });
  const world = await startRecordingWorld(servers);
  try {
    const tabs: Tabs = {
      none: await openWork(world, bare),
      understudy: await openWork(world, listed),
      rrweb: await openWork(world, bare, 'rrweb'),
      OpenReplay: await openWork(world, bare, 'OpenReplay'),
    };
    const rounds = Array.from({ length: roundCount }, (_, round) => round);
    const measure = (tier: Tier, wantedIn: (round: number) => readonly Turn[]): Promise<Session> =>
      recordWhile(world, servers, tabs, tier, () => takeTurns(world, tabs, rounds.map(wantedIn)));
    progress('processor, without pictures');
    const text = await measure('text', (round) => (isForPeers(round) ? turns : withoutPeers));
    progress('processor, with pictures');
    const screen = await measure('screen', () => withoutPeers);
    const steady = (tier: Tier): Promise<Recorded<number>> =>
      recordWhile(world, servers, tabs, tier, () => useSteadily(world.browser, tabs.understudy));
    progress("the extension's processes, steadily");
    const steadyRows = [steadyRow(await steady('text'), 8), steadyRow(await steady('screen'), 15)];
    progress('loading');
    const loads = await recordWhile(world, servers, tabs, 'text', () => loadInTurns(tabs));
    return [blockedRow(loads.taken), ...toRows(text, screen), ...steadyRows];
  } finally {
    await world.close();
    await servers.stop();
    await Promise.all([listed.close(), bare.close()]);
  }
}

async function openWork(world: RecordingWorld, site: LocalServer, peer?: Peer): Promise<Page> {
  const page = await world.context.newPage();
  await page.setViewportSize(size);
  if (peer !== undefined) await addPeer(page, peer);
  await page.goto(`${site.origin}/work`);
  await page.click('#save');
  return page;
}

interface Recorded<Taken> {
  readonly taken: Taken;
  /** CPU-seconds of the extension's own processes, until all of it was sealed. */
  readonly extensionSeconds: number;
  readonly pictures: number;
}

async function recordWhile<Taken>(
  world: RecordingWorld,
  { program }: Pick<TestServers, 'program'>,
  tabs: Tabs,
  tier: Tier,
  work: () => Promise<Taken>,
): Promise<Recorded<Taken>> {
  const { companion } = world;
  const before = await extensionSeconds(world.browser);
  await companion.call('start', { body: { program, tier } });
  await tabs.understudy.waitForSelector('[popover=manual]', { state: 'attached' });
  const taken = await work();
  const ended = await companion.call('stop');
  if (ended === null) throw new Error('The session ended by itself.');
  const seconds = (await extensionSeconds(world.browser)) - before;
  const { session } = ended;
  const { frames } = await companion.call('timeline', { params: { session } });
  return { taken, extensionSeconds: seconds, pictures: frames.length };
}

/** Calls `work` for each of them in each round, every other round the other way around. */
async function inTurns<Value>(
  tabs: Tabs,
  wanted: readonly (readonly Turn[])[],
  work: (page: Page) => Promise<Value>,
): Promise<Rounds<Value>> {
  const rounds: Partial<Record<Turn, Value>>[] = [];
  for (const [round, asked] of wanted.entries()) {
    const values: Partial<Record<Turn, Value>> = {};
    for (const turn of round % 2 === 0 ? asked : asked.toReversed()) {
      await tabs[turn].bringToFront();
      values[turn] = await work(tabs[turn]);
    }
    rounds.push(values);
  }
  return rounds;
}

const takeTurns = (world: RecordingWorld, tabs: Tabs, wanted: readonly (readonly Turn[])[]) =>
  inTurns(tabs, wanted, async (page): Promise<Cost> => {
    await page.waitForTimeout(settleMs);
    const used = await watchProcesses(page, world);
    const { seconds } = await useWork(page, 125, workSeconds);
    return used(seconds);
  });

/** What of the page's long tasks is over 50 ms while it loads. */
const loadInTurns = (tabs: Tabs) =>
  inTurns(
    tabs,
    Array.from({ length: loadCount }, () => turns),
    async (page): Promise<number> => {
      await page.reload();
      await page.waitForTimeout(loadMs);
      return page.evaluate(() => Number(Reflect.get(window, 'blocked')));
    },
  );

/** @returns what tells the cost since now, over so many seconds. */
async function watchProcesses(
  page: Page,
  world: RecordingWorld,
): Promise<(seconds: number) => Promise<Cost>> {
  const session = await page.context().newCDPSession(page);
  // Counted from here on, and as long as the session is there.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const read = async (): Promise<Cost> => {
    const { metrics } = await session.send('Performance.getMetrics');
    const metric = (wanted: string): number =>
      metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
    const processes = await readProcesses(world.browser);
    const browser = secondsOf(processes, ({ kind }) => kind === 'browser' || kind === 'GPU');
    const scripts =
      metric('ScriptDuration') + metric('LayoutDuration') + metric('RecalcStyleDuration');
    return { thread: metric('TaskDuration'), scripts, page: metric('ProcessTime'), browser };
  };
  const start = await read();
  return async (seconds) => {
    const end = await read();
    await session.detach();
    const percentOf = (what: keyof Cost): number => ((end[what] - start[what]) / seconds) * 100;
    return {
      thread: percentOf('thread'),
      scripts: percentOf('scripts'),
      page: percentOf('page'),
      browser: percentOf('browser'),
    };
  };
}

function toRows(text: Session, screen: Session): readonly BenchRow[] {
  const unit = '% of a core';
  const goal = { kind: 'atMost', value: 3 } as const;
  const usedSeconds = roundCount * workSeconds;
  const frontSeconds = usedSeconds + (roundCount * settleMs) / 1000;
  const pictured = `, with ${(screen.pictures / frontSeconds).toFixed(1)} pictures a second`;
  const extensionOf = ({ extensionSeconds }: Session): number =>
    (extensionSeconds / usedSeconds) * 100;
  const both = (
    measure: string,
    costOf: (cost: Cost) => number,
    goal?: BenchRow['goal'],
  ): readonly BenchRow[] => [
    addedRow(measure, unit, text.taken, costOf, goal),
    addedRow(`${measure}${pictured}`, unit, screen.taken, costOf, goal),
  ];
  const own = (measure: string, valueOf: (session: Session) => number): readonly BenchRow[] => [
    { measure, unit, value: valueOf(text) },
    { measure: `${measure}${pictured}`, unit, value: valueOf(screen) },
  ];
  return [
    ...both("CPU added on the page's main thread", ({ thread }) => thread, goal),
    ...both(
      "CPU added on the page's main thread by scripts, style and layout",
      (cost) => cost.scripts,
    ),
    ...both("CPU added in the page's process", ({ page }) => page),
    ...both('CPU added in the browser', ({ browser }) => browser),
    ...own("CPU of the extension's processes, starting and sealing included", extensionOf),
    ...own(
      'CPU added, all of these together',
      (session) =>
        median(added(session.taken, 'understudy', ({ page, browser }) => page + browser)) +
        extensionOf(session),
    ),
  ];
}

function steadyRow({ taken, pictures }: Recorded<number>, most: number): BenchRow {
  const pictured =
    pictures === 0 ? '' : `, with ${(pictures / steadySeconds).toFixed(1)} pictures a second`;
  return {
    measure: `CPU of the extension's processes, starting and stopping apart${pictured}`,
    unit: '% of a core',
    value: taken,
    goal: { kind: 'atMost', value: most },
  };
}

const blockedRow = (loads: Rounds<number>): BenchRow =>
  addedRow('blocking time added while a page of 5,600 nodes loads', 'ms', loads, (ms) => ms, {
    kind: 'atMost',
    value: 50,
  });

function addedRow<Value>(
  measure: string,
  unit: string,
  rounds: Rounds<Value>,
  numberOf: (value: Value) => number,
  goal?: BenchRow['goal'],
): BenchRow {
  const ours = added(rounds, 'understudy', numberOf);
  const inOrder = ours.toSorted((a, b) => a - b);
  const spared = ours.length < roundCount ? 0 : 2;
  const [least, most] = [inOrder.at(spared), inOrder.at(-1 - spared)].map((value) =>
    value?.toFixed(1),
  );
  return {
    measure: `${measure} (96 % interval of the median: ${least} to ${most})`,
    unit,
    value: median(ours),
    ...(goal === undefined ? {} : { goal }),
    peers: peers.flatMap((name) => {
      const theirs = added(rounds, name, numberOf);
      return theirs.length === 0 ? [] : [{ name, value: median(theirs) }];
    }),
  };
}

/** Round by round, what is added to the bare page of the same round. */
function added<Value>(
  rounds: Rounds<Value>,
  turn: Turn,
  numberOf: (value: Value) => number,
): readonly number[] {
  return rounds.flatMap((round) => {
    const { [turn]: value, none: bare } = round;
    return value === undefined || bare === undefined ? [] : [numberOf(value) - numberOf(bare)];
  });
}
