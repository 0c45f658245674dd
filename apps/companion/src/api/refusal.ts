/** Errors of this device and of the servers behind it → the refusals of the local contract. */
import { UnderstudyError } from '@understudy/base';
import { CourierError } from '@understudy/courier';
import { codes, consentErrorToRefusal, ProtocolError, type Code } from '@understudy/protocol';
import { CompanionError, type CompanionErrorCode } from '../error.ts';

const codeOf: Record<CompanionErrorCode, Code> = {
  alreadyRecording: 'wrongState',
  badEdit: 'wrongState',
  badExtension: 'badRequest',
  badHome: 'wrongState',
  badRules: 'wrongState',
  clipboardUntold: 'badRequest',
  clockSetBack: 'clockSkew',
  companionGone: 'wrongState',
  consentMissing: 'consentNotLive',
  consentNeeded: 'consentNotLive',
  diskFull: 'diskFull',
  diskRefused: 'wrongState',
  identityGone: 'wrongState',
  keeperLocked: 'locked',
  keeperUnreachable: 'keeperDown',
  keyUnproved: 'notAllowed',
  leaseLost: 'keeperDown',
  notReviewed: 'wrongState',
  portTaken: 'wrongState',
  programUnknown: 'notAvailable',
  rulesBusy: 'conflict',
  segmentBroken: 'wrongState',
  segmentMissing: 'notAvailable',
  sendingFailed: 'wrongState',
  sessionBusy: 'conflict',
  sessionClosed: 'wrongState',
  sessionUnknown: 'notAvailable',
  vaultUnknown: 'wrongState',
};

const isCode = (code: string): code is Code => codes.some((known) => known === code);

/** For `createService`; no cause of it ever holds content. */
export function errorToRefusal(error: unknown): ProtocolError | undefined {
  const consent = consentErrorToRefusal(error);
  if (consent !== undefined) return consent;
  if (error instanceof ProtocolError || !(error instanceof UnderstudyError)) return undefined;
  return new ProtocolError({
    code: refusalCode(error),
    message: error.message,
    remedy: error.remedy,
    cause: error,
    details: { code: error.code },
  });
}

function refusalCode(error: UnderstudyError): Code {
  if (error instanceof CompanionError) return codeOf[error.code];
  if (error instanceof CourierError) return isCode(error.code) ? error.code : 'keeperDown';
  return 'wrongState';
}
