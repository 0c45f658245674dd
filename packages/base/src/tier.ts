/**
 * How much of a person's work is kept. Each tier holds the ones before it:
 * motion (pointer and timing, no content) ⊂ actions (which control, no text)
 * ⊂ text (redacted text) ⊂ screen (redacted pixels). Consent is per tier.
 */
export const tiers = ['motion', 'actions', 'text', 'screen'] as const;
export type Tier = (typeof tiers)[number];

export function tierReaches(held: Tier, asked: Tier): boolean {
  return tiers.indexOf(held) >= tiers.indexOf(asked);
}
