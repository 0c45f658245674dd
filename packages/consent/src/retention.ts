/** How long a session may be kept: from its end, for the smallest number of days that any statement about it names. */
import { textToSha256 } from './digest.ts';
import type { SessionManifest } from './manifest.ts';

const dayMs = 86_400_000;

/**
 * The moment, in milliseconds since the Unix epoch, from which the session must be gone.
 * @param bounds its program and the receipts that cover it
 */
export function retentionEndMs(
  { endedAt }: Pick<SessionManifest, 'endedAt'>,
  bounds: readonly { readonly retentionDays: number }[],
): number {
  const days = Math.min(...bounds.map(({ retentionDays }) => retentionDays));
  return Date.parse(endedAt) + days * dayMs;
}

/**
 * How the end of a retention is called in receipts and in the log, hex.
 * @param jws the session's signed manifest, or the signed receipt where its whole program is over
 */
export function expiryToSha256(jws: string): string {
  return textToSha256(jws);
}
