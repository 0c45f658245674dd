/**
 * What a format of dataset has to say for itself: how a trajectory becomes rows
 * and images, and how the parts of all sessions become its files.
 */
import { DistillError } from '../error.ts';
import type { FrameImage } from '../screen.ts';
import type { Step, Trajectory } from '../trajectory.ts';
import type { Format, Manifest } from './manifest.ts';
import type { Staging } from './staging.ts';

export interface DatasetFormat {
  readonly name: Format;
  /** Writes all of a session. The part is thrown away where this throws. */
  writeSession(trajectory: Trajectory, sink: SessionSink): Promise<void>;
  /** Makes the dataset's files of the parts, in this order of sessions. */
  finish(staging: Staging, keys: readonly string[], manifest: Manifest): Promise<void>;
}

export interface SessionSink {
  /** One line of the session's part. */
  writeRow(line: string): Promise<void>;
  /** `images/FRAME.png`; the same frame twice is one file. */
  saveImage(image: FrameImage): Promise<void>;
  countStep(): void;
  countSkipped(reason: SkipReason): void;
}

/** Why a step became no row. */
export type SkipReason = 'noFrame' | 'outsideScreen' | 'noTarget';

/** A step that has what a row with a picture needs. */
export interface SeenStep extends Step {
  readonly image: FrameImage;
  readonly action: Step['action'] & {
    readonly observation: NonNullable<Step['action']['observation']>;
  };
}

/** Whether every place of the action is known as a share of the screen, and on it. */
function isOnScreen(action: Step['action']): boolean {
  const places = [
    ...('at' in action ? [action.at] : []),
    ...(action.kind === 'drag' ? [action.to] : []),
  ];
  return places.every(
    ({ normalised }) =>
      normalised !== null &&
      normalised.x >= 0 &&
      normalised.y >= 0 &&
      normalised.x <= 1 &&
      normalised.y <= 1,
  );
}

/**
 * The steps that a row can show; the others are counted.
 * @throws DistillError `frameNotBefore`: no exporter writes a row that shows what came after.
 */
export async function* seenSteps(
  trajectory: Trajectory,
  sink: Pick<SessionSink, 'countStep' | 'countSkipped'>,
): AsyncGenerator<SeenStep> {
  let shown: { readonly image: FrameImage; readonly timeNs: number } | null = null;
  for await (const step of trajectory.steps) {
    const { index, action } = step;
    const { startNs } = action;
    let { image } = step;
    let { observation } = action;
    // The last step changes nothing, so the last frame that was seen will do for it.
    if (action.kind === 'terminate' && image === null && shown !== null) {
      const timeNs: number = shown.timeNs;
      image = shown.image;
      observation = { frame: image.frame, timeNs, leadNs: startNs - timeNs };
    }
    if (observation !== null && observation.timeNs >= startNs) {
      throw new DistillError({
        code: 'frameNotBefore',
        message: `Step ${index} of session ${trajectory.header.session} would show a frame that is not before its action.`,
        remedy: 'Report this with the version of the recorder; the session is not exported.',
      });
    }
    if (image === null || observation === null) {
      sink.countSkipped('noFrame');
      continue;
    }
    if (!isOnScreen(action)) {
      sink.countSkipped('outsideScreen');
      continue;
    }
    shown = { image, timeNs: observation.timeNs };
    sink.countStep();
    yield { index, action: { ...action, observation }, image };
  }
}
