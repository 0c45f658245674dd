/** One rule of the text layer: a pattern with bounded repetition, and what else must hold of a hit. */
import type { SensitiveKind } from '../span.ts';

export interface PatternRule {
  readonly rule: string;
  readonly kind: SensitiveKind;
  /** Flags `g` and `u`; where it has a group `value`, the span is that group. */
  readonly pattern: RegExp;
  readonly confidence: number;
  /** Hits in every text that the pattern hits, and is sooner told; without the flag `g`. What can be read off the pattern needs none (demand.ts). */
  readonly core?: RegExp;
  readonly holds?: (value: string, text: string, start: number) => boolean;
  /** The beginning of a hit that is the value, where what follows may have been taken along; '' for none. */
  readonly fit?: (value: string) => string;
}
