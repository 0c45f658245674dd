/**
 * The stage's worker: opens the pictures and paints the whole look of a
 * moment, as large as it stands on the page, so that the page's own thread
 * only puts one finished bitmap in its place.
 */
import { indexAt } from './index-at.ts';
import { paintStage } from './paint-stage.ts';
import { createReel, type Reel } from './reel.ts';
import { createContext } from './stage-canvas.ts';
import type { StageAnswer, StageRequest, StageTracks, StageWish } from './stage-message.ts';

interface Loaded {
  readonly reel: Reel;
  readonly pointer: readonly number[];
}

const stage = createContext();
const loaded = new Map<number, Loaded>();
let session: ReturnType<typeof createSession> | null = null;
/** The segment of the newest wish. */
let wanted = -1;
/** The picture that stands in while the one that is wished for is on its way. */
let standIn: OffscreenCanvas | null = null;

self.addEventListener('message', ({ data }: MessageEvent<StageRequest>) => {
  switch (data.kind) {
    case 'open':
      session = createSession(data.tracks);
      break;
    case 'load':
      loaded.set(data.segment, { reel: createReel(data.view.frames), pointer: data.view.pointer });
      break;
    case 'drop':
      loaded.get(data.segment)?.reel.close();
      loaded.delete(data.segment);
      break;
    case 'paint':
      if (session !== null) paint(session, data.wish);
  }
});

const answer = (message: StageAnswer, transfer: Transferable[]): void =>
  self.postMessage(message, { transfer });

/** The tracks as they are looked up, moment by moment. */
function createSession(tracks: StageTracks) {
  const counts = new Map<number, number>();
  return {
    tracks,
    frameTimes: tracks.frames.map(({ timeNs }) => timeNs),
    stepStarts: tracks.steps.map(({ startNs }) => startNs),
    coverTimes: tracks.redactions.map(({ timeNs }) => timeNs),
    /** The place of each frame among those of its segment. */
    places: tracks.frames.map(({ segment }) => {
      const place = counts.get(segment) ?? 0;
      counts.set(segment, place + 1);
      return place;
    }),
  };
}

function paint(
  { tracks, frameTimes, stepStarts, coverTimes, places }: ReturnType<typeof createSession>,
  wish: StageWish,
): void {
  const { timeNs, width, height } = wish;
  const index = indexAt(frameTimes, timeNs);
  const frame = tracks.frames[index];
  wanted = frame?.segment ?? -1;
  if (frame !== undefined) picture(frame.segment, places[index] ?? 0);
  const { canvas } = stage;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const step = tracks.steps[indexAt(stepStarts, timeNs)];
  const here = frame?.segment ?? 0;
  paintStage(stage, {
    image: frame === undefined ? null : standIn,
    size: tracks.display,
    pointer: [here - 1, here].flatMap((segment) => loaded.get(segment)?.pointer ?? []),
    timeNs,
    target: step !== undefined && timeNs <= step.endNs + 4e8 ? (step.target?.box ?? null) : null,
    covered:
      wish.showCovered && frame !== undefined
        ? (tracks.redactions[indexAt(coverTimes, frame.timeNs)]?.boxes ?? [])
        : [],
    pointed: wish.pointed,
    drawn: wish.drawn,
    pixelRatio: wish.pixelRatio,
    colours: tracks.colours,
    words: frame === undefined ? tracks.words.none : tracks.words.loading,
  });
  const bitmap = canvas.transferToImageBitmap();
  answer({ kind: 'painted', bitmap }, [bitmap]);
}

/** Puts the wished picture, or what is there of it, on the stage; asks for the rest. */
function picture(segment: number, place: number): void {
  const reel = loaded.get(segment)?.reel;
  if (reel === undefined) return;
  const held = reel.at(place);
  if (held !== null) standIn = held.canvas;
  if (held?.whole === true) return;
  const more = (): void => {
    if (wanted === segment) answer({ kind: 'more' }, []);
  };
  void reel.decode(place, () => wanted === segment, more);
}
