/** Numbers that only their label tells: licences, records, accounts. */
import { classOfWord } from '../tagger/lexicon.ts';
import { digitsOf } from './checksum.ts';
import type { PatternRule } from './rule.ts';

const tie = String.raw`(?:[ ]?\(?(?:number|no\.?|nr\.?|num|#|id|code|n[°º]|num[ée]ro|n[úu]mero|numero|numer|nummer))?["']?[ ]{0,2}(?:[:#=]|is|was|ist|lautet|est|es)?[ \t\n]{0,4}["'#]?`;
const tight = String.raw`(?=[\p{L}-]{0,8}\d|\p{L}{1,6}\/\d{3})[\p{L}\d](?:[./-]?[\p{L}\d]){2,24}(?![\p{L}\d])`;
/** In groups, perhaps with a letter at the ends: QQ 12 34 56 C. */
const grouped = String.raw`(?=(?:[^\d\n]{0,4}\d){6})(?:\p{L}{1,3}[ -]?)?\d{1,6}(?:[ -]\d{1,6}){1,6}(?:[ -]?\p{L})?(?![\p{L}\p{N}]|[.,:]\d)`;

const byLabel = (rule: string, kind: PatternRule['kind'], label: string): PatternRule => ({
  rule,
  kind,
  pattern: new RegExp(
    String.raw`(?<![\p{L}\p{N}])(?:${label})${tie}(?<value>${grouped}|${tight})`,
    'giu',
  ),
  confidence: 0.9,
});

export const labelledRules: readonly PatternRule[] = [
  byLabel(
    'id.driver',
    'nationalId',
    String.raw`driv(?:er|ing)['’]?s? licen[cs]e|dl|f[üu]hrerschein|permis de conduire|licencia de conducir`,
  ),
  {
    rule: 'id.licence',
    kind: 'nationalId',
    // "noted my license as U62928788557186": no key of a program, which is parted in groups.
    pattern:
      /(?<![\p{L}\p{N}])licen[cs]e\b(?! (?:count|fees?|seats?|costs?|price|total|key))[^\d\n]{0,24}?[ ](?<value>[A-Z]{0,2}\d(?:[ -]?\d){5,16})(?![\p{L}\p{N}]|[.,:-]\d)/giu,
    confidence: 0.85,
  },
  byLabel('id.passport', 'nationalId', 'passport|reisepass|passeport|pasaporte'),
  byLabel(
    'id.tax',
    'nationalId',
    String.raw`tax(?:payer)? id|tin|ein|itin|vat id|steuer-?id|steuernummer|ust-?id(?:nr)?|nif|nie|dni|siret|siren|insee|nino|national insurance|nhs|social insurance|sin|aadhaar|pan|cpf|curp|bsn|pesel|personnummer|cpr|hetu|codice fiscale|oib|egn|rodn[ée] [čc][íi]slo`,
  ),
  byLabel(
    'id.medical',
    'medicalId',
    String.raw`mrn|medical record|medicare|hospital|patient id|patient|case|fallnummer|chart|health card|insurance id|member id|versichertennummer`,
  ),
  byLabel(
    'id.employee',
    'employeeId',
    String.raw`employee id|employee|staff(?: id)?|badge|personnel|personal-?(?:nr\.?|nummer)|payroll|matricule|matricola|n[úu]mero de empleado|n[úu]mero de funcion[áa]rio|num[ée]ro d['’]employ[ée]|personeelsnummer|(?:nr|numer) (?:s[łl]u[żz]bowy|pracownika|legitymacji)|anst[äa]llningsnummer|medarbejdernummer|ansattnummer`,
  ),
  byLabel(
    'id.account',
    'account',
    String.raw`account|acct?\.?|a/c|routing|sort code|bic|swift|konto(?:nummer)?|blz|customer id|client id|member(?:ship)?|policy|polis(?:nummer)?|p[óo]liza|polizza|ap[óo]lice|polisa|claim|kundennummer|vertrag(?:s(?:nummer|nr))?|dossier|contrat|contrato|expediente`,
  ),
  {
    // "Customer 2024" is none: a number of theirs is longer.
    ...byLabel('id.customer', 'account', 'customer|client|kunde|kundin|cliente?|klant|klient'),
    holds: (value) => digitsOf(value).length >= 5,
  },
  byLabel(
    'id.plate',
    'plate',
    String.raw`licen[cs]e plate|plate|registration plate|(?:vehicle|car) reg(?:istration)?|vrm|kennzeichen|immatriculation|matr[íi]cula|kenteken|targa|rejestracyjny|registreringsnummer|vin`,
  ),
  {
    rule: 'account.parted',
    kind: 'account',
    // British accounts, whose labels may stand in another row: 40-11-62  51720938.
    pattern: /(?<![\p{L}\p{N}-])\d{2}-\d{2}-\d{2}[ \t|,;/]{1,60}\d{8}(?![\p{L}\p{N}]|[.,:-]\d)/gu,
    confidence: 0.9,
  },
  {
    rule: 'account.sortCode',
    kind: 'account',
    // Other heads may stand between it and its label.
    pattern: /(?<=\bsort ?code\b[^\d]{1,120})\d{2}-\d{2}-\d{2}(?![\p{L}\p{N}-])/giu,
    confidence: 0.9,
  },
  {
    rule: 'account.booking',
    kind: 'account',
    // Six signs that open a booking to who has them.
    pattern:
      /(?<=(?<![\p{L}\p{N}])(?:PNR|[Rr]ecord locator|(?:[Bb]ooking|[Rr]eservation|[Cc]onfirmation) (?:ref(?:erence)?|code)|Buchungscode)(?: no\.?| number)?[ ]?[:#]?[ \t]{1,3})(?=[A-Z]{0,5}\d|[A-Z]{6})[A-Z\d]{6}(?![\p{L}\p{N}])/gu,
    confidence: 0.85,
    holds: (value) => classOfWord(value.toLowerCase()) === 0,
  },
  {
    rule: 'parcel.ups',
    kind: 'account',
    pattern: /(?<![\p{L}\p{N}])1Z(?: ?[A-Z\d]){16}(?![\p{L}\p{N}])/gu,
    confidence: 0.85,
  },
];
