/** A recorder on a desktop that is told by hand and a clock that is set by hand. */
import { systemRandom, type Clock } from '@understudy/base';
import type { RawEvent } from '@understudy/recording';
import { afterEach, beforeEach, vi } from 'vitest';
import type {
  DesktopPorts,
  ElementListener,
  InputSignal,
  OpenElements,
  SceneListener,
  WindowScene,
} from '../src/ports.ts';
import { openRecorder, type Recorder, type RecorderParts } from '../src/pipeline/recorder.ts';
import { createTally, type Tally } from '../src/pipeline/tally.ts';

/** How long the recorder was kept from looking at anything, all together. */
let sleptMs = 0;
let looks = 0;

/** A clock never tells the same twice: what is done after an answer is later than the question. */
export function nowNs(): number {
  looks += 1;
  return Math.round((performance.now() + sleptMs) * 1e6) + looks * 1000;
}

const clock: Clock = { nowMs: () => 0, monotonicNs: () => BigInt(nowNs()) };

/** Of each test of the file: nothing happens but as time is let go on. */
export function setClockByHand(): void {
  beforeEach(() => {
    vi.useFakeTimers({
      toFake: [
        ...(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const),
        ...(['setImmediate', 'performance'] as const),
      ],
    });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
}

export function elapse(forMs: number): Promise<unknown> {
  return vi.advanceTimersByTimeAsync(forMs);
}

/** Lets time go on until it is there. */
export async function elapseUntil(awaited: Promise<unknown>): Promise<void> {
  const there = new AbortController();
  const noted = awaited.finally(() => there.abort());
  while (!there.signal.aborted) await elapse(1);
  await noted;
}

/** Time passes in which the recorder runs no more than if its process stood still. */
export function sleep(forMs: number): void {
  sleptMs += forMs;
}

export interface ToldDesktop {
  readonly recorder: Recorder;
  readonly events: readonly RawEvent[];
  readonly tally: Tally;
  /** Why nobody tells of fields any more. */
  readonly lost: readonly string[];
  readonly hear: (signal: InputSignal) => void;
  readonly elements: Pick<ElementListener, 'onFocus' | 'onLost' | 'onDeed'>;
  /** The windows are told as they are now, once they are read. */
  readonly show: (
    scene: WindowScene,
    how?: { readonly hasPassed?: boolean; readonly sinceNs?: number; readonly readingMs?: number },
  ) => Promise<void>;
}

export interface ToldDesktopOptions {
  readonly scene: WindowScene;
  readonly apps: RecorderParts['apps'];
  /** What is answered; by default nothing is known. */
  readonly answers: Partial<OpenElements>;
  readonly onEvents?: () => void;
}

const close = (): Promise<void> => Promise.resolve();
const nobody = (): Promise<null> => Promise.resolve(null);

export async function recordToldDesktop(options: ToldDesktopOptions): Promise<ToldDesktop> {
  const heard = Promise.withResolvers<(signals: readonly InputSignal[]) => void>();
  const elements = Promise.withResolvers<ElementListener>();
  const seen = Promise.withResolvers<SceneListener>();
  let unreadSinceNs: number | null = null;
  const desktop: DesktopPorts = {
    close,
    platform: 'x11',
    lost: new Promise(() => undefined),
    input: {
      open: async (listener) => {
        heard.resolve(listener);
        return { close, flush: close, generated: () => null, ignored: () => 0 };
      },
    },
    windows: {
      open: async (listener) => {
        seen.resolve(listener);
        listener(options.scene, nowNs(), false);
        return {
          close,
          read: async () => options.scene,
          caughtUp: close,
          unreadSinceNs: () => unreadSinceNs,
        };
      },
    },
    elements: {
      open: async (listener) => {
        elements.resolve(listener);
        const silent = { focused: nobody, elementAt: nobody, page: nobody, structure: nobody };
        return { ...silent, close, ...options.answers };
      },
    },
    screen: { open: () => Promise.reject(new Error('This tier sees no screen.')) },
    indicator: { open: () => Promise.reject(new Error('It is open.')) },
  };
  const events: RawEvent[] = [];
  const lost: string[] = [];
  const tally = createTally();
  const recorder = await openRecorder({
    desktop,
    indicator: { close, show: close, box: () => null },
    apps: options.apps,
    tier: 'text',
    clipboard: false,
    clock,
    random: systemRandom,
    tally,
    toTimeNs: (atNs) => atNs,
    onRaw: (raw) => {
      events.push(...raw);
      options.onEvents?.();
    },
    onHotkey: () => undefined,
    onElementsLost: (why) => lost.push(why),
  });
  const hear = await heard.promise;
  const see = await seen.promise;
  return {
    recorder,
    events,
    tally,
    lost,
    hear: (signal) => hear([signal]),
    elements: await elements.promise,
    show: async (next, { hasPassed = false, sinceNs = nowNs(), readingMs = 20 } = {}) => {
      if (readingMs > 0) {
        unreadSinceNs = sinceNs;
        await elapse(readingMs);
        unreadSinceNs = null;
      }
      see(next, sinceNs, hasPassed);
    },
  };
}
