/**
 * A virtual desktop, as a world that sessions are replayed in: each replay begins
 * with the program started anew. What shows is asked of `look`, the desktop's
 * accessibility.
 */
import type { OpenWorld, ReplayWorld } from '@understudy/distill';
import { setTimeout as rest } from 'node:timers/promises';
import { createDesktopSteps, type SeenControl } from './desktop-steps.ts';
import type { Hands } from './hands/hands.ts';

export interface DesktopWorldOptions {
  /** Starts the program at the beginning of the task; it stands when this resolves. */
  readonly start: () => Promise<{ readonly stop: () => Promise<void> }>;
  readonly look: () => Promise<readonly SeenControl[]>;
  readonly hands: Hands;
  /** Texts that all show when the task is done. */
  readonly outcome: readonly string[];
  /** Whether the screen looks as it must when the task is done. */
  readonly looksDone?: () => Promise<boolean>;
  /** What stands in for typing that was withheld; null: such a step cannot be done. */
  readonly withheldText: string | null;
  /** How long a control, or the outcome, may take to appear. */
  readonly timeoutMs: number;
}

const pollMs = 100;

/** Asks until the answer will do, at most so long. */
async function until<Value>(
  ask: () => Promise<Value>,
  willDo: (value: Value) => boolean,
  timeoutMs: number,
): Promise<Value> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const value = await ask();
    if (willDo(value) || performance.now() > end) return value;
    await rest(pollMs);
  }
}

function openDesktop(options: DesktopWorldOptions, stop: () => Promise<void>): OpenWorld {
  const { hands, look, outcome, looksDone, timeoutMs, withheldText } = options;

  /** Resolves when what shows no longer changes. */
  const settle = async (): Promise<void> => {
    let before = '';
    await until(
      async () => {
        const now = JSON.stringify(await look());
        const same = now === before;
        before = now;
        return same;
      },
      (same) => same,
      timeoutMs,
    );
  };

  const work = createDesktopSteps({
    hands,
    withheldText,
    awaitControl: async (find) => {
      const ask = async () => find(await look());
      await until(ask, (control) => control !== null, timeoutMs);
      // A window that has just come may still be on its way to its place.
      await settle();
      return ask();
    },
  });

  const isDone = async (): Promise<boolean> => {
    const names = (await look()).map(({ name }) => name);
    const shows = outcome.every((text) => names.some((name) => name.includes(text)));
    return shows && (looksDone === undefined || (await looksDone()));
  };

  return {
    do: async (action) => {
      const by = await work(action);
      if (by !== 'time' && by !== 'notDone') await settle();
      return by;
    },
    isDone: () => until(isDone, (done) => done, timeoutMs),
    close: stop,
  };
}

export function createDesktopWorld(options: DesktopWorldOptions): ReplayWorld {
  return {
    open: async () => {
      const { stop } = await options.start();
      return openDesktop(options, stop);
    },
  };
}
