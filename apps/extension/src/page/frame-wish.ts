/**
 * When the page as a picture is wanted: before each action, and once it changed.
 * Each wish is a message, which costs the page more than what it says, so there
 * are no more of them than a browser takes pictures.
 */
export type PictureCause = 'use' | 'change';

export interface FrameWish {
  /** A person is about to act upon the page. */
  act(): void;
  /** The page changed, or something on it moved. */
  change(): void;
  /** The last one could not be explained. */
  again(): void;
  stop(): void;
}

const calmMs = 250;
/** A browser takes two within a second. */
const mostInWindow = 2;
const windowMs = 1_000;
const damageMs = 500;
const againMs = 100;

type Timer = ReturnType<typeof setTimeout>;

export interface FrameWishOptions {
  readonly onWanted: (cause: PictureCause) => void;
  /** How long it is at least until a picture can be explained; a wish that waits anyway spares one that cannot. */
  readonly restMs: () => number;
}

export function createFrameWish({ onWanted, restMs }: FrameWishOptions): FrameWish {
  let actedAtMs: readonly number[] = [];
  let waiting: { readonly cause: PictureCause; readonly timer: Timer } | null = null;

  const stop = (): void => {
    if (waiting !== null) clearTimeout(waiting.timer);
    waiting = null;
  };
  const tell = (cause: PictureCause): void => {
    stop();
    const waitMs = restMs();
    if (waitMs > 0) {
      waiting = { cause, timer: setTimeout(() => tell(cause), waitMs) };
      return;
    }
    if (cause === 'use') actedAtMs = [...actedAtMs.slice(1 - mostInWindow), performance.now()];
    onWanted(cause);
  };
  const tellIn = (waitMs: number, cause: PictureCause): void => {
    // An action does not wait for the change before it, and is told with it.
    if (waiting !== null && (waiting.cause === 'use' || cause === 'change')) return;
    stop();
    waiting = { cause, timer: setTimeout(() => tell(cause), waitMs) };
  };
  return {
    act: () => {
      if (waiting?.cause === 'use') return;
      const sinceMs = (index: number): number =>
        performance.now() - (actedAtMs.at(index) ?? Number.NEGATIVE_INFINITY);
      const waitMs = Math.max(calmMs - sinceMs(-1), windowMs - sinceMs(-mostInWindow));
      if (waitMs <= 0) tell('use');
      else tellIn(waitMs, 'use');
    },
    change: () => tellIn(damageMs, 'change'),
    again: () => tellIn(againMs, 'change'),
    stop,
  };
}
