/**
 * One stretch of recording: from the opening of the hooks to their closing.
 *
 * Opens the ports, follows what is in front and what has the focus, holds
 * input until its fate is known, and hands over raw events in order.
 */
import type { Clock, Random, Tier } from '@understudy/base';
import { tierReaches } from '@understudy/base';
import type { AllowedApp } from '@understudy/consent';
import type { DropReason, RawEvent, RecordingEventKind } from '@understudy/recording';
import type {
  DesktopPorts,
  DesktopWindow,
  FocusedElement,
  InputSignal,
  OpenElements,
  OpenIndicator,
  OpenInput,
  OpenPort,
  OpenScreen,
  OpenWindows,
  WindowScene,
} from '../ports.ts';
import { needsPage, urlToPageUrl, type PageFacts } from './allowlist.ts';
import { createFrameTaker, type FrameTaker } from './frame-taker.ts';
import { createHoldQueue } from './hold-queue.ts';
import { createInputGate, type HeldSignal } from './input-gate.ts';
import { canMoveFocus, keyHoldNs, type FocusState, type Foreground } from './key-gate.ts';
import { createStructureStore, type StructureStore } from './structure-store.ts';
import type { Tally } from './tally.ts';
import { createTimeline } from './timeline.ts';
import { judgeScene, unknownForeground, windowAt, type View } from './view.ts';

export interface Recorder {
  generated(): number | null;
  /** Closes every hook, decides what is still held, and hands it over. */
  close(): Promise<void>;
}

export interface RecorderParts {
  readonly desktop: DesktopPorts;
  readonly indicator: OpenIndicator;
  readonly apps: readonly AllowedApp[];
  readonly tier: Tier;
  readonly clock: Clock;
  readonly random: Random;
  readonly tally: Tally;
  toTimeNs(atNs: number): number;
  onRaw(events: readonly RawEvent[]): void;
  onHotkey(): void;
}

/** Frames wait for structure at most as long as an app may take to answer. */
const orderNs = 400e6;
const drainEveryMs = 50;
const pageEveryMs = 200;
const signalsAtMost = 100_000;
const queueLimits = { entries: 100_000, sizeBytes: 96 * 2 ** 20 };
const contextNs = 5e9;
/** Steps of the wheel closer than this are one scroll. */
const wheelPauseNs = 300e6;

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
  const takesText = tierReaches(tier, 'text');
  const needsElements = takesActions || apps.some((entry) => entry.kind === 'sites');

  const views = createTimeline<View | null>(null);
  const foregrounds = createTimeline<Foreground>(unknownForeground);
  const focuses = createTimeline<FocusState>({ kind: 'unknown' });
  let movers: number[] = [];
  const held: HeldSignal[] = [];
  const queue = createHoldQueue(queueLimits, (count) => {
    for (let index = 0; index < count; index += 1) tally.left('screen', 'overflow');
  });
  const keys = {
    focus: focuses,
    foreground: foregrounds,
    get movers() {
      return movers;
    },
  };
  const gate = createInputGate({
    tier,
    views,
    keys,
    indicatorBox: () => parts.indicator.box(),
    toTimeNs,
  });

  const open: OpenPort[] = [];
  let input: OpenInput | null = null;
  let elements: OpenElements | null = null;
  let structures: StructureStore | null = null;
  let frames: FrameTaker | null = null;
  let scene: WindowScene | null = null;
  const pages = new Map<
    number,
    { readonly page: PageFacts & { pageTitle: string }; goodNs: number }
  >();
  const lookups = new Map<HeldSignal, (kept: boolean) => void>();
  let drainTimer: NodeJS.Timeout | null = null;
  let pageTimer: NodeJS.Timeout | null = null;
  let told = { display: '', window: '', page: '', focus: '' };
  let refusedSinceNs: number | null = null;
  let lastWheelNs = Number.NEGATIVE_INFINITY;
  let closed = false;

  const emit = (event: RawEvent, what: RecordingEventKind, app: string): void => {
    queue.add(event);
    tally.taken(what, app);
  };

  // What is in front

  const onScene = (next: WindowScene, atNs: number): void => {
    scene = next;
    structures?.forgetOthers(next.windows);
    judge(atNs);
    const { front } = views.latest() ?? { front: null };
    if (front !== null && needsPage(front.app, apps)) void readPages();
  };

  /** @param sinceNs the verdict holds from then on already, whatever was thought since */
  const judge = (atNs: number, sinceNs: number = atNs): void => {
    if (scene === null) return;
    const before = views.latest();
    const view = judgeScene(scene, apps, (window) => pages.get(window.handle)?.page ?? null);
    views.replaceFrom(sinceNs, view);
    foregrounds.replaceFrom(sinceNs, view.foreground);
    tellDisplay(view, atNs);
    tellGap(view, atNs);
    tellWindow(view, atNs);
    tellPage(view, atNs);
    const focus = focuses.latest();
    if (focus.kind === 'field') tellFocus(focus.focus, atNs);
    if (view.front !== null && view.front.handle !== before?.front?.handle) {
      void readFocus(view.front, atNs);
    }
    frames?.onView();
  };

  const tellDisplay = (view: View, atNs: number): void => {
    const key = JSON.stringify(view.scene.display);
    if (key === told.display) return;
    told.display = key;
    emit({ kind: 'display', timeNs: toTimeNs(atNs), ...view.scene.display }, 'display', '');
  };

  const tellGap = (view: View, atNs: number): void => {
    const refused = view.foreground.verdict.kind === 'refused';
    if (refused) refusedSinceNs ??= atNs;
    else if (refusedSinceNs !== null) {
      const timeNs = toTimeNs(refusedSinceNs);
      queue.add({ kind: 'gap', timeNs, durationNs: toTimeNs(atNs) - timeNs, reason: 'notAllowed' });
      refusedSinceNs = null;
      told = { ...told, window: '', page: '', focus: '' };
    }
  };

  const tellWindow = (view: View, atNs: number): void => {
    const { front } = view;
    if (!takesActions || front === null || view.foreground.verdict.kind === 'refused') return;
    const { app, box, handle } = front;
    const title = takesText ? front.title : '';
    const key = JSON.stringify([app, title, box, handle]);
    if (key === told.window) return;
    told.window = key;
    emit({ kind: 'window', timeNs: toTimeNs(atNs), app, title, box, handle }, 'window', app);
  };

  const tellPage = (view: View, atNs: number): void => {
    const { front } = view;
    if (!takesActions || front === null || view.foreground.verdict.kind === 'refused') return;
    const page = pages.get(front.handle)?.page;
    if (page === undefined || page.url === null) return;
    const url = urlToPageUrl(page.url);
    const title = takesText ? page.pageTitle : '';
    if (url === '' || `${url} ${title}` === told.page) return;
    told.page = `${url} ${title}`;
    emit({ kind: 'page', timeNs: toTimeNs(atNs), url, title }, 'page', front.app);
  };

  /**
   * A page is known to be on the list only as of the last time it was asked:
   * when it is not any more, it counts as refused since then.
   */
  let readingPages: Promise<void> | null = null;
  const readPages = (): Promise<void> => {
    readingPages ??= readPagesNow()
      .catch(() => undefined)
      .finally(() => {
        readingPages = null;
      });
    return readingPages;
  };
  const readPagesNow = async (): Promise<void> => {
    if (elements === null || scene === null) return;
    const wanted = scene.windows.filter(
      (window) => window.owner === window.handle && needsPage(window.app, apps),
    );
    for (const window of wanted) {
      const askedNs = nowNs();
      const found = await elements.page(window);
      if (closed) return;
      const before = pages.get(window.handle);
      const page = found ?? { url: null, isPrivate: false, pageTitle: '' };
      const same =
        before !== undefined &&
        before.page.url === page.url &&
        before.page.isPrivate === page.isPrivate &&
        before.page.pageTitle === page.pageTitle;
      pages.set(window.handle, { page, goodNs: askedNs });
      if (!same) {
        const wasRefused = views.latest()?.foreground.verdict.kind !== 'allowed';
        const doubtedNs = wasRefused || before === undefined ? nowNs() : before.goodNs + 1;
        judge(nowNs(), doubtedNs);
      }
    }
    for (const handle of pages.keys()) {
      if (!scene.windows.some((window) => window.handle === handle)) pages.delete(handle);
    }
  };

  // What has the focus

  const setFocus = (focus: FocusedElement | null, atNs: number): void => {
    focuses.set(atNs, focus === null ? { kind: 'unknown' } : { kind: 'field', focus });
    if (focus !== null) tellFocus(focus, atNs);
  };

  const tellFocus = (focus: FocusedElement, atNs: number): void => {
    const view = views.latest();
    const front = view?.front ?? null;
    if (!takesActions || view === null || front === null) return;
    if (view.foreground.verdict.kind === 'refused' || focus.processId !== front.processId) return;
    if (view.foreground.pagesOnly && !focus.inPage) return;
    const element = { ...focus.element, app: front.app };
    const key = JSON.stringify(element);
    if (key === told.focus) return;
    told.focus = key;
    emit(
      { kind: 'element', timeNs: toTimeNs(atNs), relation: 'focus', element },
      'element',
      front.app,
    );
  };

  /** A window that comes to the front tells its focus only if asked. */
  const readFocus = (window: DesktopWindow, atNs: number): Promise<void> => {
    focuses.set(atNs, { kind: 'unknown' });
    told.focus = '';
    return refreshFocus(window);
  };

  const refreshFocus = async (window: DesktopWindow): Promise<void> => {
    if (elements === null) return;
    const before = focuses.latest();
    const focus = await elements.focused(window).catch(() => null);
    if (closed || focus === null || views.latest()?.front?.handle !== window.handle) return;
    // An event that came meanwhile knows better.
    if (focuses.latest() === before) setFocus(focus, nowNs());
  };

  /** Focus that never told itself (a page that was still loading) is asked for again. */
  const lookForFocus = (): void => {
    const view = views.latest();
    if (view === null || view.front === null || view.foreground.verdict.kind === 'refused') return;
    const state = focuses.latest();
    const isTold =
      state.kind === 'field' &&
      state.focus.processId === view.front.processId &&
      (state.focus.inPage || !view.foreground.pagesOnly);
    if (!isTold) void refreshFocus(view.front);
  };

  // Input

  const onInput = (signals: readonly InputSignal[]): void => {
    for (const signal of signals) {
      if (signal.kind === 'pauseHotkey') {
        parts.onHotkey();
        continue;
      }
      tally.arrived(1);
      if (held.length >= signalsAtMost) {
        tally.dropped(signalToKind(signal), 'overflow');
        continue;
      }
      held.push(signal);
      const isPress = signal.kind === 'button' && signal.pressed;
      if (isPress || (signal.kind === 'key' && signal.pressed && canMoveFocus(signal.code))) {
        movers.push(signal.atNs);
        frames?.beforeAction(signal.atNs);
      }
      if (isPress) lookUp(signal);
      if (signal.kind === 'wheel' && signal.atNs - lastWheelNs > wheelPauseNs) lookUp(signal);
      if (signal.kind === 'wheel') lastWheelNs = signal.atNs;
    }
  };

  /** The control that is pressed is asked for at once: in a moment it may be gone. */
  const lookUp = (signal: Extract<HeldSignal, { kind: 'button' | 'wheel' }>): void => {
    const view = views.latest();
    const window = view === null ? null : windowAt(view, signal);
    if (!takesActions || elements === null || window?.verdict.kind !== 'allowed') return;
    const timeNs = Math.max(0, toTimeNs(signal.atNs) - 1);
    const decide = queue.hold(timeNs);
    const asked = elements.elementAt(window, signal).catch(() => null);
    lookups.set(signal, (kept) => {
      if (!kept) {
        decide(null);
        return;
      }
      void asked.then((element) => {
        decide([{ kind: 'element', timeNs, relation: 'pointer', element }]);
        tally.taken('element', window.app);
      });
    });
  };

  const settle = (untilNs: number): void => {
    while (held[0] !== undefined && held[0].atNs <= untilNs) {
      const signal = held.shift();
      if (signal === undefined) break;
      const answer = gate.decide(signal);
      lookups.get(signal)?.(answer.kind === 'keep');
      lookups.delete(signal);
      if (answer.kind === 'keep') {
        queue.add(answer.event);
        tally.kept(signalToKind(signal), answer.app);
      } else {
        tally.dropped(signalToKind(signal), answer.reason);
        if (answer.standIn !== null) queue.add(answer.standIn);
      }
    }
  };

  const hand = (untilNs: number): void => {
    const events = queue.take(untilNs);
    if (events.length > 0) parts.onRaw(events);
  };

  const drain = (): void => {
    const atNs = nowNs();
    settle(atNs - keyHoldNs);
    hand(toTimeNs(atNs - orderNs));
    const forgetNs = atNs - contextNs;
    views.forgetBefore(forgetNs);
    foregrounds.forgetBefore(forgetNs);
    focuses.forgetBefore(forgetNs);
    movers = movers.filter((moverNs) => moverNs > forgetNs);
  };

  const openPorts = async (): Promise<void> => {
    if (needsElements) {
      elements = await desktop.elements.open(
        {
          onFocus: setFocus,
          onChange: (processId, what) => {
            structures?.noteChange(processId);
            if (what === 'layout' && views.latest()?.front?.processId === processId)
              void readPages();
          },
          onPause: parts.onHotkey,
        },
        { tier, origins: apps.flatMap((app) => (app.kind === 'sites' ? app.origins : [])) },
      );
      open.push(elements);
      structures = createStructureStore(elements);
    }
    const windows: OpenWindows = await desktop.windows.open(onScene);
    open.push(windows);
    await readPages();
    input = await desktop.input.open(onInput);
    open.push(input);
    if (tierReaches(tier, 'screen') && structures !== null) {
      let taker: FrameTaker | null = null;
      const screen: OpenScreen = await desktop.screen.open((damage, atNs) =>
        taker?.onDamage(damage, atNs),
      );
      open.push(screen);
      taker = createFrameTaker({
        screen,
        structures,
        clock,
        random: parts.random,
        view: () => views.latest(),
        indicatorBox: () => parts.indicator.box(),
        toTimeNs,
        hold: (timeNs, sizeBytes) => {
          const decide = queue.hold(timeNs, sizeBytes);
          return (frame) => {
            decide(frame === null ? null : [frame]);
            if (frame !== null) tally.taken('screen', views.latest()?.front?.app ?? '');
          };
        },
        onLeft: (reason: DropReason) => tally.left('screen', reason),
      });
      frames = taker;
      frames.start();
    }
    drainTimer = setInterval(drain, drainEveryMs);
    pageTimer = setInterval(() => {
      if (views.latest()?.foreground.pagesOnly === true) void readPages();
      lookForFocus();
    }, pageEveryMs);
  };

  return {
    open: openPorts,
    generated: () => (input === null ? 0 : subtract(input.generated(), input.ignored())),
    close: async () => {
      if (closed) return;
      if (drainTimer !== null) clearInterval(drainTimer);
      if (pageTimer !== null) clearInterval(pageTimer);
      await input?.flush().catch(() => undefined);
      // Nothing more is heard or seen from here on; only what is held is still decided.
      await input?.close().catch(() => undefined);
      await frames?.close();
      const lastNs = held.at(-1)?.atNs;
      if (lastNs !== undefined) await wait((lastNs + keyHoldNs - nowNs()) / 1e6);
      settle(Number.POSITIVE_INFINITY);
      closed = true;
      for (const port of open.toReversed()) await port.close().catch(() => undefined);
      if (refusedSinceNs !== null) {
        const timeNs = toTimeNs(refusedSinceNs);
        const durationNs = toTimeNs(nowNs()) - timeNs;
        queue.add({ kind: 'gap', timeNs, durationNs, reason: 'notAllowed' });
      }
      // One turn for what was asked and answered already.
      await new Promise((resolve) => setImmediate(resolve));
      hand(Number.POSITIVE_INFINITY);
    },
  };
}

function wait(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, durationMs)));
}

function subtract(generated: number | null, ignored: number): number | null {
  return generated === null ? null : generated - ignored;
}

function signalToKind(signal: HeldSignal): RecordingEventKind {
  switch (signal.kind) {
    case 'move':
      return 'pointerMove';
    case 'button':
      return 'pointerButton';
    case 'wheel':
      return 'wheel';
    case 'key':
      return 'key';
  }
}
