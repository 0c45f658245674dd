/**
 * Where in the session we are. A store outside of React, so that scrubbing
 * paints the stage without rendering the page: components subscribe to as much
 * of it as they show.
 */
import { useSyncExternalStore } from 'react';

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

/** Renders again only when what `select` gives changes. */
export function usePlayhead<Value extends string | number | boolean | null>(
  playhead: Playhead,
  select: (playhead: Playhead) => Value,
): Value {
  return useSyncExternalStore(playhead.subscribe, () => select(playhead));
}

/** The last index whose time is at or before `timeNs`, or -1; every `stride`th number is a time, ascending. */
export function indexAt(times: readonly number[], timeNs: number, stride = 1): number {
  let low = 0;
  let high = times.length / stride;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle * stride] ?? Infinity) <= timeNs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
