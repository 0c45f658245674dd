/**
 * Windows that went out covered, since nothing explained them → due again once something may.
 *
 * Else a page whose accessibility comes late, or was in doubt for long, would stay covered
 * until it next changes. Asked ever more seldom of a window that never explains itself.
 */
import type { Box, FrameWindow } from '@understudy/recording';
import type { DesktopWindow, WindowStructure } from '../ports.ts';
import type { View } from './view.ts';

export interface OwedWindows {
  /** The windows of a frame that went out. */
  note(windows: readonly FrameWindow[]): void;
  close(): void;
}

export interface OwedWindowsParts {
  view(): View | null;
  /** What the window holds by now; null: still nothing that explains it. */
  structure(window: DesktopWindow): Promise<WindowStructure | null>;
  onDue(box: Box): void;
}

interface Owed {
  pauseMs: number;
  timer: NodeJS.Timeout | null;
}

const firstPauseMs = 2000;
const longestPauseMs = 60_000;

export function createOwedWindows(parts: OwedWindowsParts): OwedWindows {
  const owed = new Map<number, Owed>();

  const forget = (handle: number): void => {
    clearTimeout(owed.get(handle)?.timer ?? undefined);
    owed.delete(handle);
  };
  const wait = (handle: number, entry: Owed): void => {
    entry.timer ??= setTimeout(() => {
      entry.timer = null;
      entry.pauseMs = Math.min(entry.pauseMs * 2, longestPauseMs);
      void ask(handle, entry);
    }, entry.pauseMs);
  };
  const ask = async (handle: number, entry: Owed): Promise<void> => {
    const window = parts.view()?.windows.find((shown) => shown.handle === handle);
    if (window?.verdict.kind !== 'allowed') {
      owed.delete(handle);
      return;
    }
    const structure = await parts.structure(window).catch(() => null);
    if (owed.get(handle) !== entry) return;
    if (structure === null) wait(handle, entry);
    else parts.onDue(window.box);
  };

  return {
    note: (windows) => {
      for (const { handle, allowed, texts } of windows) {
        if (!allowed || texts !== null) {
          forget(handle);
          continue;
        }
        const entry = owed.get(handle) ?? { pauseMs: firstPauseMs, timer: null };
        owed.set(handle, entry);
        wait(handle, entry);
      }
    },
    close: () => {
      for (const handle of owed.keys()) forget(handle);
    },
  };
}
