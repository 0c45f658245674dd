/**
 * How soon the next picture may be taken: for what the person does as often as
 * the browser allows, once a second for what goes on changing meanwhile, and the
 * more rarely the longer a page only changes by itself, since each picture costs
 * the page and the extension time.
 */
import type { PictureCause } from '../page/frame-wish.ts';

/** The browser takes two within a second (MAX_CAPTURE_VISIBLE_TAB_CALLS_PER_SECOND). */
const mostInWindow = 2;
const windowMs = 1_050;
/** What an action led to is seen so soon. */
const firstRestMs = 500;
/** What goes on changing while the page is used is looked at once a second. */
const inUseRestMs = 1_000;
const mostRestMs = 8_000;
/** So long after what a person did last, the page is in use. */
const inUseMs = 5_000;

export interface PicturePace {
  waitMs(cause: PictureCause): number;
  /** One is asked for now. */
  asked(cause: PictureCause): void;
  /** The person did something upon the page. */
  used(): void;
  isInUse(): boolean;
}

export function createPicturePace(nowMs: () => number): PicturePace {
  let askedMs: readonly number[] = [];
  let restMs = firstRestMs;
  let usedMs = Number.NEGATIVE_INFINITY;
  return {
    waitMs: (cause) => {
      const allowedMs = (askedMs.at(-mostInWindow) ?? Number.NEGATIVE_INFINITY) + windowMs;
      const restedMs = (askedMs.at(-1) ?? Number.NEGATIVE_INFINITY) + restMs;
      return Math.max(0, (cause === 'use' ? allowedMs : Math.max(allowedMs, restedMs)) - nowMs());
    },
    asked: (cause) => {
      askedMs = [...askedMs.slice(1 - mostInWindow), nowMs()];
      restMs = cause === 'use' ? firstRestMs : Math.min(mostRestMs, restMs * 2);
    },
    used: () => {
      restMs = Math.min(restMs, inUseRestMs);
      usedMs = nowMs();
    },
    isInUse: () => nowMs() - usedMs < inUseMs,
  };
}
