/** A form by which values are told where reading is unsure. */
import type { SensitiveKind } from '../span.ts';

export interface LooseRule {
  readonly rule: string;
  readonly kind: SensitiveKind;
  readonly pattern: RegExp;
  /** Without which the pattern finds nothing: cheap to look for. */
  readonly needs?: RegExp;
  /** What else must be true of what the pattern found. */
  readonly holds?: (value: string) => boolean;
  /** What an address or an issuer's prefix makes sure, whatever its parts may be besides. */
  readonly isSure?: (value: string) => boolean;
}
