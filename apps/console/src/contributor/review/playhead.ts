/**
 * Where in the session we are. A store outside of React, so that scrubbing
 * paints the stage without rendering the page: components subscribe to as much
 * of it as they show.
 */
import { useCallback, useSyncExternalStore } from 'react';

export interface Playhead {
  readonly timeNs: () => number;
  readonly seek: (timeNs: number) => void;
  readonly subscribe: (listener: () => void) => () => void;
  readonly playing: () => boolean;
  readonly play: (speed: number) => void;
  readonly pause: () => void;
}

export function createPlayhead(durationNs: number, startNs = 0): Playhead {
  let timeNs = startNs;
  let frame: number | null = null;
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const seek = (wanted: number): void => {
    timeNs = Math.min(durationNs, Math.max(0, Math.round(wanted)));
    tell();
  };
  const pause = (): void => {
    if (frame !== null) cancelAnimationFrame(frame);
    frame = null;
    tell();
  };
  return {
    timeNs: () => timeNs,
    seek,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    playing: () => frame !== null,
    pause,
    play: (speed) => {
      if (frame !== null) cancelAnimationFrame(frame);
      let last = performance.now();
      const step = (now: number): void => {
        frame = requestAnimationFrame(step);
        seek(timeNs + (now - last) * 1e6 * speed);
        last = now;
        if (timeNs >= durationNs) pause();
      };
      frame = requestAnimationFrame(step);
      tell();
    },
  };
}

/** Renders again only when what `select` gives changes, and at most once in `everyMs`. */
export function usePlayhead<Value extends string | number | boolean | null>(
  playhead: Playhead,
  select: (playhead: Playhead) => Value,
  everyMs = 0,
): Value {
  const subscribe = useCallback(
    (listener: () => void) =>
      playhead.subscribe(everyMs === 0 ? listener : atMostEvery(everyMs, listener)),
    [playhead, everyMs],
  );
  return useSyncExternalStore(subscribe, () => select(playhead));
}

function atMostEvery(everyMs: number, listener: () => void): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      listener();
    }, everyMs);
  };
}
