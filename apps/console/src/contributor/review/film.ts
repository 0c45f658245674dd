/**
 * The film of a session: looks are wished for, and the worker paints them onto
 * the canvas. Segments are fetched one at a time, the newest wish first, the
 * one after it once the playhead rests, the least recently shown let go. While
 * a picture is on its way the last one stands in, so that scrubbing never waits.
 */
import type { CompanionSegmentView, CompanionTimeline } from '@understudy/protocol';
import { indexAt } from './index-at.ts';
import type { StageAnswer, StageRequest, StageTracks, StageWish } from './stage-message.ts';

/** A full-screen keyframe takes 8 MB when it is decoded. */
const capacity = 12;
/** Between two fetches while the playhead moves on: frames come first. */
const breathMs = 60;

export interface Film {
  /** Paints that look as soon as it can; of what comes in between only the newest. */
  readonly show: (wish: StageWish) => void;
  readonly close: () => void;
}

type Segment = CompanionTimeline['segments'][number];

export function createFilm(
  context: ImageBitmapRenderingContext,
  segments: readonly Segment[],
  tracks: StageTracks,
  load: (segment: Segment) => Promise<CompanionSegmentView>,
): Film {
  const worker = new Worker(new URL('stage-worker.ts', import.meta.url), { type: 'module' });
  const frameTimes = tracks.frames.map(({ timeNs }) => timeNs);
  /** In the order of their last use. */
  const loaded = new Set<number>();
  let loading = false;
  let wanted: number | null = null;
  let newest: StageWish | null = null;
  let painting = false;
  let stale = false;
  let closed = false;

  const tell = (request: StageRequest): void => worker.postMessage(request, []);

  const paint = (): void => {
    if (newest === null || closed) return;
    stale = painting;
    if (painting) return;
    painting = true;
    tell({ kind: 'paint', wish: newest });
  };

  worker.addEventListener('message', ({ data }: MessageEvent<StageAnswer>) => {
    if (closed) return;
    if (data.kind === 'painted') {
      context.transferFromImageBitmap(data.bitmap);
      painting = false;
      if (stale) paint();
    } else {
      paint();
    }
  });

  const fetchOne = async (index: number): Promise<void> => {
    const segment = segments[index];
    if (segment === undefined) return;
    loaded.add(index);
    try {
      const view = await load(segment);
      if (!closed) tell({ kind: 'load', segment: index, view });
    } catch {
      // Just cut away, or the companion is gone, which the page says; the last picture stays.
    }
    const [oldest] = loaded;
    if (loaded.size > capacity && oldest !== undefined) {
      loaded.delete(oldest);
      tell({ kind: 'drop', segment: oldest });
    }
    paint();
  };

  /** `last`: what was wanted a breath ago. Ends once all that is wanted is there. */
  const fetchNext = async (last: number | null): Promise<void> => {
    const at = wanted;
    const due = [at, at === null ? null : at + 1].find(
      (index) => index !== null && index < segments.length && !loaded.has(index),
    );
    if (due === undefined || due === null || closed) {
      loading = false;
      return;
    }
    if (due === at || at === last) await fetchOne(due);
    await new Promise((resolve) => setTimeout(resolve, breathMs));
    return fetchNext(at);
  };

  tell({ kind: 'open', tracks });
  return {
    show: (wish) => {
      newest = wish;
      const frame = tracks.frames[indexAt(frameTimes, wish.timeNs)];
      if (frame !== undefined) {
        wanted = frame.segment;
        if (loaded.delete(wanted)) loaded.add(wanted);
        if (!loading) {
          loading = true;
          void fetchNext(null);
        }
      }
      paint();
    },
    close: () => {
      closed = true;
      worker.terminate();
    },
  };
}
