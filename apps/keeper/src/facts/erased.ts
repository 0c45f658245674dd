/** What a contributor has erased, and whether a segment falls under it. */
import type { ProgramId, SessionId } from '@understudy/base';
import type { ErasureScope } from '@understudy/consent';

export interface Erased {
  /** SHA-256 of the signed request. */
  readonly erasure: string;
  readonly pseudonym: string;
  readonly scope: ErasureScope;
  readonly atMs: number;
}

export interface HeldData {
  readonly pseudonym: string;
  readonly program: ProgramId;
  readonly session: SessionId;
  readonly startedAtMs: number;
}

/**
 * Erasing reaches back, never forward: a consent given afterwards begins
 * anew. A named session stays erased whatever its manifest says of its time.
 */
export function isErased(erased: readonly Erased[], data: HeldData): boolean {
  return erased.some((erasure) => {
    if (erasure.pseudonym !== data.pseudonym) return false;
    const { scope, atMs } = erasure;
    switch (scope.kind) {
      case 'everything':
        return data.startedAtMs <= atMs;
      case 'program':
        return scope.program === data.program && data.startedAtMs <= atMs;
      case 'sessions':
        return scope.sessions.includes(data.session);
      case 'range':
        return (
          data.startedAtMs >= Date.parse(scope.from) && data.startedAtMs < Date.parse(scope.until)
        );
    }
  });
}

/** Whether a key made at `createdAtMs` must not be there any more. */
export function keyIsErased(
  erased: readonly Erased[],
  key: { readonly pseudonym: string; readonly program: ProgramId; readonly createdAtMs: number },
): boolean {
  return erased.some(
    ({ pseudonym, scope, atMs }) =>
      pseudonym === key.pseudonym &&
      key.createdAtMs <= atMs &&
      (scope.kind === 'everything' || (scope.kind === 'program' && scope.program === key.program)),
  );
}
