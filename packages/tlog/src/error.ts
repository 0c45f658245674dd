/** What can be wrong with a log, as a closed union. */
import { UnderstudyError } from '@understudy/base';

export type TlogErrorCode =
  | 'badProof'
  | 'badRange'
  | 'badNote'
  | 'badSignature'
  | 'notWitnessed'
  | 'badCheckpoint'
  | 'badKey'
  | 'badPath'
  | 'badTile'
  | 'badBundle'
  | 'badEntry'
  | 'badIndex'
  | 'missing'
  | 'tooLarge'
  | 'rolledBack'
  | 'forked'
  | 'otherOrigin'
  | 'inUse'
  | 'closed'
  | 'storageFailed';

export class TlogError extends UnderstudyError<TlogErrorCode> {}
