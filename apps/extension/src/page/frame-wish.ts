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

export function createFrameWish(onWanted: (cause: PictureCause) => void): FrameWish {
  let toldAtMs = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const stop = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  const tell = (cause: PictureCause): void => {
    stop();
    toldAtMs = performance.now();
    onWanted(cause);
  };
  const tellIn = (waitMs: number, cause: PictureCause): void => {
    timer ??= setTimeout(() => tell(cause), waitMs);
  };
  return {
    act: () => {
      const waitMs = toldAtMs + calmMs - performance.now();
      if (waitMs <= 0) tell('use');
      else tellIn(waitMs, 'use');
    },
    change: () => tellIn(damageMs, 'change'),
    stop,
  };
}
