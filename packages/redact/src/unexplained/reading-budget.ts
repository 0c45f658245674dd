/**
 * How much of the processor reading may take: a share of the time that was
 * recorded, and a little more at once, so that a page that opens is read.
 */
export interface ReadingBudget {
  /** Whether anything is left at this time of the session. */
  allows(timeNs: number): boolean;
  spend(durationMs: number): void;
}

export interface ReadingLimits {
  /** Milliseconds of reading for each one recorded. */
  readonly share: number;
  /** What may be left over from before, in milliseconds; there is as much at the start. */
  readonly reserveMs: number;
  /** A reading that takes longer is given up, and reading rests until so much was saved up again. */
  readonly patienceMs: number;
}

export function createReadingBudget({
  share,
  reserveMs,
}: Omit<ReadingLimits, 'patienceMs'>): ReadingBudget {
  let leftMs = reserveMs;
  let grownNs = 0;
  return {
    allows: (timeNs) => {
      const grownMs = (Math.max(grownNs, timeNs) - grownNs) / 1e6;
      leftMs = Math.min(reserveMs, leftMs + grownMs * share);
      grownNs = Math.max(grownNs, timeNs);
      return leftMs > 0;
    },
    spend: (durationMs) => {
      leftMs -= durationMs;
    },
  };
}
