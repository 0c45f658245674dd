/**
 * What a grant has left, counting releases that are logged and those that are
 * on their way into the log. `reserve` is synchronous: between the look and
 * the reservation nothing else runs.
 */
import type { Claim, Grant } from '@understudy/consent';
import { releaseName, usedOf, type Facts } from '../facts/facts.ts';

interface WantedSegment {
  readonly segment: string;
  readonly sizeBytes: number;
}

type Reservation =
  | { readonly kind: 'reserved'; readonly settle: () => void }
  | { readonly kind: 'quotaUsedUp' }
  /** A segment was released under this claim before. */
  | { readonly kind: 'replayed' };

export interface Quotas {
  reserve(grant: Grant, claim: Claim, segments: readonly WantedSegment[]): Reservation;
}

export function createQuotas(facts: Facts): Quotas {
  const pendingUse = new Map<string, { segments: number; bytes: number }>();
  const pendingNames = new Set<string>();
  return {
    reserve: (grant, claim, segments) => {
      const names = segments.map(({ segment }) => releaseName(claim.nonce, segment));
      const again = names.some((name) => facts.released.has(name) || pendingNames.has(name));
      if (again || new Set(names).size < names.length) return { kind: 'replayed' };
      const used = usedOf(facts, grant.grant);
      const pending = pendingUse.get(grant.grant) ?? { segments: 0, bytes: 0 };
      const bytes = segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      const fits =
        used.segments + pending.segments + segments.length <= grant.quota.segments &&
        used.bytes + pending.bytes + bytes <= grant.quota.bytes;
      if (!fits) return { kind: 'quotaUsedUp' };
      pending.segments += segments.length;
      pending.bytes += bytes;
      pendingUse.set(grant.grant, pending);
      for (const name of names) pendingNames.add(name);
      return {
        kind: 'reserved',
        settle: () => {
          pending.segments -= segments.length;
          pending.bytes -= bytes;
          if (pending.segments === 0) pendingUse.delete(grant.grant);
          for (const name of names) pendingNames.delete(name);
        },
      };
    },
  };
}
