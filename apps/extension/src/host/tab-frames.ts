/** Which frames of each tab run our script: those alone are asked what a picture shows. */
import type { PageSender } from '../sender.ts';

export interface TabFrames {
  /** One of them spoke. */
  note(sender: PageSender, isNew: boolean): void;
  of(tab: number): readonly number[];
}

/** More are not asked: what they show is covered. */
const mostFrames = 400;
const mostTabs = 200;

export function createTabFrames(): TabFrames {
  const tabs = new Map<number, Set<number>>();
  return {
    note: ({ tab, frame }, isNew) => {
      // With a new top all others are gone.
      const held = isNew && frame === 0 ? undefined : tabs.get(tab);
      const frames = held ?? new Set();
      if (frames.size < mostFrames) frames.add(frame);
      tabs.delete(tab);
      tabs.set(tab, frames);
      const [oldest] = tabs.keys();
      if (tabs.size > mostTabs && oldest !== undefined) tabs.delete(oldest);
    },
    of: (tab) => [...(tabs.get(tab) ?? [])],
  };
}
