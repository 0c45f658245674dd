/**
 * What may have changed since a release's statements were made, asked again at every chunk. The
 * clock is looked at each time; the facts are, as soon as the log has one entry more.
 */
import { retentionEndMs } from '@understudy/consent';
import type { Core } from '../core.ts';
import { isErased } from '../facts/erased.ts';
import type { Facts } from '../facts/facts.ts';
import type { Verified } from './evidence.ts';
import { sha256OfId } from './standing.ts';

/** Whether it may go on, now. */
export function createStanding(
  { journal, clock }: Pick<Core, 'journal' | 'clock'>,
  verified: Verified,
  pseudonym: string,
): () => boolean {
  const untilMs = endMs(verified);
  let seen = { size: -1, stands: false };
  return () => {
    const { facts } = journal;
    // Facts are a fold over the log: at the same size they are the same.
    if (facts.size !== seen.size) {
      seen = { size: facts.size, stands: factsAllow(facts, verified, pseudonym) };
    }
    return seen.stands && clock.nowMs() < untilMs;
  };
}

function factsAllow(
  facts: Facts,
  { receipt, manifest, grant }: Verified,
  pseudonym: string,
): boolean {
  const revokedAt = facts.revokedDevices.get(manifest.device);
  return (
    !facts.withdrawnReceipts.has(sha256OfId(receipt.receipt)) &&
    !facts.revokedGrants.has(grant.grant) &&
    // A stolen device must not consent in the place of what was withdrawn.
    !facts.revokedDevices.has(receipt.device) &&
    // What a device signed before it was revoked stays good.
    (revokedAt === undefined || Date.parse(manifest.endedAt) < Date.parse(revokedAt)) &&
    !isErased(facts.erased, {
      pseudonym,
      program: manifest.program,
      session: manifest.session,
      startedAtMs: Date.parse(manifest.startedAt),
    })
  );
}

/** However slowly a release is read: it ends with grant, consent, program and retention. */
function endMs({ grant, receipt, program, manifest }: Verified): number {
  const ends = [grant.expiresAt, receipt.expiresAt, program.endsAt].map((at) => Date.parse(at));
  return Math.min(...ends, retentionEndMs(manifest, [receipt, program]));
}
