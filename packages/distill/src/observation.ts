/**
 * Which frame the person acted upon: the settle rule of OpenCUA's
 * state-action matching, on what each frame says of itself.
 *
 * The reference is the last frame before the action. From there the rule walks
 * back in steps, at most `lookBackNs`, never past the beginning of the move
 * that led to the action, while at least 99 % of the pixels stay equal: what
 * the pointer lights up on its way must not give the target away. The area of
 * a frame's patches bounds its changed pixels from above, so no pixel is read;
 * a keyframe may have changed everything, or nothing: it stops the walk, and
 * nobody waited for it.
 */
import type { FrameId } from '@understudy/base';
import type { ScreenEvent } from '@understudy/recording';
import type { Observation } from './action.ts';
import type { Profile } from './profile.ts';

interface SeenFrame {
  readonly frame: FrameId;
  readonly timeNs: number;
  /** At most this share of the pixels differs from the frame before. */
  readonly changedShare: number;
  readonly keyframe: boolean;
}

export interface ObservationFinder {
  see(event: ScreenEvent): void;
  /** Forgets all frames: what they show may be long gone. */
  forget(): void;
  /** The frame for an action that starts at `startNs`, no older than the state at `floorNs`. */
  find(startNs: number, floorNs: number): Observation | null;
  /** The last time in (afterNs, beforeNs) at which more than the settled share changed, or null. */
  lastChange(afterNs: number, beforeNs: number): number | null;
}

/** 60 s at the recorder's most frames a second, twice over. */
const mostFrames = 256;

function changedShare(event: ScreenEvent): number {
  if (event.keyframe) return 1;
  const pixels = event.size.width * event.size.height;
  if (pixels === 0) return 1;
  let changed = 0;
  for (const patch of event.patches) changed += patch.width * patch.height;
  return Math.min(1, changed / pixels);
}

export function createObservationFinder(profile: Profile): ObservationFinder {
  const frames: SeenFrame[] = [];

  /** The position of the last frame before `timeNs`, or -1. */
  const lastBefore = (timeNs: number): number =>
    frames.findLastIndex((frame) => frame.timeNs < timeNs);

  return {
    see: (event) => {
      // Frames stand in the order in which they are painted, whatever their clock says.
      const timeNs = Math.max(event.timeNs, frames.at(-1)?.timeNs ?? 0);
      const { frame, keyframe } = event;
      frames.push({ frame, timeNs, keyframe, changedShare: changedShare(event) });
      if (frames.length > mostFrames) frames.splice(0, mostFrames / 2);
    },
    forget: () => {
      frames.length = 0;
    },
    find: (startNs, floorNs) => {
      let chosen = lastBefore(startNs);
      let changed = 0;
      for (
        let timeNs = startNs - profile.lookBackStepNs;
        timeNs >= startNs - profile.lookBackNs && timeNs >= floorNs;
        timeNs -= profile.lookBackStepNs
      ) {
        const shownThen = frames.findLastIndex((frame) => frame.timeNs <= timeNs);
        if (shownThen === -1) break;
        for (let index = chosen; index > shownThen; index -= 1) {
          changed += frames[index]?.changedShare ?? 1;
        }
        if (changed > profile.settledShare) break;
        chosen = Math.min(chosen, shownThen);
      }
      const frame = frames[chosen];
      if (frame === undefined) return null;
      return { frame: frame.frame, timeNs: frame.timeNs, leadNs: startNs - frame.timeNs };
    },
    lastChange: (afterNs, beforeNs) =>
      frames.findLast(
        (frame) =>
          frame.timeNs > afterNs &&
          frame.timeNs < beforeNs &&
          !frame.keyframe &&
          frame.changedShare > profile.settledShare,
      )?.timeNs ?? null,
  };
}
