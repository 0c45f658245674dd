/** No room left, whoever says so: the file system, SQLite, PostgreSQL → the one refusal for it. */
import { ProtocolError } from '@understudy/protocol';
import { z } from 'zod';

const sqliteFull = 13;

/** `ENOSPC` and `EDQUOT` of the system, SQLite's `SQLITE_FULL`, PostgreSQL's `disk_full`. */
const diskFullSchema = z.union([
  z.object({ code: z.enum(['ENOSPC', 'EDQUOT', '53100']) }),
  z.object({ code: z.literal('ERR_SQLITE_ERROR'), errcode: z.literal(sqliteFull) }),
]);

/** For the service's `translate`; undefined where the error is another. */
export function diskErrorToRefusal(error: unknown): ProtocolError | undefined {
  return diskFullSchema.safeParse(error).success ? diskFull(error) : undefined;
}

export function diskFull(cause?: unknown): ProtocolError {
  return new ProtocolError({
    code: 'diskFull',
    message: 'The vault has no room for more.',
    remedy: 'Keep the sealed segments where they are and try later; the operator must add room.',
    cause,
  });
}
