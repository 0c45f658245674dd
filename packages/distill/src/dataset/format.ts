/**
 * What a format of dataset has to say for itself: how a trajectory becomes rows
 * and images, and how the parts of all sessions become its files.
 */
import type { Recording } from '@understudy/recording';
import { DistillError } from '../error.ts';
import type { FrameImage } from '../screen.ts';
import type { Step, Trajectory } from '../trajectory.ts';
import type { Format, Manifest } from './manifest.ts';
import { waitingImages, type StagedFolder } from './staging.ts';

export interface DatasetFormat {
  readonly name: Format;
  /** `files`: the pictures are files of the dataset; `waiting`: they go into its other files. */
  readonly images: 'files' | 'waiting' | 'none';
  /** Writes all of a session. The part is thrown away where this throws. */
  writeSession(session: SessionInput, sink: SessionSink): Promise<void>;
  /** Makes the dataset's files of the parts, in this order of sessions. */
  finish(
    staging: StagedFolder,
    keys: readonly string[],
    manifest: Omit<Manifest, 'files'>,
  ): Promise<void>;
  /**
   * The rows of a finished dataset as they were written, in their order, so that
   * a copy without some sessions is what an export without them would be.
   */
  restore(folder: string): AsyncIterable<Restored>;
}

/** The recording, and what it distils to: one of the two is read, once. */
interface SessionInput {
  readonly recording: Recording;
  toTrajectory(): Promise<Trajectory>;
}

export type Restored =
  | {
      readonly kind: 'row';
      readonly session: string;
      readonly rows: string;
      readonly line: string;
      /** The images that the row shows; bytes where they are no files under `images/`. */
      readonly images: readonly { readonly name: string; readonly bytes: Uint8Array | null }[];
    }
  | {
      readonly kind: 'file';
      readonly session: string;
      readonly path: string;
      readonly bytes: Uint8Array;
    };

export interface SessionSink {
  /** One line of the session's rows of that name. */
  writeRow(line: string, rows: string): Promise<void>;
  /** `images/FRAME.png`; the same frame twice is one file. */
  saveImage(image: FrameImage): Promise<void>;
  /** A file of the dataset, whole or not at all. */
  writeFile(path: string, bytes: Uint8Array): Promise<void>;
  countStep(): void;
  countSkipped(reason: SkipReason): void;
}

/** Why a step became no row. */
type SkipReason = 'noFrame' | 'outsideScreen' | 'noTarget' | 'noEquivalent' | 'withheld';

/** A step that has what a row with a picture needs. */
export interface SeenStep extends Step {
  readonly image: FrameImage;
  readonly action: Step['action'] & {
    readonly observation: NonNullable<Step['action']['observation']>;
  };
}

/** Where the pictures of the format go, from the dataset's folder. */
export const imageFolder = ({ images }: DatasetFormat): string =>
  images === 'files' ? 'images' : waitingImages;

export const imageName = (image: FrameImage): string => `${image.frame}.png`;

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
  sink: Pick<SessionSink, 'countSkipped'>,
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
    yield { index, action: { ...action, observation }, image };
  }
}
