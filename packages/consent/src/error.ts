/** What can be wrong with a signed statement, as a closed union. */
import { UnderstudyError } from '@understudy/base';

export type ConsentErrorCode =
  | 'malformed'
  | 'wrongKind'
  | 'unknownKey'
  | 'badSignature'
  | 'badContent'
  | 'signerMismatch'
  | 'clockSetBack'
  | 'expired'
  | 'tooLong'
  | 'wider'
  | 'notLive'
  | 'wrongGrant'
  | 'denied'
  | 'notEnoughApprovals'
  | 'passkeyNeedsVerifier'
  | 'reportRed'
  | 'reportStale'
  | 'wrongBuild'
  | 'badKey';

export class ConsentError extends UnderstudyError<ConsentErrorCode> {}
