/** Everything that can go wrong from recording to dataset. No message repeats what was captured. */
import { UnderstudyError } from '@understudy/base';

export type DistillErrorCode =
  | 'unknownProfile'
  | 'badFrame'
  | 'wrongSession'
  | 'frameNotBefore'
  | 'outExists'
  | 'notADataset'
  | 'badDataset'
  | 'stale'
  | 'nothingToExport'
  | 'tooLarge'
  | 'reachesNothing'
  | 'badQuality'
  | 'noEndState'
  | 'replayFailed';

export class DistillError extends UnderstudyError<DistillErrorCode> {}
