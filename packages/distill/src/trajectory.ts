/**
 * Recording → Trajectory: the task, and step by step what was seen and what was
 * done. A stream: one step and one frame in memory at a time.
 */
import type { Recording, SessionHeader } from '@understudy/recording';
import type { Action, ReductionCounts } from './action.ts';
import { keyOptionsOf } from './key-options.ts';
import type { Profile } from './profile.ts';
import { createReducer, type ReducerOptions } from './reducer.ts';
import { createScreen, type FrameImage } from './screen.ts';

export interface Step {
  readonly index: number;
  readonly action: Action;
  /** What the person saw before the action; null where no frame of that time was recorded. */
  readonly image: FrameImage | null;
}

export interface Trajectory {
  readonly header: SessionHeader;
  readonly instruction: string | null;
  readonly profile: Profile;
  /** To be read once. @throws DistillError `badFrame`, and what reading the recording throws. */
  readonly steps: AsyncIterable<Step>;
  /** Complete once the steps are read. */
  counts(): ReductionCounts;
}

export interface TrajectoryOptions extends ReducerOptions {
  readonly profile: Profile;
  /** Taken where the session states no task. */
  readonly instruction?: string;
  /** Without images the frames are not painted; default true. */
  readonly images?: boolean;
}

export async function recordingToTrajectory(
  recording: Recording,
  options: TrajectoryOptions,
): Promise<Trajectory> {
  const { profile, images = true } = options;
  const reducer = createReducer(profile, { ...keyOptionsOf(recording.header), ...options });
  const screen = createScreen();

  async function* steps(): AsyncGenerator<Step> {
    let index = 0;
    const toStep = async (action: Action): Promise<Step> => {
      const frame = images ? (action.observation?.frame ?? null) : null;
      const image = frame === null ? null : await screen.imageOf(frame);
      index += 1;
      return { index: index - 1, action, image };
    };
    for await (const events of recording.events) {
      if (images) {
        for (const event of events) if (event.kind === 'screen') screen.see(event);
      }
      for (const action of reducer.push(events)) yield await toStep(action);
      await screen.forgetBefore(reducer.floorNs());
    }
    for (const action of reducer.finish()) yield await toStep(action);
  }

  return {
    header: recording.header,
    instruction: recording.header.task ?? options.instruction ?? null,
    profile,
    steps: steps(),
    counts: () => reducer.counts(),
  };
}
