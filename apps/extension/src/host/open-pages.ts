/**
 * The pages of one stretch of recording: batches and pictures, held for a
 * moment, handed over in the order of their time.
 */
import type { Clock, Random, Tier } from '@understudy/base';
import { tierReaches } from '@understudy/base';
import {
  createHoldQueue,
  type CaptureOptions,
  type InputKind,
  type Tally,
} from '@understudy/capture';
import type { InteractionKind, RawEvent } from '@understudy/recording';
import type { Modifier } from '../page/modifiers.ts';
import type { PageBatch } from '../page/page-batch.ts';
import { createTabView, type TabView } from '../page/tab-view.ts';
import type { PictureCause } from '../page/frame-wish.ts';
import type { PageSender } from '../sender.ts';
import { batchOfSender } from './batch-of-sender.ts';
import { createHeldModifiers } from './held-modifiers.ts';
import { openPictures } from './pictures.ts';
import type { SessionClock } from './session-clock.ts';
import { createTabStretches } from './tab-stretches.ts';
import { createTabTurns } from './tab-turns.ts';

export interface OpenPages {
  /** @returns how many input events were in it, all of them counted as kept or dropped. */
  take(sender: PageSender, batch: PageBatch): number;
  wantPicture(tab: number, cause: PictureCause): void;
  bringToFront(tab: number | null, atMs: number): void;
  turnTab(tab: number, origin: string | null, atMs: number): void;
  /** The browser got a file; one of a site that is not listed, or while no page of ours is in front, is none of ours. */
  noteDownload(name: string, origin: string, atMs: number): void;
  /** From here on no picture is taken, and one that is on its way is thrown away. */
  stopPictures(): void;
  /** Hands over what is held; nothing is taken any more. */
  close(): void;
}

export interface OpenPagesOptions {
  readonly sites: ReadonlyMap<string, string>;
  readonly tier: Tier;
  readonly time: SessionClock;
  readonly tally: Tally;
  readonly random: Random;
  readonly clock: Clock;
  readonly onRaw: CaptureOptions['onRaw'];
  /** The frames of a tab that run our script. */
  framesOf(tab: number): readonly number[];
}

/** Batches of several documents arrive within this time of their events. */
const holdNs = 900_000_000;
const handOverMs = 200;
/** Tabs that are remembered after they showed none of our pages any more. */
const mostTabs = 50;
/** Files at once for which the tab in front is waited for. */
const mostDownloads = 20;
const limits = { entries: 50_000, sizeBytes: 96 * 2 ** 20 };

export function openPages(options: OpenPagesOptions): OpenPages {
  const { sites, time, tally } = options;
  const tabs = new Map<number, TabView>();
  let front: number | null = null;
  /** The tab in front by the browser's last word, whether it is ours or not. */
  let told: number | null = null;
  let toldNs = Number.NEGATIVE_INFINITY;
  const stretches = createTabStretches();
  /** Files that came while the tab in front had told nothing yet. */
  let downloads: { readonly name: string; readonly timeNs: number }[] = [];
  let awayNs: number | null = null;
  const turns = createTabTurns();
  const queue = createHoldQueue(limits, (keptAs) => tally.overflowed(keptAs));
  const pictures = tierReaches(options.tier, 'screen')
    ? openPictures({
        ...options,
        queue,
        viewOf: (tab) => tabs.get(tab) ?? null,
        isInFront: (tab) => tab === front,
      })
    : null;

  const viewOf = (tab: number): TabView => {
    const held = tabs.get(tab);
    if (held !== undefined) return held;
    const gone = [...tabs].find(([, view]) => !view.isShown());
    if (tabs.size >= mostTabs && gone !== undefined) tabs.delete(gone[0]);
    const view = createTabView({ tab, appOf: (origin) => sites.get(origin) ?? null });
    tabs.set(tab, view);
    return view;
  };
  const add = (event: RawEvent, app: string): void => {
    if (isInput(event)) {
      tally.kept(event.kind, app);
      queue.add(event, event.kind);
      return;
    }
    if (event.kind !== 'rawFrame') tally.taken(event.kind, app);
    queue.add(event);
  };
  const modifiers = createHeldModifiers();
  /** As the browser said at each event; one that came too late is another object by now, and tells of none. */
  const heldAt = new WeakMap<RawEvent, readonly Modifier[]>();
  let handedNs = 0;
  const handOver = (untilNs: number): void => {
    const ready = queue
      .take(untilNs)
      .flatMap((event) =>
        tellsModifiers(event)
          ? [...modifiers.before(event, heldAt.get(event) ?? []), event]
          : [event],
      );
    handedNs = ready.at(-1)?.timeNs ?? handedNs;
    if (ready.length > 0) options.onRaw(ready);
  };
  /** Something that the person did with a tab, or got by it; null: nothing was done. */
  const note = (
    what: InteractionKind | null,
    tab: number,
    timeNs: number,
    more: { readonly value?: string } = {},
  ): void => {
    if (what === null) return;
    add({ kind: 'interaction', timeNs, what, element: null, ...more }, tabs.get(tab)?.app() ?? '');
  };
  /** A tab in the back changes by itself: what only describes it is told as of when it came in front. */
  const asOfFront = (tab: number, event: RawEvent): readonly RawEvent[] => {
    const beganNs = stretches.beganNs(tab, event.timeNs, tab === front);
    if (beganNs === null) return [];
    if (event.timeNs >= beganNs) return [event];
    return event.kind === 'interaction' ? [] : [{ ...event, timeNs: beganNs }];
  };
  const noteDownloadsOf = (tab: number): void => {
    for (const download of downloads) {
      const { name: value, timeNs } = download;
      if (timeNs < (stretches.beganNs(tab, timeNs, tab === front) ?? Number.POSITIVE_INFINITY))
        continue;
      downloads = downloads.filter((other) => other !== download);
      note('download', tab, timeNs, { value });
    }
  };
  const switchTo = (tab: number | null, timeNs: number): void => {
    if (tab === front) return;
    if (front !== null) {
      tabs.get(front)?.leave();
      stretches.leave(front, timeNs);
    }
    front = tab;
    if (tab !== null) stretches.come(tab, timeNs);
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
    if (tab === null) return;
    note(turns.front(tab), tab, timeNs);
    pictures?.want(tab, 'use');
  };
  const timer = setInterval(() => {
    const untilNs = time.timeNs() - holdNs;
    downloads = downloads.filter(({ timeNs }) => timeNs > untilNs);
    handOver(untilNs);
  }, handOverMs);

  return {
    take: (sender, batch) => {
      const app = sites.get(sender.origin) ?? '';
      const view = viewOf(sender.tab);
      const wasShown = view.isShown();
      const { events, held, left } = view.take(batchOfSender(batch, sender), (atMs) =>
        time.toTimeNs(atMs),
      );
      for (const [event, names] of held) heldAt.set(event, names);
      const firstInput = events.find(isInput);
      // People act in the tab in front only, whatever the browser told us last.
      const isNew = !wasShown && front === null && (told ?? sender.tab) === sender.tab;
      // What was done here before another tab came in front may arrive after that is told.
      const isLate = firstInput !== undefined && told !== sender.tab && firstInput.timeNs < toldNs;
      if (view.isShown() && !isLate && (firstInput !== undefined || isNew)) {
        switchTo(sender.tab, (firstInput ?? events[0])?.timeNs ?? time.timeNs());
      }
      for (const event of events) {
        const isKept = isInput(event) || event.kind === 'snapshot';
        for (const placed of isKept ? [event] : asOfFront(sender.tab, event)) add(placed, app);
      }
      if (view.isShown()) noteDownloadsOf(sender.tab);
      if (front !== sender.tab) view.leave();
      if (front === sender.tab && events.some(isNavigation)) pictures?.want(sender.tab, 'use');
      if (firstInput !== undefined) pictures?.used();
      let inputCount = events.filter(isInput).length;
      for (const { what, reason, count } of left) {
        inputCount += count;
        for (let dropped = 0; dropped < count; dropped += 1) tally.dropped(what, reason);
      }
      return inputCount;
    },
    wantPicture: (tab, cause) => {
      if (front === tab) pictures?.want(tab, cause);
    },
    bringToFront: (tab, atMs) => {
      toldNs = time.toTimeNs(atMs);
      // What was done there may be on its way, even if nothing of it was heard yet.
      if (told !== null && told !== tab) stretches.leave(told, toldNs);
      told = tab;
      if (tab !== null) stretches.come(tab, toldNs);
      const isShown = tab !== null && tabs.get(tab)?.isShown() === true;
      // A tab that we hear of later tells itself.
      switchTo(isShown ? tab : null, toldNs);
    },
    turnTab: (tab, origin, atMs) => {
      const isListed = origin !== null && sites.has(origin);
      // A listed document tells itself; until then what was done on the one before is on its way.
      if (isListed) return;
      if (origin === null) {
        note(turns.close(tab), tab, time.toTimeNs(atMs));
        stretches.forget(tab);
      }
      tabs.get(tab)?.turn(atMs);
      if (front === tab) switchTo(null, time.toTimeNs(atMs));
    },
    noteDownload: (name, origin, atMs) => {
      if (!sites.has(origin)) return;
      const timeNs = time.toTimeNs(atMs);
      if (front !== null) note('download', front, timeNs, { value: name });
      else if (told !== null) downloads = [...downloads.slice(1 - mostDownloads), { name, timeNs }];
    },
    stopPictures: () => pictures?.stop(),
    close: () => {
      clearInterval(timer);
      // One that a page keeps waiting is not waited for.
      pictures?.stop();
      handOver(Number.POSITIVE_INFINITY);
      const released = modifiers.releaseAll(handedNs);
      if (released.length > 0) options.onRaw(released);
    },
  };
}

function isInput(event: RawEvent): event is Extract<RawEvent, { kind: InputKind }> {
  const { kind } = event;
  return kind === 'pointerMove' || kind === 'pointerButton' || kind === 'wheel' || kind === 'key';
}

const tellsModifiers = ({ kind }: RawEvent): boolean => kind === 'key' || kind === 'pointerButton';

const isNavigation = (event: RawEvent): boolean =>
  event.kind === 'interaction' && event.what === 'navigate';
