/**
 * Since when, and until when, each tab was in front last: by the browser's word,
 * or by its own where it tells of input first. What a tab tells comes later than
 * that, so it is asked for by the time at which a thing was.
 */
export interface TabStretches {
  come(tab: number, timeNs: number): void;
  leave(tab: number, timeNs: number): void;
  forget(tab: number): void;
  /** When the stretch began that this time is part of, or that it is not later than; null: it came after the end. */
  beganNs(tab: number, timeNs: number, isInFront: boolean): number | null;
}

export function createTabStretches(): TabStretches {
  const stretches = new Map<number, { readonly cameNs: number; readonly leftNs: number | null }>();
  return {
    come: (tab, timeNs) => {
      const last = stretches.get(tab);
      const cameNs = last?.leftNs === null ? Math.min(last.cameNs, timeNs) : timeNs;
      stretches.set(tab, { cameNs, leftNs: null });
    },
    leave: (tab, timeNs) => {
      const cameNs = stretches.get(tab)?.cameNs ?? Number.NEGATIVE_INFINITY;
      stretches.set(tab, { cameNs, leftNs: timeNs });
    },
    forget: (tab) => void stretches.delete(tab),
    beganNs: (tab, timeNs, isInFront) => {
      const last = stretches.get(tab);
      if (last === undefined) return null;
      const isPast = last.leftNs === null ? !isInFront : timeNs >= last.leftNs && !isInFront;
      return isPast ? null : last.cameNs;
    },
  };
}
