/** What can go wrong on the contributor's own device, each with what to do about it. */
import { UnderstudyError } from '@understudy/base';

export type CompanionErrorCode =
  | 'alreadyRecording'
  | 'badEdit'
  | 'badExtension'
  | 'badHome'
  | 'badRules'
  | 'clipboardUntold'
  | 'clockSetBack'
  | 'companionGone'
  | 'consentMissing'
  | 'consentNeeded'
  | 'diskFull'
  | 'diskRefused'
  | 'identityGone'
  | 'keeperLocked'
  | 'keeperUnreachable'
  | 'keyUnproved'
  | 'leaseLost'
  | 'notReviewed'
  | 'portTaken'
  | 'programUnknown'
  | 'rulesBusy'
  | 'segmentBroken'
  | 'segmentMissing'
  | 'sendingFailed'
  | 'sessionBusy'
  | 'sessionClosed'
  | 'sessionUnknown'
  | 'vaultUnknown';

export class CompanionError extends UnderstudyError<CompanionErrorCode> {}
