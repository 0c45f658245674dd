/** What a broken signed statement is called at the wire: consent's closed codes → the table's. */
import { UnderstudyError } from '@understudy/base';
import type { ConsentErrorCode } from '@understudy/consent';
import type { Code } from './codes.ts';
import { ProtocolError } from './error.ts';

const codeByConsentCode: Record<ConsentErrorCode, Code> = {
  malformed: 'badSignature',
  wrongKind: 'badSignature',
  unknownKey: 'badSignature',
  badSignature: 'badSignature',
  badContent: 'badSignature',
  signerMismatch: 'badSignature',
  clockSetBack: 'clockSkew',
  expired: 'notAllowed',
  tooLong: 'badRequest',
  wider: 'notCovered',
  notLive: 'consentNotLive',
  wrongGrant: 'notAllowed',
  denied: 'notAllowed',
  notEnoughApprovals: 'notAllowed',
  passkeyNeedsVerifier: 'notAllowed',
  reportRed: 'wrongState',
  reportStale: 'wrongState',
  wrongBuild: 'wrongState',
  badKey: 'badRequest',
};

/** For `ServiceOptions.translate`; undefined where the error is not consent's. */
export function consentErrorToRefusal(error: unknown): ProtocolError | undefined {
  if (!(error instanceof UnderstudyError) || error.name !== 'ConsentError') return undefined;
  const code = Object.entries(codeByConsentCode).find(([name]) => name === error.code)?.[1];
  if (code === undefined) return undefined;
  const { message, remedy } = error;
  return new ProtocolError({ code, message, remedy, cause: error });
}
