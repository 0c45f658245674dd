import { UnderstudyError } from '@understudy/base';

export type RedactErrorCode =
  | 'badImage'
  | 'imageTooLarge'
  | 'badText'
  | 'badRule'
  | 'finished'
  | 'ocrFailed';

/** No message of it holds captured text, nor a part of one. */
export class RedactError extends UnderstudyError<RedactErrorCode> {}
