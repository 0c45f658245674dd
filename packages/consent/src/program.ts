/**
 * A program: one stated collection, as signed data.
 *
 * Program (JSON, signed by a steward's key) → what a contributor may consent
 * to, and the bound that no grant reaches past.
 */
import type { ProgramId, StewardId, Tier } from '@understudy/base';

/** The purposes that a program may state and a grant may name. `performanceReview` can never be allowed. */
export const purposes = [
  'agentTraining',
  'agentEvaluation',
  'usabilityResearch',
  'securityAudit',
  'performanceReview',
] as const;
export type Purpose = (typeof purposes)[number];

export interface Program {
  readonly program: ProgramId;
  readonly title: string;
  /** Who asks: the organisation's name, shown on the consent page. */
  readonly controller: string;
  readonly purposes: readonly Purpose[];
  /** In plain words, shown on the consent page. */
  readonly purposeText: string;
  readonly apps: readonly AllowedApp[];
  readonly tiers: readonly Tier[];
  readonly region: string;
  readonly retentionDays: number;
  /** ISO 8601, UTC. */
  readonly startsAt: string;
  readonly endsAt: string;
  readonly steward: StewardId;
}

/** An app by its id as `WindowEvent.app` gives it; a browser only together with the sites allowed in it. */
export type AllowedApp =
  | { readonly kind: 'app'; readonly app: string }
  | { readonly kind: 'sites'; readonly app: string; readonly origins: readonly string[] };
