/** Numbers of people, accounts and cards by their forms, where a sign or two may be misread. */
import type { LooseRule } from './loose-rule.ts';

/** No day, month and year in any order: 20-47-61. */
function isNoDate(value: string): boolean {
  const [a = 0, b = 0, c = 0] = value.split('-').map(Number);
  const isDay = (day: number, month: number): boolean =>
    day >= 1 && day <= 31 && month >= 1 && month <= 12;
  return !isDay(a, b) && !isDay(b, a) && !isDay(c, b);
}

/** Of what only the last digits are told; what is bought and shown has such numbers, too. */
const cards = String.raw`visa|master ?card|maestro|amex|american express|(?:debit|credit|bank) ?card|card|kort|karte|carte|tarjeta|carta|kaart|cart[aã]o|karta|kart[yąę]|girocard|konto|account|iban|sepa`;
/** Groups of dots or stars, as they are read: "••••", "+»ee", "ssee", "Ħ»•»". */
const masks = String.raw`(?:[^\p{L}\p{N}\s]|[esoxXĦ]){2,4}`;

export const numberForms: readonly LooseRule[] = [
  {
    rule: 'ocr.sortCode',
    kind: 'account',
    isSure: () => true,
    pattern: /(?<![\p{L}\p{N}-])\d{2}-\d{2}-\d{2}(?![\p{L}\p{N}-])/gu,
    holds: isNoDate,
  },
  {
    rule: 'ocr.maskedDigits',
    kind: 'card',
    isSure: () => true,
    needs: /[•*∙●·…xX.]\d{4}(?!\d)|[^\p{N}] \d{4}(?!\d)/u,
    // "•••• 4202", "**** 4202"; "Visa ssee 4202", "card 4539 +»+. +++e 4578"; "Visa x1234", "Mastercard …1234".
    pattern: new RegExp(
      String.raw`(?:${[
        String.raw`(?<=(?<!\p{L})(?:${cards})[:,]? (?:no\.? |number )?)(?:\d{4} )?(?:${masks} ){1,3}`,
        String.raw`(?<=(?<!\p{L})(?:${cards})[:,]? \(?)(?:[xX]{1,12}|[•*●∙…]{1,4} ?|[.·]{2,4} ?)`,
        String.raw`(?<![\p{L}\p{N}])(?:\d{4} )?(?:[•*●∙]{2,4} ?){1,3}(?!(?:19|20)\d{2})`,
      ].join('|')})\d{4}(?![\p{L}\p{N}/-]|[.,:]\d)`,
      'giu',
    ),
  },
  {
    rule: 'ocr.lastFour',
    kind: 'card',
    isSure: () => true,
    needs: /last_?(?:4|four)/iu,
    // As programs hold them: "last4": "4578"
    pattern: /last_?(?:4|four)(?:digits)?["']?\s?[:=]\s?["']?(?<value>\d{4})(?!\d)/giu,
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
