/**
 * One stretch of recording: from the opening of the hooks to their closing.
 *
 * Opens the ports, follows what is in front and what has the focus, holds
 * input until its fate is known, and hands over raw events in order.
 */
import type { Clock, Random, Tier } from '@understudy/base';
import { tierReaches } from '@understudy/base';
import type { AllowedApp } from '@understudy/consent';
import type { RawEvent } from '@understudy/recording';
import type {
  DesktopPorts,
  OpenElements,
  OpenIndicator,
  OpenInput,
  OpenPort,
  OpenWindows,
  WindowScene,
} from '../ports.ts';
import { judgeWindow, needsPage } from './allowlist.ts';
import { createFocusWatch, type FocusWatch } from './focus-watch.ts';
import { createFrameTaker, type FrameTaker } from './frame-taker.ts';
import { hearFor } from './heard.ts';
import { createHeldInput, type HeldInput } from './held-input.ts';
import { createHoldQueue } from './hold-queue.ts';
import { createInputGate } from './input-gate.ts';
import { moversFrom, type FocusState } from './key-gate.ts';
import { createPageWatch, type PageChange, type PageWatch } from './page-watch.ts';
import { createPressNews, contextNs } from './press-news.ts';
import { createSleeps } from './sleeps.ts';
import { createStructureStore, type StructureStore } from './structure-store.ts';
import type { Tally } from './tally.ts';
import { createTelling } from './telling.ts';
import { createTimeline } from './timeline.ts';
import { judgeAnew, judgeScene, unknownForeground, type View } from './view.ts';

export interface Recorder {
  generated(): number | null;
  /** Until when, in the session's time, everything was handed over. */
  handedUntilNs(): number;
  /** Closes every hook, decides what is still held, and hands it over. */
  close(): Promise<void>;
}

export interface RecorderParts {
  readonly desktop: DesktopPorts;
  readonly indicator: OpenIndicator;
  readonly apps: readonly AllowedApp[];
  readonly tier: Tier;
  readonly clipboard: boolean;
  readonly clock: Clock;
  readonly random: Random;
  readonly tally: Tally;
  toTimeNs(atNs: number): number;
  onRaw(events: readonly RawEvent[]): void;
  onHotkey(): void;
  /** Nobody tells of fields any more: nothing that is typed is kept from here on. */
  onElementsLost(why: string): void;
}

/** Frames wait for structure at most as long as an app may take to answer. */
const orderNs = 400e6;
const drainEveryMs = 50;
const pageEveryMs = 200;
/** The same while nothing waits to be decided by it. */
const idlePageEveryNs = 1e9;
const queueLimits = { entries: 100_000, sizeBytes: 96 * 2 ** 20 };

export async function openRecorder(parts: RecorderParts): Promise<Recorder> {
  const recorder = createRecorder(parts);
  try {
    await recorder.open();
    return recorder;
  } catch (error) {
    await recorder.close();
    throw error;
  }
}

function createRecorder(parts: RecorderParts): Recorder & { open(): Promise<void> } {
  const { apps, clock, desktop, tally, tier } = parts;
  const toTimeNs = (atNs: number): number => parts.toTimeNs(atNs);
  const nowNs = (): number => Number(clock.monotonicNs());
  const takesActions = tierReaches(tier, 'actions');
  const needsElements = takesActions || apps.some((entry) => entry.kind === 'sites');

  const views = createTimeline<View | null>(null);
  const focuses = createTimeline<FocusState>({ kind: 'unknown' });
  let movers: readonly number[] = [];
  const news = createPressNews();
  const queue = createHoldQueue(queueLimits, (keptAs) => tally.overflowed(keptAs));
  const telling = createTelling({ tier, views, queue, tally, nowNs, toTimeNs });
  const sleeps = createSleeps(nowNs());
  /** What was done in a sleep may have been done in front of all that was seen when it ended. */
  const viewsDuring = (fromNs: number, toNs: number): readonly (View | null)[] =>
    views.during(fromNs, sleeps.untilNs(toNs));
  const gate = createInputGate({
    tier,
    views: { at: (atNs) => views.at(atNs), during: viewsDuring },
    keys: {
      focus: focuses,
      foreground: {
        during: (fromNs, toNs) =>
          viewsDuring(fromNs, toNs).map((view) => view?.foreground ?? unknownForeground),
      },
      get movers() {
        return movers;
      },
      news,
    },
    indicatorBox: () => parts.indicator.box(),
    toTimeNs,
  });

  const open: OpenPort[] = [];
  let input: OpenInput | null = null;
  let windows: OpenWindows | null = null;
  let heldInput: HeldInput | null = null;
  let structures: StructureStore | null = null;
  let pages: PageWatch | null = null;
  let focusWatch: FocusWatch | null = null;
  let frames: FrameTaker | null = null;
  let scene: WindowScene | null = null;
  let pagesReadNs = 0;
  let handedNs = Number.NEGATIVE_INFINITY;
  let drainer: NodeJS.Timeout | null = null;
  let watcher: NodeJS.Timeout | null = null;
  let closed = false;

  const onScene = (next: WindowScene, atNs: number, hasPassed: boolean): void => {
    scene = next;
    // It may have been in front of anything for as long as we slept, or read.
    const asleepSinceNs = sleeps.sinceNs(atNs);
    if (hasPassed) views.changeFrom(asleepSinceNs, () => null);
    structures?.forgetOthers(next.windows);
    judge(hasPassed ? nowNs() : atNs);
    const front = views.latest()?.front ?? null;
    if (front !== null && needsPage(front.app, apps)) void readPages();
  };

  /** @param sinceNs what may be taken was so from then on already; `pageNs`: when the page began */
  const judge = (atNs: number, sinceNs: number = atNs, pageNs: number = atNs): void => {
    if (scene === null || closed) return;
    const before = views.latest();
    const view = judgeScene(scene, apps, (window) => pages?.pageOf(window) ?? null);
    views.replaceFrom(atNs, view);
    telling.view(view, atNs, sinceNs);
    if (view.front !== null) telling.page(view, pages?.pageOf(view.front) ?? null, pageNs);
    const focus = focuses.latest();
    if (focus.kind === 'field') telling.focus(view, focus.focus, atNs);
    const isEntered = view.front?.handle !== before?.front?.handle;
    if (isEntered || view.foreground.verdict.kind !== before?.foreground.verdict.kind) {
      const asleepSinceNs = sleeps.sinceNs(atNs);
      if (asleepSinceNs < atNs) focusWatch?.set(null, asleepSinceNs);
    }
    if (view.front !== null && isEntered) {
      telling.forgetFocus();
      focusWatch?.enter(view.front, atNs);
    }
    frames?.onView();
  };

  const tellAnew = (atNs: number): void => {
    const view = views.latest();
    const focus = focuses.latest();
    if (view === null) return;
    telling.view(view, atNs, atNs);
    if (focus.kind === 'field') telling.focus(view, focus.focus, atNs);
  };

  const readPages = (): Promise<void> => {
    pagesReadNs = nowNs();
    return scene === null || closed
      ? Promise.resolve()
      : (pages?.read(scene.windows) ?? Promise.resolve());
  };

  /** A page that was not listed stays so until now; of a listed one nobody knows when it ended. */
  const onPage = ({ window, before, beganNs }: PageChange): void => {
    const atNs = nowNs();
    if (before === null || judgeWindow(window, apps, before.page).kind === 'refused') {
      judge(atNs);
      return;
    }
    const sinceNs = before.goodNs + 1;
    const page = pages?.pageOf(window) ?? null;
    views.changeFrom(sinceNs, (view) => view && judgeAnew(view, apps, window, page));
    if (before.doubtedNs !== null) {
      // What was written before the press that may have led elsewhere went into the page before.
      const press = movers.find((moverNs) => moverNs > before.goodNs);
      const isLed = press !== undefined && press < before.doubtedNs;
      views.changeFrom(isLed ? press + 1 : sinceNs, (view) =>
        view?.front?.handle === window.handle
          ? { ...view, foreground: { ...view.foreground, inDoubt: true } }
          : view,
      );
    }
    judge(atNs, sinceNs, beganNs);
  };

  const hand = (untilNs: number): void => {
    const events = queue.take(untilNs);
    handedNs = Math.min(untilNs, queue.firstNs() ?? untilNs);
    if (events.length > 0) parts.onRaw(events);
    for (const event of events) if (event.kind === 'rawFrame') frames?.letGo(event);
  };

  const pagesKnownUntilNs = (): number => {
    const { front = null, foreground = unknownForeground } = views.latest() ?? {};
    const shown = foreground.pagesOnly ? (front?.owner ?? null) : null;
    return pages?.knownUntilNs(shown) ?? Number.POSITIVE_INFINITY;
  };

  /** Of a change of windows that is being read nobody knows yet what it is, nor, behind a sleep, since when. */
  const windowsKnownUntilNs = (): number => {
    const sinceNs = windows?.unreadSinceNs() ?? null;
    return sinceNs === null ? Number.POSITIVE_INFINITY : sleeps.sinceNs(sinceNs) - 1;
  };

  /** @param readNs all that had come by then has been read */
  const drain = (readNs: number): void => {
    const atNs = nowNs();
    sleeps.noteLooked(readNs, atNs);
    const knownNs = Math.min(atNs, pagesKnownUntilNs(), windowsKnownUntilNs());
    heldInput?.settle(atNs, knownNs);
    if (telling.settle(knownNs)) tellAnew(atNs);
    const heldNs = heldInput?.firstNs() ?? Number.POSITIVE_INFINITY;
    hand(toTimeNs(Math.min(atNs - orderNs, knownNs, heldNs)));
    const forgetNs = knownNs - contextNs;
    views.forgetBefore(forgetNs);
    focuses.forgetBefore(forgetNs);
    movers = moversFrom(movers, forgetNs);
    news.forgetBefore(forgetNs);
    sleeps.forgetBefore(forgetNs);
  };

  const isInFront = (processId: number | null): boolean =>
    processId !== null && views.latest()?.front?.processId === processId;

  const openElements = async (): Promise<OpenElements> => {
    const elements = await desktop.elements.open(
      {
        onFocus: (focus, atNs) => {
          if (focus !== null && isInFront(focus.processId)) news.told('moves', atNs);
          focusWatch?.set(focus, focus === null ? sleeps.sinceNs(atNs) : atNs);
        },
        onInsert: (processId, atNs) => {
          if (isInFront(processId)) news.told('writes', atNs);
        },
        onChange: (processId, what) => {
          structures?.noteChange(processId, what);
          if (what === 'layout' && isInFront(processId)) void readPages();
        },
        onDeed: (deed, atNs) => telling.deed(deed, atNs),
        onLost: (sinceNs, why) => {
          focusWatch?.lost(sinceNs);
          if (!closed) parts.onElementsLost(why);
        },
        onPause: () => parts.onHotkey(),
      },
      {
        tier,
        clipboard: parts.clipboard,
        origins: apps.flatMap((app) => (app.kind === 'sites' ? app.origins : [])),
      },
    );
    open.push(elements);
    structures = createStructureStore(elements);
    pages = createPageWatch({
      elements,
      apps,
      nowNs,
      presses: () => movers,
      onChange: onPage,
    });
    return elements;
  };

  const openPorts = async (): Promise<void> => {
    const elements = needsElements ? await openElements() : null;
    focusWatch = createFocusWatch({
      focuses,
      elements,
      nowNs,
      view: () => views.latest(),
      isClosed: () => closed,
      tell: (focus, atNs) => {
        const view = views.latest();
        if (view !== null) telling.focus(view, focus, atNs);
      },
    });
    const openWindows = await desktop.windows.open(onScene);
    windows = openWindows;
    open.push(openWindows);
    await readPages();
    // Who begins to type at once is heard: the field is known before the first key.
    await focusWatch.asked();
    heldInput = createHeldInput({
      gate,
      queue,
      tally,
      elements: takesActions ? elements : null,
      view: () => views.latest(),
      toTimeNs,
      onMover: (atNs) => {
        movers = [...movers, atNs];
        frames?.beforeAction(atNs);
      },
      onPress: (press) => news.pressed(press),
      onHotkey: () => parts.onHotkey(),
    });
    input = await desktop.input.open((signals) => heldInput?.take(signals));
    open.push(input);
    if (tierReaches(tier, 'screen') && structures !== null)
      frames = await openFrames(structures, openWindows);
    // What has come by then is read first, also where we slept.
    drainer = setInterval(() => setImmediate(drain, nowNs()), drainEveryMs);
    watcher = setInterval(() => {
      const view = views.latest();
      const isIdle = queue.firstNs() === null && heldInput?.firstNs() === null;
      const isDue = !isIdle || nowNs() >= pagesReadNs + idlePageEveryNs;
      // Everything waits for a window in doubt, also for one that is not in front any more.
      const isInDoubt = Number.isFinite(pages?.knownUntilNs(null) ?? Number.POSITIVE_INFINITY);
      if (isInDoubt || (view?.foreground.pagesOnly === true && isDue)) void readPages();
      if (view !== null) focusWatch?.lookFor(view);
    }, pageEveryMs);
  };

  const openFrames = async (of: StructureStore, from: OpenWindows): Promise<FrameTaker> => {
    let taker: FrameTaker | null = null;
    const screen = await desktop.screen.open((damage, atNs) => taker?.onDamage(damage, atNs));
    open.push(screen);
    taker = createFrameTaker({
      screen,
      structures: of,
      clock,
      random: parts.random,
      view: () => views.latest(),
      sceneKnown: () => from.caughtUp(),
      indicatorBox: () => parts.indicator.box(),
      // A popup has no address of its own.
      mayTake: (window, structure, seen) =>
        window.owner !== window.handle || pages?.mayTake(window, structure, seen) === true,
      otherPageNs: (window) => pages?.otherNs(window) ?? null,
      pressedNs: () => movers.at(-1) ?? Number.NEGATIVE_INFINITY,
      toTimeNs,
      hold: (timeNs, sizeBytes) => {
        const decide = queue.hold(timeNs, sizeBytes);
        return (frame) => {
          decide(frame === null ? null : [frame]);
          if (frame !== null) tally.taken('screen', views.latest()?.front?.app ?? '');
        };
      },
      onLeft: (reason) => tally.left('screen', reason),
    });
    taker.start();
    return taker;
  };

  return {
    open: openPorts,
    generated: () => (input === null ? 0 : subtract(input.generated(), input.ignored())),
    handedUntilNs: () => handedNs,
    close: async () => {
      if (closed) return;
      if (watcher !== null) clearInterval(watcher);
      await input?.flush().catch(() => undefined);
      // Nothing more is heard or seen from here on; only what is held is still decided.
      await input?.close().catch(() => undefined);
      const endedNs = nowNs();
      await frames?.close();
      await windows?.caughtUp().catch(() => undefined);
      const dueNs = (): number | null => heldInput?.dueNs() ?? null;
      const isHeld = dueNs() !== null;
      // What an app tells meanwhile puts it off, by half a second at most.
      for (let atNs = dueNs(); atNs !== null && atNs > nowNs(); atNs = dueNs())
        await hearFor((atNs - nowNs()) / 1e6);
      // Where the last of it was done is not known yet; a question on its way was asked before.
      const isAsked = (): boolean =>
        (isHeld || queue.firstNs() !== null) && pagesKnownUntilNs() < endedNs;
      for (let round = 0; round < 2 && isAsked(); round += 1) await readPages();
      // Until then it is looked on, so that what is told while one waits was not slept through.
      if (drainer !== null) clearInterval(drainer);
      sleeps.noteLooked(nowNs(), nowNs());
      heldInput?.settle(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
      telling.settle(Number.POSITIVE_INFINITY);
      closed = true;
      for (const port of open.toReversed()) await port.close().catch(() => undefined);
      telling.end(nowNs());
      // One turn for what was asked and answered already.
      await new Promise((resolve) => setImmediate(resolve));
      hand(Number.POSITIVE_INFINITY);
    },
  };
}

function subtract(generated: number | null, ignored: number): number | null {
  return generated === null ? null : generated - ignored;
}
