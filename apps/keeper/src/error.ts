/**
 * What the keeper refuses, and why. `missing` and `notAllowed` reach a caller
 * as the same answer; the difference stays inside (issue 4, part 11).
 */
import { UnderstudyError } from '@understudy/base';

export type KeeperErrorCode =
  | 'sealed'
  | 'locked'
  | 'notAllowed'
  | 'missing'
  | 'badRequest'
  | 'replayed'
  | 'conflict'
  | 'wrongState'
  | 'wrongKey'
  | 'rolledBack'
  | 'damaged'
  | 'hsm'
  | 'inUse';

export class KeeperError extends UnderstudyError<KeeperErrorCode> {}

export function sealedError(): KeeperError {
  return new KeeperError({
    code: 'sealed',
    message: 'The keeper is sealed and can open nothing.',
    remedy: 'Have a steward run `understudy keeper unseal`.',
  });
}

export function lockedError(): KeeperError {
  return new KeeperError({
    code: 'locked',
    message: 'The deployment is locked down.',
    remedy: 'Wait for the stewards: `understudy verify`, then `understudy resume`.',
  });
}

/** One message for "forbidden" and for "not there", so that neither tells of the other. */
export function notAllowedError(cause?: unknown): KeeperError {
  return new KeeperError({
    code: 'notAllowed',
    message: 'That is not allowed, or is not there.',
    remedy: 'Check the grant, its approvals and the consent that it needs.',
    ...(cause === undefined ? {} : { cause }),
  });
}

export function usedOrderError(): KeeperError {
  return new KeeperError({
    code: 'replayed',
    message: 'That order has locked once already.',
    remedy: 'Sign a new one: `understudy lockdown --reason TEXT`.',
  });
}
