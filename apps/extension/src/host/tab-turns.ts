/** Which tabs of ours came in front, one after the other → what the person did with tabs. */
import type { InteractionKind } from '@understudy/recording';

export interface TabTurns {
  /** @returns null: it is the one that was in front before, and other programs or sites between */
  front(tab: number): Extract<InteractionKind, 'tabOpen' | 'tabSwitch'> | null;
  /** @returns null: it never was in front */
  close(tab: number): Extract<InteractionKind, 'tabClose'> | null;
}

export function createTabTurns(): TabTurns {
  const known = new Set<number>();
  let last: number | null = null;
  return {
    front: (tab) => {
      if (tab === last) return null;
      last = tab;
      if (known.has(tab)) return 'tabSwitch';
      known.add(tab);
      return 'tabOpen';
    },
    close: (tab) => {
      if (last === tab) last = null;
      return known.delete(tab) ? 'tabClose' : null;
    },
  };
}
