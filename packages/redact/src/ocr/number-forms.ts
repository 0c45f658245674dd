/** Numbers of people, accounts and cards by their forms, where a sign or two may be misread. */
import type { LooseRule } from './loose-rule.ts';

/** No day, month and year in any order: 20-47-61. */
function isNoDate(value: string): boolean {
  const [a = 0, b = 0, c = 0] = value.split('-').map(Number);
  const isDay = (day: number, month: number): boolean =>
    day >= 1 && day <= 31 && month >= 1 && month <= 12;
  return !isDay(a, b) && !isDay(b, a) && !isDay(c, b);
}

export const numberForms: readonly LooseRule[] = [
  {
    rule: 'ocr.sortCode',
    kind: 'account',
    isSure: () => true,
    pattern: /(?<![\p{L}\p{N}-])\d{2}-\d{2}-\d{2}(?![\p{L}\p{N}-])/gu,
    holds: isNoDate,
  },
  {
    rule: 'ocr.nationalId',
    kind: 'nationalId',
    // A British insurance number, whatever its prefix.
    pattern: /(?<![\p{L}\p{N}])[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![\p{L}\p{N}])/gu,
  },
  {
    rule: 'ocr.ssn',
    kind: 'nationalId',
    // A blank beside a stroke: read apart.
    pattern:
      /(?<![\p{L}\p{N}.,$€£-])\d{3}(?: -|- | - )\d{2} ?- ?\d{4}(?![\p{L}\p{N}]|[-.,]\d)|(?<![\p{L}\p{N}.,$€£-])\d{3}-\d{2}(?: -|- | - )\d{4}(?![\p{L}\p{N}]|[-.,]\d)/gu,
  },
  {
    rule: 'ocr.birthDate',
    kind: 'birthDate',
    // Day, month in letters, and a year that people are born in: 04.Mar.1987.
    pattern:
      /(?<![\p{L}\p{N}./-])\d{1,2}[./-]\p{Lu}\p{L}{2,8}[./-](?:19[2-9]\d|200\d)(?![\p{L}\p{N}]|[-/]\d)/gu,
  },
  {
    rule: 'ocr.iban',
    kind: 'iban',
    // No checksum holds where one sign was misread.
    pattern:
      /(?<![\p{L}\p{N}])(?=(?:[^\d\n]{0,6}\d){8})[A-Z]{2}[\dOISBlZ]{2}(?: [A-Z\dl]{4}){2,7}(?: [A-Z\dl]{1,4})?(?![\p{L}\p{N}])/gu,
  },
  {
    rule: 'ocr.digits',
    kind: 'account',
    pattern:
      /(?<![\p{L}\p{N}.,$€£])(?!(?:19|20)\d{2}-\d{2}-\d{2}(?!\d))(?:\d[ -]?){8,}\d(?![\p{L}\p{N}.,])/gu,
  },
];
