/**
 * The clock of another recorder → nanoseconds since the session's start, which
 * never go back and are always whole numbers that a file can hold. A clock that
 * was set, in either direction, goes on from where it was; each repair is counted.
 */
import type { CountRepair } from './repairs.ts';

export interface ForeignClock {
  /** @param exactNs nanoseconds since the first event, by the recorder's own clock. */
  advance(exactNs: number): number;
  /** The same for what was seen beside the events; where it stands behind them, it comes late. */
  alongside(exactNs: number): number;
}

/** Stamps of different threads differ by less; by more, the clock was set back. */
export const setBackNs = 1_000_000_000;
/** Nobody records with nothing happening for so long: the clock was set forward. */
const setForwardNs = 24 * 3600 * 1_000_000_000;

export function createForeignClock(repair: CountRepair): ForeignClock {
  let shiftNs = 0;
  let lastNs = 0;
  return {
    advance: (exactNs) => {
      const timeNs = Math.round(exactNs + shiftNs);
      const step = timeNs - lastNs;
      if (step < 0) repair('clockBackwards');
      if (step > setForwardNs) repair('clockForwards');
      if (step < -setBackNs || step > setForwardNs) shiftNs -= step;
      else if (step > 0) lastNs = timeNs;
      return lastNs;
    },
    alongside: (exactNs) => {
      lastNs = Math.max(lastNs, Math.round(exactNs + shiftNs));
      return lastNs;
    },
  };
}
