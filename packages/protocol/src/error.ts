/**
 * A refusal as it travels: `{ error: { code, message, remedy, details } }`.
 * `details` holds only ids, numbers and states, never content or keys.
 */
import { UnderstudyError, type ErrorParts, type JsonValue } from '@understudy/base';
import { z } from 'zod';
import { codes, statusByCode, type Code } from './codes.ts';

export type RefusalDetails = Readonly<Record<string, JsonValue>>;

export class ProtocolError extends UnderstudyError<Code> {
  readonly details: RefusalDetails;

  constructor(parts: ErrorParts<Code> & { readonly details?: RefusalDetails }) {
    super(parts);
    this.details = parts.details ?? {};
  }
}

export const refusalSchema = z.object({
  error: z.object({
    code: z.enum(codes as [Code, ...Code[]]),
    message: z.string(),
    remedy: z.string(),
    details: z.record(z.string(), z.json()).default({}),
  }),
});

/** The wire form. Anything that is no ProtocolError becomes `internal`, and says nothing of itself. */
export function refusalToResponse(error: unknown): Response {
  const known = error instanceof ProtocolError ? error : internal(error);
  const { code, message, remedy, details } = known;
  return Response.json(
    { error: { code, message, remedy, details } },
    {
      status: statusByCode[code],
      headers: { 'cache-control': 'no-store' },
    },
  );
}

/** The one answer for what is missing and for what is forbidden. */
export function notAvailable(what: string): ProtocolError {
  return new ProtocolError({
    code: 'notAvailable',
    message: `There is no such ${what}, or none that you may know of.`,
    remedy: 'Check the id, and that you use the key it belongs to.',
  });
}

function internal(cause: unknown): ProtocolError {
  return new ProtocolError({
    code: 'internal',
    message: 'The server failed at this request.',
    remedy: 'Try again; if it stays so, tell the operator the time of the request.',
    cause,
  });
}
