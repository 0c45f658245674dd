/** KeeperError → what a caller is told: one exhaustive table; the inside stays inside. */
import { consentErrorToRefusal, ProtocolError, type Code } from '@understudy/protocol';
import { TlogError, type TlogErrorCode } from '@understudy/tlog';
import { KeeperError, type KeeperErrorCode } from './error.ts';

const codeByKeeperCode: Record<KeeperErrorCode, Code> = {
  // Its message may name a path: for the keeper's own log only.
  damaged: 'internal',
  sealed: 'sealed',
  locked: 'locked',
  notAllowed: 'notAllowed',
  missing: 'notAllowed',
  badRequest: 'badRequest',
  replayed: 'replayed',
  conflict: 'conflict',
  wrongState: 'wrongState',
  wrongKey: 'badRequest',
  // Of a promotion or an unsealing, to who is at it: what stands in the way, and what to do.
  rolledBack: 'wrongState',
  hsm: 'wrongState',
  inUse: 'wrongState',
};

/** What a caller can do wrong with a note or an entry; the rest is the keeper's own trouble. */
const codeByLogCode: Partial<Record<TlogErrorCode, Code>> = {
  badNote: 'badRequest',
  badCheckpoint: 'badRequest',
  badEntry: 'badRequest',
  otherOrigin: 'badRequest',
  badSignature: 'badSignature',
  notWitnessed: 'badSignature',
  forked: 'conflict',
  rolledBack: 'conflict',
};

/** For `ServiceOptions.translate`. */
export function errorToRefusal(error: unknown): ProtocolError | undefined {
  if (error instanceof TlogError) {
    const code = codeByLogCode[error.code];
    const { message, remedy } = error;
    return code === undefined
      ? undefined
      : new ProtocolError({ code, message, remedy, cause: error });
  }
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

/** Of a primary that another has taken the place of: whoever asks goes on to that one. */
export function replacedRefusal(): ProtocolError {
  return new ProtocolError({
    code: 'keeperDown',
    message: 'Another keeper has taken the place of this one.',
    remedy: 'Ask that one; start this one again as its replica.',
  });
}
