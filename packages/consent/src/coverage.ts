/** Whether a consent covers what was recorded, or what a grant asks for: the smaller of receipt and program wins. */
import { tierReaches, type Tier } from '@understudy/base';
import type { AllowedApp, AllowedPurpose, Program } from './program.ts';
import type { Receipt } from './receipt.ts';

/** What a session says it holds, from its manifest. */
export interface CoverageClaim {
  readonly tier: Tier;
  readonly apps: readonly string[];
  /** Origins as `URL.origin` writes them. */
  readonly origins: readonly string[];
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt: string;
  /** Where it is to be used: the grant's purpose. */
  readonly purpose?: AllowedPurpose;
}

export type Coverage =
  | { readonly kind: 'covered' }
  | {
      readonly kind: 'notCovered';
      readonly reason: 'program' | 'tier' | 'app' | 'origin' | 'time' | 'purpose';
    };

/** Says nothing of withdrawal: ask `consentState` too. */
export function receiptCovers(receipt: Receipt, program: Program, claim: CoverageClaim): Coverage {
  if (receipt.program !== program.program) return { kind: 'notCovered', reason: 'program' };
  const { purpose } = claim;
  if (
    purpose !== undefined &&
    !(receipt.purposes.includes(purpose) && program.purposes.includes(purpose))
  ) {
    return { kind: 'notCovered', reason: 'purpose' };
  }
  for (const bound of [receipt, program]) {
    if (!bound.tiers.some((held) => tierReaches(held, claim.tier))) {
      return { kind: 'notCovered', reason: 'tier' };
    }
    if (!claim.apps.every((app) => bound.apps.some((allowed) => allowed.app === app))) {
      return { kind: 'notCovered', reason: 'app' };
    }
    const origins = appsToOrigins(bound.apps, claim.apps);
    if (!claim.origins.every((origin) => origins.has(origin))) {
      return { kind: 'notCovered', reason: 'origin' };
    }
  }
  return isWithin(claim, receipt, program)
    ? { kind: 'covered' }
    : { kind: 'notCovered', reason: 'time' };
}

function appsToOrigins(
  allowed: readonly AllowedApp[],
  claimed: readonly string[],
): ReadonlySet<string> {
  return new Set(
    allowed.flatMap((app) =>
      app.kind === 'sites' && claimed.includes(app.app) ? app.origins : [],
    ),
  );
}

/** Written so that a time that is no time (NaN) is never within. */
function isWithin(claim: CoverageClaim, receipt: Receipt, program: Program): boolean {
  const started = Date.parse(claim.startedAt);
  const ended = Date.parse(claim.endedAt);
  return (
    started >= Date.parse(receipt.validFrom) &&
    started >= Date.parse(program.startsAt) &&
    started <= ended &&
    ended <= Date.parse(receipt.expiresAt) &&
    ended <= Date.parse(program.endsAt)
  );
}
