/** What shows on a desktop → waited for, until it is there and stands still. */
import { setTimeout as rest } from 'node:timers/promises';
import type { Box } from './hands/place.ts';

/** A control that shows; places in pixels of the desktop. */
export interface SeenControl {
  readonly role: string;
  readonly name: string;
  readonly box: Box;
}

export interface DesktopSight {
  readonly controls: () => Promise<readonly SeenControl[]>;
  /** The control that has the keyboard; null: none, or none that tells. */
  readonly focused: () => Promise<SeenControl | null>;
}

export interface DesktopEyes extends DesktopSight {
  /** Asks until the answer will do, at most so long; the last answer. */
  until<Value>(
    ask: () => Promise<Value>,
    willDo: (value: Value) => boolean,
    atMostMs?: number,
  ): Promise<Value>;
  /** Resolves when what shows no longer changes. */
  settle(): Promise<void>;
}

const pollMs = 100;

/** @param timeoutMs how long a control may take to appear */
export function openEyes(sight: DesktopSight, timeoutMs: number): DesktopEyes {
  const until: DesktopEyes['until'] = async (ask, willDo, atMostMs = timeoutMs) => {
    const end = performance.now() + atMostMs;
    for (;;) {
      const value = await ask();
      if (willDo(value) || performance.now() > end) return value;
      await rest(pollMs);
    }
  };
  return {
    ...sight,
    until,
    settle: async () => {
      let before = '';
      await until(
        async () => {
          const now = JSON.stringify(await sight.controls());
          const same = now === before;
          before = now;
          return same;
        },
        (same) => same,
      );
    },
  };
}
