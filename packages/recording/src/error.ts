/** Everything that can be wrong with a recording's file. No message repeats its content. */
import { UnderstudyError } from '@understudy/base';

export type RecordingErrorCode =
  | 'notMcap'
  | 'truncated'
  | 'corrupt'
  | 'badMessage'
  | 'tooLarge'
  | 'notOurs'
  | 'mixedSessions'
  | 'unencodable'
  | 'unknownFormat'
  | 'unreadable'
  | 'outsideFolder';

export class RecordingError extends UnderstudyError<RecordingErrorCode> {
  /** The same, saying in which file. */
  inFile(name: string): RecordingError {
    const { code, message, remedy, cause } = this;
    return new RecordingError({ code, message: `${name}: ${message}`, remedy, cause });
  }
}
