/**
 * Runs long work in slices while the page is idle, so that no slice blocks it
 * for longer than `sliceMs`.
 */

const sliceMs = 4;
/** On a page that is never idle, a slice runs this late all the same. */
const latestMs = 500;
/** Where a picture waits for it. */
const hurriedMs = 30;
/** Light steps between two looks at the clock, which cost as much as one does; and the fewest steps of a slice. */
const clockSteps = 8;

/** Whether a step read all of something that can be seen, or next to nothing. */
type Step = 'heavy' | 'light';
/** Work that may pause between any two steps. */
export type Steps<Result> = Generator<Step, Result>;

export interface Slices {
  /** Does what of the work fits into `budgetMs` now; so many steps in any case, however busy the machine is. */
  runNow<Result>(work: Steps<Result>, budgetMs: number, leastSteps?: number): Outcome<Result>;
  /** Does the work in idle time. */
  runIdle<Result>(work: Steps<Result>, onDone: (result: Result) => void): IdleWork;
}

export interface IdleWork {
  /** Someone waits for it: slices run soon also where the page is never idle. */
  hurry(): void;
  stop(): void;
}

type Outcome<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'unfinished' };

/** @param onSlice told how long each slice took */
export function createSlices(onSlice: (durationMs: number) => void): Slices {
  const runNow: Slices['runNow'] = (work, budgetMs, leastSteps = clockSteps) => {
    const startMs = performance.now();
    try {
      let unclocked = 0;
      for (let steps = 0; ; steps += 1) {
        const isDue = steps >= leastSteps && unclocked === 0;
        if (isDue && performance.now() - startMs >= budgetMs) return { kind: 'unfinished' };
        const { done, value } = work.next();
        if (done === true) return { kind: 'done', result: value };
        unclocked = value === 'heavy' ? 0 : (unclocked + 1) % clockSteps;
      }
    } finally {
      onSlice(performance.now() - startMs);
    }
  };
  return {
    runNow,
    runIdle: (work, onDone) => {
      let handle = 0;
      let isOver = false;
      let timeout = latestMs;
      const ask = (): void => {
        handle = requestIdleCallback(
          (idle) => {
            const budgetMs = idle.didTimeout ? sliceMs : Math.min(sliceMs, idle.timeRemaining());
            const outcome = runNow(work, budgetMs);
            if (isOver) return;
            isOver = outcome.kind === 'done';
            if (outcome.kind === 'done') onDone(outcome.result);
            else ask();
          },
          { timeout },
        );
      };
      ask();
      return {
        hurry: () => {
          if (isOver || timeout === hurriedMs) return;
          timeout = hurriedMs;
          cancelIdleCallback(handle);
          ask();
        },
        stop: () => {
          isOver = true;
          cancelIdleCallback(handle);
        },
      };
    },
  };
}
