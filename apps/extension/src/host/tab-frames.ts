/** Which frames of each tab run our script: those alone are asked what a picture shows. */
import type { TabFrames } from '../own-messages.ts';
import type { PageSender } from '../sender.ts';

export interface FramesOfTabs {
  /** One of them spoke. */
  note(sender: PageSender, isNew: boolean): void;
  of(tab: number): readonly number[];
  all(): TabFrames[];
}

/** Those heard of last; the others are closed long since, or are not asked: what they show is covered. */
const mostFrames = 400;
const mostTabs = 200;

export function createTabFrames(): FramesOfTabs {
  const tabs = new Map<number, Set<number>>();
  return {
    note: ({ tab, frame }, isNew) => {
      // With a new top all others are gone.
      const held = isNew && frame === 0 ? undefined : tabs.get(tab);
      const frames = held ?? new Set();
      frames.delete(frame);
      frames.add(frame);
      if (frames.size > mostFrames) dropOldest(frames);
      tabs.delete(tab);
      tabs.set(tab, frames);
      const [oldest] = tabs.keys();
      if (tabs.size > mostTabs && oldest !== undefined) tabs.delete(oldest);
    },
    of: (tab) => [...(tabs.get(tab) ?? [])],
    all: () => [...tabs].map(([tab, frames]) => ({ tab, frames: [...frames] })),
  };
}

/** But never the top: without it nothing of a tab is explained. */
function dropOldest(frames: Set<number>): void {
  for (const frame of frames) {
    if (frame === 0) continue;
    frames.delete(frame);
    return;
  }
}
