/** Number plates by the forms of their countries, and the numbers of vehicles. */
import type { PatternRule } from './rule.ts';

export const plateRules: readonly PatternRule[] = [
  {
    rule: 'plate.de',
    kind: 'plate',
    pattern: /(?<![\p{L}\p{N}-])[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} ?\d{1,4}[EH]?(?![\p{L}\p{N}])/gu,
    confidence: 0.81,
  },
  {
    rule: 'plate.fr',
    kind: 'plate',
    pattern: /(?<![\p{L}\p{N}-])[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}(?![\p{L}\p{N}-])/gu,
    confidence: 0.81,
  },
  {
    rule: 'plate.gb',
    kind: 'plate',
    pattern: /(?<![\p{L}\p{N}-])[A-Z]{2}\d{2} [A-HJ-PR-Z]{3}(?![\p{L}\p{N}-])/gu,
    // More than a label's, which takes its first half.
    confidence: 0.91,
  },
  {
    rule: 'plate.broken',
    kind: 'plate',
    // A British one behind its label, whose parts a narrow cell has put on two lines.
    pattern:
      /(?<=(?<![\p{L}\p{N}])(?:registration|reg(?: no\.?)?|vrm|plate)[ :]{1,3}\n?)(?:[A-Z]{2}\n\d{2} ?[A-HJ-PR-Z]{3}|[A-Z]{2}\d{2}\n[A-HJ-PR-Z]{3})(?![\p{L}\p{N}-])/giu,
    confidence: 0.83,
    holds: (value) => value === value.toUpperCase(),
  },
  {
    rule: 'plate.es',
    kind: 'plate',
    pattern: /(?<![\p{L}\p{N}.,-])\d{4}[ -]?[BCDFGHJ-NPR-TV-Z]{3}(?![\p{L}\p{N}-])/gu,
    confidence: 0.6,
    holds: (value) => !/(?:CHF|CZK|GBP|RMB|PLN|NZD|HKD|RPM|BTC|GHZ|MHZ|KWH)$/u.test(value),
  },
  {
    rule: 'vin',
    kind: 'plate',
    pattern:
      /(?<![\p{L}\p{N}-])(?=[A-HJ-NPR-Z]{0,13}\d)(?=\d{0,13}[A-HJ-NPR-Z])[A-HJ-NPR-Z\d]{13}\d{4}(?![\p{L}\p{N}-])/gu,
    confidence: 0.8,
  },
];
