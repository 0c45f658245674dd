/** Which frames of each tab run our script: those alone are asked what a picture shows. */
import type { PageSender } from '../sender.ts';

export interface TabFrames {
  /** One of them spoke. */
  note(sender: PageSender, isNew: boolean): void;
  of(tab: number): readonly number[];
}

/** Those heard of last; the others are closed long since, or are not asked: what they show is covered. */
const mostFrames = 400;
const mostTabs = 200;

export function createTabFrames(): TabFrames {
  const tabs = new Map<number, Set<number>>();
  return {
    note: ({ tab, frame }, isNew) => {
      // With a new top all others are gone.
      const held = isNew && frame === 0 ? undefined : tabs.get(tab);
      const frames = held ?? new Set();
      frames.delete(frame);
      frames.add(frame);
      if (frames.size > mostFrames) dropFirst(frames);
      tabs.delete(tab);
      tabs.set(tab, frames);
      if (tabs.size > mostTabs) dropFirst(tabs);
    },
    of: (tab) => [...(tabs.get(tab) ?? [])],
  };
}

function dropFirst(held: Set<number> | Map<number, unknown>): void {
  const [first] = held.keys();
  if (first !== undefined) held.delete(first);
}
