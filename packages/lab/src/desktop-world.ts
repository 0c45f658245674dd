/**
 * A virtual desktop, as a world that sessions are replayed in: each replay begins
 * with the program started anew. What shows is asked of the desktop's accessibility.
 */
import type { OpenWorld, ReplayWorld } from '@understudy/distill';
import { createAim } from './desktop-aim.ts';
import { openEyes, type DesktopSight } from './desktop-eyes.ts';
import { createDesktopSteps } from './desktop-steps.ts';
import type { Hands } from './hands/hands.ts';

export interface DesktopWorldOptions {
  /** Starts the program at the beginning of the task; it stands when this resolves. */
  readonly start: () => Promise<{ readonly stop: () => Promise<void> }>;
  readonly sight: DesktopSight;
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

function openDesktop(options: DesktopWorldOptions, stop: () => Promise<void>): OpenWorld {
  const { hands, outcome, looksDone, withheldText } = options;
  const eyes = openEyes(options.sight, options.timeoutMs);
  const work = createDesktopSteps({ hands, withheldText, aim: createAim(hands, eyes) });

  const isDone = async (): Promise<boolean> => {
    const names = (await eyes.controls()).map(({ name }) => name);
    const shows = outcome.every((text) => names.some((name) => name.includes(text)));
    return shows && (looksDone === undefined || (await looksDone()));
  };

  return {
    do: async (action) => {
      const by = await work(action);
      if (by !== 'time' && by !== 'notDone') await eyes.settle();
      return by;
    },
    isDone: () => eyes.until(isDone, (done) => done),
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
