/**
 * The pictures of a session on demand: segments are fetched one at a time, the
 * newest wish first, the one after it ahead of time, the least recently shown
 * let go. While a picture is on its way the last one stands in, so that
 * scrubbing never waits.
 */
import type { CompanionSegmentView, CompanionTimeline } from '@understudy/protocol';
import type { StageAnswer, StageRequest } from './stage-message.ts';

/** A full-screen keyframe takes 8 MB when it is decoded. */
const capacity = 12;

export interface Film {
  /** The picture of that frame of that segment, or the last one that was there. */
  readonly show: (segment: number, place: number) => ImageBitmap | null;
  /** timeNs, x, y, timeNs, x, y … of that segment, once it is there. */
  readonly pointer: (segment: number) => readonly number[];
  /** Told whenever something arrived. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly close: () => void;
}

export function createFilm(
  segments: CompanionTimeline['segments'],
  load: (segment: CompanionTimeline['segments'][number]) => Promise<CompanionSegmentView>,
): Film {
  const worker = new Worker(new URL('stage-worker.ts', import.meta.url), { type: 'module' });
  /** In the order of their last use. */
  const loaded = new Map<number, readonly number[]>();
  let loading: number | null = null;
  let wanted: number | null = null;
  let bitmap: ImageBitmap | null = null;
  let shown = '';
  let asked = '';
  let next: Extract<StageRequest, { kind: 'show' }> | null = null;
  let closed = false;
  const listeners = new Set<() => void>();
  const onArrival = (): void => {
    for (const listener of listeners) listener();
  };

  const tell = (request: StageRequest): void => worker.postMessage(request, []);

  const fetchOne = async (index: number): Promise<void> => {
    const segment = segments[index];
    if (segment === undefined || loaded.has(index)) return;
    loading = index;
    try {
      const view = await load(segment);
      if (closed) return;
      tell({ kind: 'load', segment, frames: view.frames });
      loaded.set(index, view.pointer);
      const [oldest] = loaded.keys();
      if (loaded.size > capacity && oldest !== undefined) {
        loaded.delete(oldest);
        tell({ kind: 'drop', segment: segments[oldest] ?? '' });
      }
    } catch {
      // Just cut away, or the companion is gone, which the page says; the last picture stays.
      loaded.set(index, []);
    } finally {
      loading = null;
    }
    onArrival();
  };

  const fetchWanted = (): void => {
    if (loading !== null || wanted === null || closed) return;
    const due = [wanted, wanted + 1].find((index) => index < segments.length && !loaded.has(index));
    if (due === undefined) return;
    void fetchOne(due).then(fetchWanted);
  };

  const ask = (request: Extract<StageRequest, { kind: 'show' }>): void => {
    const name = `${request.segment} ${request.place}`;
    if (name === shown || name === asked) return;
    // One at a time: of what comes in between only the newest is painted.
    if (asked !== '') {
      next = request;
      return;
    }
    asked = name;
    tell(request);
  };

  worker.addEventListener('message', ({ data }: MessageEvent<StageAnswer>) => {
    asked = '';
    if (data.bitmap !== null) {
      bitmap?.close();
      bitmap = data.bitmap;
      shown = `${data.segment} ${data.place}`;
      onArrival();
    }
    const held = next;
    next = null;
    if (held !== null) ask(held);
  });

  return {
    show: (index, place) => {
      wanted = index;
      const segment = segments[index];
      const pointer = loaded.get(index);
      if (segment !== undefined && pointer !== undefined) {
        loaded.delete(index);
        loaded.set(index, pointer);
        ask({ kind: 'show', segment, place });
      }
      fetchWanted();
      return bitmap;
    },
    pointer: (index) => loaded.get(index) ?? [],
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      closed = true;
      worker.terminate();
      bitmap?.close();
      // Whoever still asks is shown nothing rather than what is gone.
      bitmap = null;
    },
  };
}
