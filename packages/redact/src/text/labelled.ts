/** Numbers that only their label tells: licences, records, accounts, places; and in strict mode numbers too long to be harmless. */
import { digitsOf } from './checksum.ts';
import type { PatternRule } from './rule.ts';

const tie = String.raw`(?:[ ]?(?:number|no\.?|nr\.?|num|#|id|code))?["']?[ ]{0,2}(?:[:#=]|is|ist|est|es)?[ \t\n]{0,3}["'#]?`;
const tight = String.raw`(?<value>(?=[\p{L}-]{0,8}\d)[\p{L}\d](?:[./-]?[\p{L}\d]){2,24})(?![\p{L}\d])`;

const byLabel = (
  rule: string,
  kind: PatternRule['kind'],
  label: string,
  confidence = 0.9,
): PatternRule => ({
  rule,
  kind,
  pattern: new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${label})${tie}${tight}`, 'giu'),
  confidence,
});

export const labelledRules: readonly PatternRule[] = [
  byLabel(
    'id.driver',
    'nationalId',
    String.raw`driv(?:er|ing)['’]?s? licen[cs]e|dl|f[üu]hrerschein|permis de conduire|licencia de conducir`,
  ),
  byLabel('id.passport', 'nationalId', 'passport|reisepass|passeport|pasaporte'),
  byLabel(
    'id.tax',
    'nationalId',
    String.raw`tax(?:payer)? id|tin|ein|itin|vat id|steuer-?id|steuernummer|ust-?id(?:nr)?|nif|nie|dni|siret|siren|insee|nino|national insurance|nhs|social insurance|sin|aadhaar|pan|cpf|curp|bsn|pesel|personnummer|cpr|hetu|codice fiscale|oib|egn|rodn[ée] [čc][íi]slo`,
  ),
  byLabel(
    'id.medical',
    'medicalId',
    String.raw`mrn|medical record|patient id|patient|case|fallnummer|chart|health card|insurance id|member id|versichertennummer`,
  ),
  byLabel(
    'id.employee',
    'employeeId',
    String.raw`employee id|employee|staff(?: id)?|badge|personnel|personal-?(?:nr\.?|nummer)|payroll|matricule|n[úu]mero de empleado`,
  ),
  byLabel(
    'id.account',
    'account',
    String.raw`account|acct\.?|a/c|routing|sort code|bic|swift|konto(?:nummer)?|blz|customer id|client id|member(?:ship)?|policy|claim|kundennummer`,
  ),
  byLabel(
    'id.plate',
    'plate',
    String.raw`licen[cs]e plate|plate|registration plate|kennzeichen|immatriculation|matr[íi]cula|vin`,
  ),
  {
    rule: 'zip.label',
    kind: 'address',
    pattern:
      /(?<![\p{L}\p{N}])(?:zip(?: ?code)?|post ?code|postal code|plz|code postal|c[óo]digo postal)["']?[ ]?[:=]?[ \t\n]{0,3}["']?(?<value>[\p{L}\d]{2,6}(?:[ -][\p{L}\d]{2,4})?)(?![\p{L}\d])/giu,
    confidence: 0.9,
    holds: (value) => /\d/u.test(value),
  },
  {
    rule: 'address.corner',
    kind: 'address',
    pattern:
      /(?:the )?corner of [\p{Lu}\p{N}][\p{L}\p{M}\p{N}.' -]{2,40} and (?:[\p{L}\p{M}\p{N}.'’-]{1,24} ){0,3}[\p{Lu}\p{N}][\p{L}\p{M}\p{N}'’-]{1,24}/gu,
    confidence: 0.83,
  },
  {
    rule: 'postcode',
    kind: 'address',
    pattern:
      /(?<![\p{L}\p{N}])(?:[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d|\d{4} [A-Z]{2}(?= \p{Lu}|$)|(?<=, )[A-Z]{2} \d{5}(?:-\d{4})?)(?![\p{L}\p{N}])/gu,
    confidence: 0.83,
  },
  {
    rule: 'geo',
    kind: 'geo',
    pattern:
      /(?<![\p{L}\p{N}.])[-+]?\d{1,3}\.\d{3,8}°?[ ]?[NSns]?[,; ]{1,2}[-+]?\d{1,3}\.\d{3,8}°?(?:[ ]?[EWOew])?(?![\p{L}\p{N}])/gu,
    confidence: 0.9,
    holds: (value) => {
      const [lat = 999, lon = 999] = (value.match(/\d{1,3}\.\d+/gu) ?? []).map(Number);
      return lat <= 90 && lon <= 180;
    },
  },
  {
    rule: 'geo.degrees',
    kind: 'geo',
    pattern:
      /(?<![\p{L}\p{N}.])\d{1,2}°[ ]?\d{1,2}['’′][ ]?(?:\d{1,2}(?:\.\d{1,4})?["”″])?[ ]?[NSns],?[ ]{0,2}\d{1,3}°[ ]?\d{1,2}['’′][ ]?(?:\d{1,2}(?:\.\d{1,4})?["”″])?[ ]?[EWOewo](?![\p{L}\p{N}])/gu,
    confidence: 0.95,
  },
  {
    rule: 'geo.label',
    kind: 'geo',
    pattern:
      /\b(?:lat(?:itude)?|lng|lon(?:gitude)?|breite(?:ngrad)?|l[äa]nge(?:ngrad)?)["']?[ ]?[:=]?[ ]{0,2}(?<value>[-+]?\d{1,3}\.\d{2,8})(?![\p{L}\p{N}])/giu,
    confidence: 0.9,
  },
  {
    rule: 'handle.site',
    kind: 'handle',
    pattern:
      /(?<=(?:^|[^\p{L}\p{N}])(?:twitter|x|instagram|facebook|tiktok|github|gitlab|linkedin|threads|t|telegram|medium|youtube|reddit|twitch|snapchat|vk|discord)\.(?:com|me|net|org|gg)\/(?:in\/|u\/|@)?)[\p{L}\p{N}_][\p{L}\p{N}_.-]{2,40}(?![\p{L}\p{N}])/giu,
    confidence: 0.8,
    holds: (value) =>
      !/^(?:login|signup|home|search|explore|settings|about|watch|share|hashtag|orgs|features|pricing|help|legal|policy)$/iu.test(
        value,
      ),
  },
  {
    rule: 'handle.said',
    kind: 'handle',
    pattern:
      /\b(?:insta(?:gram)?|twitter|tiktok|telegram|discord|skype|snapchat|github|handle|username|user name|nick(?:name)?)[ ]?(?:is|:|=|ist|est|es)[ ]{1,2}@?(?<value>[\p{L}\p{N}_][\p{L}\p{N}_.-]{2,40}[\p{L}\p{N}_])(?![\p{L}\p{N}@])/giu,
    confidence: 0.7,
  },
  {
    rule: 'url.person',
    kind: 'handle',
    pattern:
      /(?<=[\p{L}\p{N}]\/(?:in|u|user|users|profile|profiles|people|person|members?|authors?|customers?|patients?|calendly\.com|gravatar)\/)(?=[^\s/?#]{0,60}\p{L}{3})[^\s/?#"'<>]{3,80}/giu,
    confidence: 0.7,
    holds: (value) =>
      !/^(?:new|edit|list|search|all|me|login|settings|overview|index|\p{L}{1,6}-\d+)$/iu.test(
        value,
      ),
  },
  {
    rule: 'url.token',
    kind: 'secret',
    pattern:
      /(?<=\/(?:verify|reset|invite|join|confirm|activate|unsubscribe|magic|share|s|d|t)\/)[\w-]{5,400}(?![\w-])/giu,
    confidence: 0.7,
    holds: (value) => /\d|-/u.test(value),
  },
  {
    rule: 'id.prefixed',
    kind: 'account',
    pattern:
      /(?<![\p{L}\p{N}_-])[a-z]{2,8}_(?=[A-Za-z]{0,20}\d)(?<value>[A-Za-z0-9]{10,64})(?![\p{L}\p{N}_-])/gu,
    confidence: 0.7,
  },
  {
    rule: 'url.query',
    kind: 'secret',
    // What follows the question mark of anything like an address; the address itself needs no look.
    pattern: /(?<=[\p{L}\p{N}_/.-])\?(?<value>[^\s"'<>?]{2,2000})/gu,
    confidence: 0.86,
    holds: (value) => value.includes('='),
  },
  {
    rule: 'handle',
    kind: 'handle',
    pattern: /(?<![\p{L}\p{N}.@/_])@[\p{L}_][\p{L}\p{N}_.-]{1,40}[\p{L}\p{N}_]/gu,
    confidence: 0.75,
  },
  {
    rule: 'handle.label',
    kind: 'handle',
    pattern:
      /(?<![\p{L}\p{N}]|last )(?:user(?:[ _]?(?:name|id))?|login|uid|benutzer(?:name)?|utilisateur|usuario)[ ]?[=:][ ]{0,2}["']?(?<value>[\p{L}\p{N}][\p{L}\p{N}_.-]{2,63})(?![\p{L}\p{N}@])/giu,
    confidence: 0.7,
  },
  {
    rule: 'nino',
    kind: 'nationalId',
    pattern:
      /(?<![\p{L}\p{N}])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![\p{L}\p{N}])/gu,
    confidence: 0.9,
  },
  {
    rule: 'nir.fr',
    kind: 'nationalId',
    pattern: /(?<!\d)[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?!\d)/gu,
    confidence: 0.85,
  },
  {
    rule: 'dni.es',
    kind: 'nationalId',
    pattern: /(?<![\p{L}\p{N}])[XYZ]?\d{7,8}-?[A-HJ-NP-TV-Z](?![\p{L}\p{N}])/gu,
    confidence: 0.85,
    holds: (value) => {
      const digits = digitsOf(value.replace(/^[XYZ]/u, (sign) => String('XYZ'.indexOf(sign))));
      return value.endsWith('TRWAGMYFPDXBNJZSQVHLCKE'.charAt(Number(digits) % 23));
    },
  },
  {
    rule: 'insurance.de',
    kind: 'nationalId',
    pattern: /(?<![\p{L}\p{N}])\d{2} ?[0-3]\d[01]\d{3} ?[A-Z] ?\d{3}(?![\p{L}\p{N}])/gu,
    confidence: 0.85,
  },
  {
    rule: 'driver.gb',
    kind: 'nationalId',
    pattern: /(?<![\p{L}\p{N}])[A-Z9]{5} ?\d{6} ?[A-Z9]{2}[\dA-Z]{3}(?![\p{L}\p{N}])/gu,
    confidence: 0.85,
  },
  {
    rule: 'parcel.ups',
    kind: 'account',
    pattern: /(?<![\p{L}\p{N}])1Z(?: ?[A-Z\d]){16}(?![\p{L}\p{N}])/gu,
    confidence: 0.85,
  },
  {
    rule: 'code.oneTime',
    kind: 'secret',
    pattern:
      /\b(?:one.?time|verification|security|login|log.?in|sign.?in|2fa|authentication|access|confirmation|recovery|best[äa]tigungs|v[ée]rification|verificaci[óo]n)[ -]{0,2}(?:code|pin|password|passcode|c[óo]digo)\b[^\d\n]{0,16}(?<value>\d(?:[ -]?\d){3,9})(?![\p{L}\p{N}])/giu,
    confidence: 0.9,
  },
  {
    rule: 'code.said',
    kind: 'secret',
    pattern:
      /(?<![\p{L}\p{N}])(?:your (?:\p{L}{1,16} ){0,2}code|(?:ihr|dein) (?:\p{L}{1,16}[ -]?)?code|votre code|su c[óo]digo|pin|cvv2?|cvc2?)(?: is| lautet| ist| est| es)?[ :]{1,3}(?<value>\d(?:[ -]?\d){2,7})(?![\p{L}\p{N}]|[.,:]\d)/giu,
    confidence: 0.88,
  },
  {
    rule: 'code.recovery',
    kind: 'secret',
    pattern:
      /(?<![\p{L}\p{N}])(?:recovery|backup|reserve|wiederherstellungs)[ -]?codes?[ :]{1,3}(?<value>(?=[a-z-]{0,12}\d)[a-z\d]{3,10}(?:-[a-z\d]{2,10}){0,4}(?:[ ,]{1,2}(?=[a-z-]{0,12}\d)[a-z\d]{3,10}(?:-[a-z\d]{2,10}){0,4}){0,11})(?![\p{L}\p{N}])/giu,
    confidence: 0.88,
  },
  {
    rule: 'plate.de',
    kind: 'plate',
    pattern: /(?<![\p{L}\p{N}-])[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} ?\d{1,4}[EH]?(?![\p{L}\p{N}])/gu,
    confidence: 0.6,
  },
  {
    rule: 'plate.fr',
    kind: 'plate',
    pattern: /(?<![\p{L}\p{N}-])[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}(?![\p{L}\p{N}-])/gu,
    confidence: 0.7,
  },
  {
    rule: 'plate.gb',
    kind: 'plate',
    pattern: /(?<![\p{L}\p{N}-])[A-Z]{2}\d{2} [A-HJ-PR-Z]{3}(?![\p{L}\p{N}-])/gu,
    confidence: 0.7,
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

/** Only in strict mode: nothing says what these numbers are. */
export const strictNumberRules: readonly PatternRule[] = [
  {
    rule: 'number.groups',
    kind: 'phone',
    pattern:
      /(?<![\p{L}\p{N}.,$€£+-])\(?\d{2,5}\)?(?:[ .-]\d{2,8}){1,4}(?![\p{L}\p{N}%]|[.,:-]\d)/gu,
    confidence: 0.6,
    holds: (value) => {
      const { length } = digitsOf(value);
      return (
        length >= 7 &&
        length <= 15 &&
        // A date, perhaps with the hour; the number of the year's invoice.
        !/^\d{4}[.-]\d{2}[.-]\d{2}(?: \d{2})?$/u.test(value) &&
        !/^(?:19|20)\d{2}[.-]\d{1,4}$/u.test(value) &&
        !/^\d+\.\d+$/u.test(value)
      );
    },
  },
  {
    rule: 'number.long',
    kind: 'account',
    pattern: /(?<![\p{L}\p{N}$€£_-]|\d[.,])\d{7,32}(?![\p{L}\p{N}%_]|[.,]\d)/gu,
    confidence: 0.5,
  },
  {
    rule: 'number.code',
    kind: 'account',
    // Capitals and digits in one word, more of them digits than a product's number has.
    pattern:
      /(?<![\p{L}\p{N}_./:#=+-])(?=[A-Z]{0,19}\d)(?=\d{0,19}[A-Z])[A-Z\d]{8,20}(?![\p{L}\p{N}_./:=+-])/gu,
    confidence: 0.5,
    holds: (value) => digitsOf(value).length >= 4,
  },
  {
    rule: 'code.groups',
    kind: 'secret',
    pattern:
      /(?<![\p{L}\p{N}_./:-])(?=[A-Z-]{0,12}\d)(?=[\d-]{0,12}[A-Z])[A-Z\d]{4,6}(?:-[A-Z\d]{4,6}){2,7}(?![\p{L}\p{N}_-])/gu,
    confidence: 0.6,
  },
  {
    rule: 'birthDate.past',
    kind: 'birthDate',
    // Nobody's order was placed so long ago; many people were born then.
    pattern:
      /(?<![\p{L}\p{N}.,/-])(?:(?:19[1-9]\d|200[0-9])([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/. ])\d{1,2}\2(?:19[1-9]\d|200[0-9])|\d{1,2}\.? (?:[\p{Lu}]\p{L}{2,9}|de \p{L}{4,10} de)\.? (?:19[1-9]\d|200[0-9])|\p{Lu}\p{L}{2,8}\.? \d{1,2},? (?:19[1-9]\d|200[0-9]))(?![\p{L}\p{N}]|[-/]\d)/gu,
    confidence: 0.6,
  },
  {
    rule: 'secret.allClasses',
    kind: 'secret',
    // What password rules ask for in one word: small and capital letters, digits and another sign.
    pattern:
      /(?<!\S)(?=[^\s\d]{0,24}\d)(?=[^\sa-z]{0,24}[a-z])(?=[^\sA-Z]{0,24}[A-Z])(?=[\p{L}\p{N}-]{0,24}[#$%&*!?^~+=])[^\s"'<>()[\]{}/\\:]{8,32}(?!\S)/gu,
    confidence: 0.55,
    holds: (value) => !/[=?&]\p{L}+=|^\W|\.\p{L}{2,4}$/u.test(value),
  },
  {
    rule: 'secret.mixedCode',
    kind: 'secret',
    pattern:
      /(?<![\w+/.-])(?=[A-Za-z_-]{0,24}\d)(?=[a-z\d_-]{0,24}[A-Z])(?=[A-Z\d_-]{0,24}[a-z])[\w-]{24,400}(?![\w+/-])/gu,
    confidence: 0.6,
    // A number with strokes and a word at its end has no long stretch.
    holds: (value) => digitsOf(value).length >= 3 && /[A-Za-z0-9]{10}/u.test(value),
  },
];
