/** Two changes at once, of which a serializable database lets one through → the refusal of the other. */
import { ProtocolError } from '@understudy/protocol';
import { z } from 'zod';

/** PostgreSQL's `serialization_failure` and `deadlock_detected`. */
const collisionSchema = z.object({ code: z.enum(['40001', '40P01']) });

/** For the service's `translate`; undefined where the error is another. */
export function collisionToRefusal(error: unknown): ProtocolError | undefined {
  if (!collisionSchema.safeParse(error).success) return undefined;
  return new ProtocolError({
    code: 'conflict',
    message: 'Another request changed the same thing at the same moment.',
    remedy: 'Send it again.',
    cause: error,
  });
}
