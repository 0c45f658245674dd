/**
 * `metadata.json` of DuckTrack and AgentNetTool, and the clock of the video
 * beside it: its second 0 on the clock of the events, less the pauses, in which
 * OBS records nothing.
 */
import { z } from 'zod';

const size = z.number().min(1).max(65_536).transform(Math.round);
const seconds = z.array(z.number());

export const metadataSchema = z.looseObject({
  system: z.string().nullish(),
  screen_width: size,
  screen_height: size,
  start_time: z.string().nullish(),
  video_start_timestamp: z.number().nullish(),
  obs_record_state_timings: z.record(z.string(), seconds).nullish().catch(null),
});
export type Metadata = z.infer<typeof metadataSchema>;

interface Pause {
  readonly from: number;
  readonly to: number;
}

export interface VideoClock {
  /** The second of the video that was recorded at that time of the events' clock. */
  secondAt(time: number): number;
  /** The time of the events' clock at which that second of the video was recorded. */
  timeOf(second: number): number;
  /** Takes the pauses that the events tell of, where OBS told of none. */
  seePause(action: 'pause' | 'resume', time: number): void;
}

/** Further from the first event than this, it is a time of another clock. */
const mostSecondsApart = 24 * 3600;

const timings = (metadata: Metadata, state: string): readonly number[] =>
  metadata.obs_record_state_timings?.[`OBS_WEBSOCKET_OUTPUT_${state}`] ?? [];

/**
 * null: nothing tells when the video began. Where OBS said that it had started,
 * that is the time: AgentNetTool's own `video_start_timestamp` is when it asked
 * for it, 0.3 s before the first picture in OpenCUA's example, so that pictures
 * would show what came after.
 */
export function createVideoClock(metadata: Metadata, firstEvent: number): VideoClock | null {
  const [started] = timings(metadata, 'STARTED');
  const start = started ?? metadata.video_start_timestamp ?? null;
  if (start === null || Math.abs(start - firstEvent) > mostSecondsApart) return null;
  const resumed = timings(metadata, 'RESUMED');
  const pauses: Pause[] = timings(metadata, 'PAUSED').flatMap((from, index) => {
    const to = resumed[index];
    return to === undefined || to < from ? [] : [{ from, to }];
  });
  let pausedAt: number | null = null;
  const isToldByObs = pauses.length > 0;
  return {
    secondAt: (time) => {
      const paused = [...pauses, ...(pausedAt === null ? [] : [{ from: pausedAt, to: Infinity }])];
      const lost = paused.map(({ from, to }) => Math.max(0, Math.min(time, to) - from));
      return lost.reduce((second, seconds) => second - seconds, time - start);
    },
    timeOf: (second) =>
      pauses.reduce(
        (time, { from, to }) => (time >= from ? time + to - from : time),
        start + second,
      ),
    seePause: (action, time) => {
      if (isToldByObs) return;
      if (action === 'pause') pausedAt ??= time;
      else if (pausedAt !== null) {
        pauses.push({ from: pausedAt, to: time });
        pausedAt = null;
      }
    },
  };
}
