/** What a contributor has erased, and whether a segment falls under it. */
import type { ProgramId, SessionId } from '@understudy/base';
import type { ErasureScope } from '@understudy/consent';

export interface Erased {
  readonly scope: ErasureScope;
  readonly atMs: number;
}

export interface HeldData {
  readonly pseudonym: string;
  readonly program: ProgramId;
  readonly session: SessionId;
  readonly startedAtMs: number;
}

/** By pseudonym: asked at every chunk of a release. */
export type ErasedByPerson = ReadonlyMap<string, readonly Erased[]>;

/**
 * Erasing reaches back, never forward: a consent given afterwards begins
 * anew. A named session stays erased whatever its manifest says of its time.
 */
export function isErased(erased: ErasedByPerson, data: HeldData): boolean {
  return (erased.get(data.pseudonym) ?? []).some(({ scope, atMs }) => {
    switch (scope.kind) {
      case 'everything':
        return data.startedAtMs <= atMs;
      case 'program':
        return scope.program === data.program && data.startedAtMs <= atMs;
      case 'sessions':
        return scope.sessions.includes(data.session);
      case 'range':
        return isWithin(scope, data.startedAtMs);
    }
  });
}

interface HeldKey {
  readonly pseudonym: string;
  readonly program: ProgramId;
  readonly session: SessionId | null;
  readonly createdAtMs: number;
}

/** Whether that key must not be there any more. */
export function keyIsErased(erased: ErasedByPerson, key: HeldKey): boolean {
  return (erased.get(key.pseudonym) ?? []).some((erasure) => {
    const { scope, atMs } = erasure;
    switch (scope.kind) {
      case 'everything':
        return key.createdAtMs <= atMs;
      case 'program':
        return scope.program === key.program && key.createdAtMs <= atMs;
      case 'sessions':
        return key.session !== null && scope.sessions.includes(key.session);
      case 'range':
        // A session's key is made when the session begins.
        return key.session !== null && isWithin(scope, key.createdAtMs);
    }
  });
}

function isWithin(range: { readonly from: string; readonly until: string }, atMs: number): boolean {
  return atMs >= Date.parse(range.from) && atMs < Date.parse(range.until);
}
