/** KeeperError → what a caller is told: one exhaustive table; the inside stays inside. */
import { consentErrorToRefusal, ProtocolError, type Code } from '@understudy/protocol';
import { KeeperError, type KeeperErrorCode } from './error.ts';

const codeByKeeperCode: Record<KeeperErrorCode, Code> = {
  sealed: 'sealed',
  locked: 'locked',
  notAllowed: 'notAllowed',
  missing: 'notAllowed',
  badRequest: 'badRequest',
  badSignature: 'badSignature',
  replayed: 'replayed',
  conflict: 'conflict',
  wrongState: 'wrongState',
  tooLarge: 'tooLarge',
  wrongKey: 'badRequest',
  rolledBack: 'internal',
  damaged: 'internal',
  hsm: 'internal',
  inUse: 'internal',
};

/** For `ServiceOptions.translate`. */
export function errorToRefusal(error: unknown): ProtocolError | undefined {
  if (!(error instanceof KeeperError)) return consentErrorToRefusal(error);
  const code = codeByKeeperCode[error.code];
  if (code === 'internal') return undefined;
  const { message, remedy } =
    error.code === 'missing'
      ? {
          message: 'That is not allowed, or is not there.',
          remedy: 'Check the grant, its approvals and the consent that it needs.',
        }
      : error;
  return new ProtocolError({ code, message, remedy, cause: error });
}
