/**
 * The pages of one stretch of recording: batches and pictures, held for a
 * moment, handed over in the order of their time.
 */
import type { Clock, Random, Tier } from '@understudy/base';
import { tierReaches } from '@understudy/base';
import { createHoldQueue, type CaptureOptions, type Tally } from '@understudy/capture';
import type { RawEvent } from '@understudy/recording';
import type { PageBatch } from '../page/page-batch.ts';
import { createTabView, type TabView } from '../page/tab-view.ts';
import type { PageSender } from '../sender.ts';
import { openPictures } from './pictures.ts';
import type { SessionClock } from './session-clock.ts';

export interface OpenPages {
  /** @returns how many input events were in it, all of them counted as kept or dropped. */
  take(sender: PageSender, batch: PageBatch): number;
  wantPicture(tab: number): void;
  bringToFront(tab: number | null, atMs: number): void;
  /** From here on no picture is taken, and one that is on its way is thrown away. */
  stopPictures(): void;
  /** Hands over what is held; nothing is taken any more. */
  close(): Promise<void>;
}

export interface OpenPagesOptions {
  readonly sites: ReadonlyMap<string, string>;
  readonly tier: Tier;
  readonly time: SessionClock;
  readonly tally: Tally;
  readonly random: Random;
  readonly clock: Clock;
  readonly onRaw: CaptureOptions['onRaw'];
}

/** Batches of several documents arrive within this time of their events. */
const holdNs = 700_000_000;
const handOverMs = 200;
const limits = { entries: 50_000, sizeBytes: 96 * 2 ** 20 };

const inputs: readonly RawEvent['kind'][] = ['pointerMove', 'pointerButton', 'wheel', 'key'];

export function openPages(options: OpenPagesOptions): OpenPages {
  const { sites, time, tally } = options;
  const tabs = new Map<number, TabView>();
  let front: number | null = null;
  let awayNs: number | null = null;
  const queue = createHoldQueue(limits, (count) => {
    for (let lost = 0; lost < count; lost += 1) tally.left('screen', 'overflow');
  });
  const pictures = tierReaches(options.tier, 'screen')
    ? openPictures({ ...options, queue, viewOf: (tab) => tabs.get(tab) ?? null })
    : null;

  const viewOf = (tab: number): TabView => {
    const held = tabs.get(tab);
    if (held !== undefined) return held;
    const view = createTabView({ tab, appOf: (origin) => sites.get(origin) ?? null });
    tabs.set(tab, view);
    return view;
  };
  const add = (event: RawEvent, app: string): void => {
    if (inputs.includes(event.kind)) {
      if (event.kind !== 'rawFrame') tally.kept(event.kind, app);
    } else if (event.kind !== 'rawFrame') tally.taken(event.kind, app);
    queue.add(event);
  };
  const handOver = (untilNs: number): void => {
    const ready = queue.take(untilNs);
    if (ready.length > 0) options.onRaw(ready);
  };
  const switchTo = (tab: number | null, timeNs: number): void => {
    if (tab === front) return;
    if (front !== null) tabs.get(front)?.leave();
    front = tab;
    const view = tab === null ? null : (tabs.get(tab) ?? null);
    if (view === null) {
      awayNs ??= timeNs;
      return;
    }
    if (awayNs !== null && timeNs > awayNs) {
      queue.add({
        kind: 'gap',
        timeNs: awayNs,
        durationNs: timeNs - awayNs,
        reason: 'notAllowed',
      });
    }
    awayNs = null;
    for (const event of view.announce(timeNs)) queue.add(event);
    if (tab !== null) pictures?.want(tab);
  };
  const timer = setInterval(() => handOver(time.timeNs() - holdNs), handOverMs);

  return {
    take: (sender, batch) => {
      const app = sites.get(sender.origin) ?? '';
      const isNew = !tabs.has(sender.tab);
      const { events, left } = viewOf(sender.tab).take(batch, (atMs) => time.toTimeNs(atMs));
      const firstInput = events.find(({ kind }) => inputs.includes(kind));
      // People act in the tab in front only, whatever the browser told us last.
      if (firstInput !== undefined || (isNew && front === null)) {
        switchTo(sender.tab, firstInput?.timeNs ?? time.timeNs());
      }
      for (const event of events) add(event, app);
      let told = events.filter(({ kind }) => inputs.includes(kind)).length;
      for (const { what, reason, count } of left) {
        told += count;
        for (let dropped = 0; dropped < count; dropped += 1) tally.dropped(what, reason);
      }
      return told;
    },
    wantPicture: (tab) => {
      if (front === tab) pictures?.want(tab);
    },
    bringToFront: (tab, atMs) => {
      const timeNs = time.toTimeNs(atMs);
      switchTo(tab !== null && tabs.has(tab) ? tab : null, timeNs);
      // A tab that we hear of later tells itself.
      if (tab !== null && !tabs.has(tab)) front = null;
    },
    stopPictures: () => pictures?.stop(),
    close: async () => {
      clearInterval(timer);
      await pictures?.close();
      handOver(Number.POSITIVE_INFINITY);
    },
  };
}
