/** The errors of sealing and opening. None ever holds plaintext, a key or an identity. */
import { UnderstudyError } from '@understudy/base';

export type SealErrorCode =
  | 'badRecipient'
  | 'badIdentity'
  | 'mixedRecipients'
  | 'notHybrid'
  | 'notMcap'
  | 'notAge'
  | 'notForThisKey'
  | 'damaged';

export class SealError extends UnderstudyError<SealErrorCode> {}

export function damaged(what: string, cause?: unknown): SealError {
  return new SealError({
    code: 'damaged',
    message: `The sealed file is damaged: ${what}.`,
    remedy: 'Fetch it again; if that does not help, the copy was changed after it was sealed.',
    cause,
  });
}
