/** What can go wrong on the way: the far side's refusal by its own code, or the way itself. */
import { UnderstudyError, type ErrorParts } from '@understudy/base';
import type { Code, ProtocolError, ServiceName } from '@understudy/protocol';

/**
 * `unreachable`: nobody answers. `cancelled`: the caller's own signal. `badAnswer`: what came back
 * is not what the contract says. `truncated`: a stream broke off.
 */
export type CourierErrorCode = Code | 'unreachable' | 'cancelled' | 'badAnswer' | 'truncated';

export class CourierError extends UnderstudyError<CourierErrorCode> {
  readonly service: string;
  readonly details: ProtocolError['details'];

  constructor(
    parts: ErrorParts<CourierErrorCode> & {
      readonly service: string;
      readonly details?: ProtocolError['details'];
    },
  ) {
    super(parts);
    this.service = parts.service;
    this.details = parts.details ?? {};
  }
}

const names: Record<string, string> = { vault: 'vault', keeper: 'keeper' } satisfies Record<
  ServiceName,
  string
>;

export function unreachable(service: string, origin: string, cause: unknown): CourierError {
  return new CourierError({
    code: 'unreachable',
    service,
    message: `The ${names[service] ?? service} at ${origin} does not answer.`,
    remedy: `Check that it runs (\`understudy status\`) and that this machine reaches it; nothing sealed is lost meanwhile.`,
    cause,
  });
}

export function cancelled(service: string, cause: unknown): CourierError {
  return new CourierError({
    code: 'cancelled',
    service,
    message: 'The request was called off.',
    remedy: 'Start it again when you want it.',
    cause,
  });
}

export function badAnswer(service: string, origin: string, cause?: unknown): CourierError {
  return new CourierError({
    code: 'badAnswer',
    service,
    message: `What answers at ${origin} does not speak as the ${names[service] ?? service} does.`,
    remedy: 'Check the address, and that both sides have the same version.',
    cause,
  });
}

export function truncated(service: string, cause: unknown): CourierError {
  return new CourierError({
    code: 'truncated',
    service,
    message: 'The stream broke off before its end.',
    remedy: 'Ask for it again; what arrived so far must not be used.',
    cause,
  });
}

/** Node tells; a browser says nothing. */
const noConnection: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** There was no connection that could have carried the request which failed with this error. */
export function neverArrived(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && noConnection.has(cause.code)) return true;
  }
  return false;
}
