/** One rule of the text layer: a pattern with bounded repetition, and what else must hold of a hit. */
import type { SensitiveKind } from '../span.ts';

export interface PatternRule {
  readonly rule: string;
  readonly kind: SensitiveKind;
  /** `g` flag; where it has a group `value`, the span is that group. */
  readonly pattern: RegExp;
  readonly confidence: number;
  /** The rule is tried only where the text passes: cheap, for speed alone. */
  readonly needs?: 'digit' | 'at' | 'colon' | 'letterRun';
  readonly holds?: (value: string, text: string, start: number) => boolean;
  /** The beginning of a hit that is the value, where what follows may have been taken along; '' for none. */
  readonly fit?: (value: string) => string;
}
