/**
 * How much of a page's main thread the tree may take: a small share, which is
 * saved up while the page is quiet and may be overdrawn by one look. A picture
 * needs the tree whatever it costs: what is owed for it is forgotten but for a part.
 */

const share = 0.01;
/** Saved up at most: enough for what a person does in a row on a page that is quiet. */
const mostSavedMs = 60;
const mostOwedMs = 60;

interface Budget {
  spend(durationMs: number): void;
  /** Until something is left again. */
  waitMs(): number;
}

export function createBudget(): Budget {
  let savedMs = mostSavedMs;
  let atMs = performance.now();
  const save = (): void => {
    const now = performance.now();
    savedMs = Math.min(mostSavedMs, savedMs + (now - atMs) * share);
    atMs = now;
  };
  return {
    spend: (durationMs) => {
      save();
      savedMs = Math.max(-mostOwedMs, savedMs - durationMs);
    },
    waitMs: () => {
      save();
      return savedMs > 0 ? 0 : -savedMs / share;
    },
  };
}
