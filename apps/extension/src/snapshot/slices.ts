/**
 * Runs long work in slices while the page is idle, so that no slice blocks it
 * for longer than `sliceMs`.
 */

const sliceMs = 4;
/** On a page that is never idle, a slice runs this late all the same. */
const latestMs = 500;
/** Steps between two looks at the clock, which cost as much as a step does. */
const clockSteps = 8;

type Work<Result> = Iterator<unknown, Result>;

export interface Slices {
  /** Does what of the work fits into `budgetMs` now; so many steps, and eight, in any case, however busy the machine is. */
  runNow<Result>(work: Work<Result>, budgetMs: number, leastSteps?: number): Outcome<Result>;
  /** Does the work in idle time. @returns what stops it. */
  runIdle<Result>(work: Work<Result>, onDone: (result: Result) => void): () => void;
}

type Outcome<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'unfinished' };

/** @param onSlice told how long each slice took */
export function createSlices(onSlice: (durationMs: number) => void): Slices {
  const runNow: Slices['runNow'] = (work, budgetMs, leastSteps = 1) => {
    const startMs = performance.now();
    try {
      for (let steps = 0; ; steps += 1) {
        const isDue = steps >= leastSteps && steps % clockSteps === 0;
        if (isDue && performance.now() - startMs >= budgetMs) return { kind: 'unfinished' };
        const { done, value } = work.next();
        if (done === true) return { kind: 'done', result: value };
      }
    } finally {
      onSlice(performance.now() - startMs);
    }
  };
  return {
    runNow,
    runIdle: (work, onDone) => {
      let handle = 0;
      const ask = (): void => {
        handle = requestIdleCallback(
          (idle) => {
            const budgetMs = idle.didTimeout ? sliceMs : Math.min(sliceMs, idle.timeRemaining());
            const outcome = runNow(work, budgetMs);
            if (outcome.kind === 'done') onDone(outcome.result);
            else ask();
          },
          { timeout: latestMs },
        );
      };
      ask();
      return () => cancelIdleCallback(handle);
    },
  };
}
