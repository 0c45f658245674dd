/**
 * Which changes of a document a picture shows. A browser draws a change in its
 * next frame, which may be long in coming: it waits for a style sheet, for a busy
 * script, for what a view transition is to show (CSS View Transitions 1, "suppress
 * rendering"). A picture taken meanwhile shows what stood there before.
 *
 * [Note: view transitions] While one runs, pictures of what stood there before lie
 * upon the page, and nothing tells what is in them.
 */
import { inTime } from '../in-time.ts';
import { nowMs } from '../now.ts';
import { documentElementOf, findFirst, matchesOf } from '../snapshot/dom.ts';

/**
 * From the end of the page's part of a frame to where the browser takes pictures from, with much to
 * spare: it is some ten milliseconds, and nothing tells a page of it.
 */
export const onItsWayMs = 250;
/**
 * To look for one of a part of the page reads the whole of it: so many times as long it is left
 * alone, but for who waits for a frame to tell what a picture shows; and while there is one.
 */
const restPerLook = { without: 500, within: 20 } as const;
/** Frames with changes that are remembered. */
const mostFrames = 600;

interface Frame {
  /** When the first change was noted that it draws. */
  readonly sinceMs: number;
  /** From then on pictures show it. */
  readonly shownMs: number;
}

export interface DrawnWatch {
  /** Something changed or moved. */
  note(): void;
  /** All that changed before this moment is in a picture that was asked for at `atMs`. */
  until(atMs: number): number;
  /** Whether what was there at `atMs` has come as far as to the page's part of a frame. */
  hasBegun(atMs: number): boolean;
  /** What the browser itself moved (it scrolls ahead of the page) is known after a frame. @returns false: none came in time. */
  frame(patienceMs: number): Promise<boolean>;
  stop(): void;
}

export interface DrawnWatchOptions {
  /** Asked after a frame that is waited for, and after those that draw a change, but less often. */
  readonly isInTransition: () => boolean;
  /** Told when a view transition that was seen is over. */
  readonly onTransitionEnd: () => void;
}

export function watchDrawn({ isInTransition, onTransitionEnd }: DrawnWatchOptions): DrawnWatch {
  let frames: Frame[] = [];
  let forgottenMs = Number.NEGATIVE_INFINITY;
  /** Since when changes wait for a frame to begin, and those of one that has begun. */
  let pendingMs = Number.POSITIVE_INFINITY;
  let drawingMs = Number.POSITIVE_INFINITY;
  let waiting: (() => void)[] = [];
  /** Who asked last got none in time: nobody waits for one again before it came. */
  let isStuck = false;
  let isAsked = false;
  let wasInTransition = false;
  let isStopped = false;
  let nextLookMs = 0;

  const ask = (): void => {
    if (isAsked || isStopped) return;
    isAsked = true;
    requestAnimationFrame(() => {
      const ready = waiting;
      waiting = [];
      isStuck = false;
      drawingMs = pendingMs;
      pendingMs = Number.POSITIVE_INFINITY;
      // The page's part of the frame is over by the next task.
      setTimeout(() => end(ready));
    });
  };
  const end = (ready: readonly (() => void)[]): void => {
    isAsked = false;
    if (drawingMs < Number.POSITIVE_INFINITY)
      keep({ sinceMs: drawingMs, shownMs: nowMs() + onItsWayMs });
    drawingMs = Number.POSITIVE_INFINITY;
    lookForTransition(ready.length > 0);
    if (wasInTransition || pendingMs < Number.POSITIVE_INFINITY || waiting.length > 0) ask();
    for (const resolve of ready) resolve();
  };
  const lookForTransition = (isAwaited: boolean): void => {
    const startMs = performance.now();
    const isDue = isAwaited || startMs >= nextLookMs;
    if (!isDue && (wasInTransition || !isPageInTransition())) return;
    const isIn = isInTransition();
    const endMs = performance.now();
    const rest = isIn ? restPerLook.within : restPerLook.without;
    nextLookMs = endMs + (endMs - startMs) * rest;
    if (wasInTransition && !isIn) onTransitionEnd();
    wasInTransition = isIn;
  };
  const keep = (frame: Frame): void => {
    if (frames.length >= mostFrames) {
      forgottenMs = frames[mostFrames / 2]?.shownMs ?? forgottenMs;
      frames = frames.slice(mostFrames / 2);
    }
    frames.push(frame);
  };

  return {
    note: () => {
      pendingMs = Math.min(pendingMs, nowMs());
      ask();
    },
    until: (atMs) => {
      if (atMs < forgottenMs) return Number.NEGATIVE_INFINITY;
      const later = frames.find(({ shownMs }) => shownMs > atMs)?.sinceMs ?? atMs;
      return Math.min(later, drawingMs, pendingMs, atMs);
    },
    hasBegun: (atMs) => atMs < Math.min(drawingMs, pendingMs),
    frame: async (patienceMs) => {
      if (isStuck) return false;
      const { promise, resolve } = Promise.withResolvers<true>();
      waiting.push(() => resolve(true));
      ask();
      const hasCome = (await inTime(promise, patienceMs)) ?? false;
      isStuck = !hasCome && waiting.length > 0;
      return hasCome;
    },
    stop: () => {
      isStopped = true;
    },
  };
}

/** Firefox knows it as long as it knows view transitions. */
const inTransition = ':active-view-transition';
const knowsTransitions = CSS.supports(`selector(${inTransition})`);

/** Of all of the document, which is told without a look at what is in it. */
function isPageInTransition(): boolean {
  const top = documentElementOf(document);
  return knowsTransitions && top !== null && matchesOf(top, inTransition);
}

/** Of the document, or of an element of it or of a shadow tree. */
export function isInTransition(roots: Iterable<Document | ShadowRoot>): boolean {
  if (!knowsTransitions) return false;
  for (const root of roots) if (findFirst(root, inTransition) !== null) return true;
  return false;
}
