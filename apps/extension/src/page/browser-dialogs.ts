/**
 * `alert`, `confirm`, `prompt` and "Leave this page?": dialogues of the browser,
 * of which a page is told nothing. What can be told is that one held the page: it
 * does nothing meanwhile, and right after it the window loses the focus and has
 * it again, as no slow script makes it. What was done in it is not seen.
 */
import type { Listeners } from './listen.ts';
import type { Outbox } from './outbox.ts';

/** What holds a page shorter no person reads and answers. */
const leastMs = 200;
/** Between the loss of the focus, which waited for the page as well, and its return. */
const swapMs = 2_000;
/** Between the page's going on and that loss. */
const wakeMs = 1_000;

interface Stretch {
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface BrowserDialogs {
  stop(): void;
}

/** Times are `performance.now()`'s; a browser that tells of no long tasks tells of no dialogues. */
export function watchBrowserDialogs(
  outbox: Outbox,
  listeners: Listeners,
  closed: () => boolean,
): BrowserDialogs {
  /** The last stretch in which the page did one thing only. */
  let held: Stretch | null = null;
  let lostAtMs = Number.NEGATIVE_INFINITY;
  let swapAtMs = Number.NEGATIVE_INFINITY;

  const tellIfBoth = (): void => {
    if (held === null || closed()) return;
    const { fromMs, untilMs } = held;
    // The clock of tasks is a little coarser than that of events.
    if (swapAtMs < untilMs - 10 || swapAtMs > untilMs + wakeMs) return;
    held = null;
    swapAtMs = Number.NEGATIVE_INFINITY;
    const atMs = performance.timeOrigin + untilMs;
    outbox.describe({ kind: 'browserDialog', atMs, durationMs: untilMs - fromMs });
  };
  listeners.on(window, 'blur', ({ target, timeStamp }) => {
    if (target === window) lostAtMs = timeStamp;
  });
  listeners.on(window, 'focus', ({ target, timeStamp }) => {
    if (target !== window || timeStamp - lostAtMs > swapMs) return;
    swapAtMs = lostAtMs;
    tellIfBoth();
  });
  const tasks = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      if (duration < leastMs) continue;
      held = { fromMs: startTime, untilMs: startTime + duration };
      tellIfBoth();
    }
  });
  if (PerformanceObserver.supportedEntryTypes.includes('longtask')) {
    tasks.observe({ type: 'longtask' });
  }
  return { stop: () => tasks.disconnect() };
}
