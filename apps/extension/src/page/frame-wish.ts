/**
 * When the page as a picture is wanted: before each action, and once it changed.
 * Each wish is a message, so they are calm: a browser takes no more than two
 * pictures a second anyway.
 */
export type PictureCause = 'use' | 'change';

export interface FrameWish {
  /** A person is about to act upon the page. */
  act(): void;
  /** The page changed, or something on it moved. */
  change(): void;
  stop(): void;
}

const calmMs = 250;
const damageMs = 500;

type Timer = ReturnType<typeof setTimeout>;

export function createFrameWish(onWanted: (cause: PictureCause) => void): FrameWish {
  let usedAtMs = Number.NEGATIVE_INFINITY;
  let waiting: { readonly cause: PictureCause; readonly timer: Timer } | null = null;

  const stop = (): void => {
    if (waiting !== null) clearTimeout(waiting.timer);
    waiting = null;
  };
  const tell = (cause: PictureCause): void => {
    stop();
    if (cause === 'use') usedAtMs = performance.now();
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
      const waitMs = usedAtMs + calmMs - performance.now();
      if (waitMs <= 0) tell('use');
      else tellIn(waitMs, 'use');
    },
    change: () => tellIn(damageMs, 'change'),
    stop,
  };
}
