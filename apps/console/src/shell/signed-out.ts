import { UnderstudyError } from '@understudy/base';

const codes: ReadonlySet<string> = new Set(['signInNeeded', 'unauthenticated']);

/** The server answered, and does not know who asks. */
export const isSignedOut = (error: unknown): boolean =>
  error instanceof UnderstudyError && codes.has(error.code);
