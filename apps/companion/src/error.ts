/** What can go wrong on the contributor's own device, each with what to do about it. */
import { UnderstudyError } from '@understudy/base';

export type CompanionErrorCode =
  | 'accountingMismatch'
  | 'alreadyRecording'
  | 'badEdit'
  | 'badHome'
  | 'badRules'
  | 'clockSetBack'
  | 'companionGone'
  | 'consentMissing'
  | 'consentNeeded'
  | 'diskFull'
  | 'diskRefused'
  | 'identityGone'
  | 'keeperLocked'
  | 'keeperUnreachable'
  | 'leaseLost'
  | 'noDisplay'
  | 'notReviewed'
  | 'portTaken'
  | 'programUnknown'
  | 'segmentBroken'
  | 'segmentMissing'
  | 'sessionBusy'
  | 'sessionClosed'
  | 'sessionUnknown'
  | 'stewardUnknown'
  | 'vaultUnknown'
  | 'wayland';

export class CompanionError extends UnderstudyError<CompanionErrorCode> {}
