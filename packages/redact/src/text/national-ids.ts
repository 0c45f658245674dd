/**
 * Numbers that states give to people, known without a label: by their form and the check
 * digits that stdnum knows; where a form tells enough, by it alone.
 */
import { validate as isCuit } from 'stdnum/lib/cjs/ar/cuit.js';
import { validate as isBelgian } from 'stdnum/lib/cjs/be/nn.js';
import { validate as isEgn } from 'stdnum/lib/cjs/bg/egn.js';
import { validate as isCnpj } from 'stdnum/lib/cjs/br/cnpj.js';
import { validate as isCpf } from 'stdnum/lib/cjs/br/cpf.js';
import { validate as isSin } from 'stdnum/lib/cjs/ca/sin.js';
import { validate as isSwiss } from 'stdnum/lib/cjs/ch/ssn.js';
import { validate as isRut } from 'stdnum/lib/cjs/cl/rut.js';
import { validate as isChinese } from 'stdnum/lib/cjs/cn/ric.js';
import { validate as isCzech } from 'stdnum/lib/cjs/cz/rc.js';
import { validate as isGermanTax } from 'stdnum/lib/cjs/de/idnr.js';
import { validate as isCpr } from 'stdnum/lib/cjs/dk/cpr.js';
import { validate as isDni } from 'stdnum/lib/cjs/es/dni.js';
import { validate as isNie } from 'stdnum/lib/cjs/es/nie.js';
import { validate as isHetu } from 'stdnum/lib/cjs/fi/hetu.js';
import { validate as isAmka } from 'stdnum/lib/cjs/gr/amka.js';
import { validate as isAadhaar } from 'stdnum/lib/cjs/in/aadhaar.js';
import { validate as isPan } from 'stdnum/lib/cjs/in/pan.js';
import { validate as isCodiceFiscale } from 'stdnum/lib/cjs/it/codicefiscale.js';
import { validate as isCurp } from 'stdnum/lib/cjs/mx/curp.js';
import { validate as isNorwegian } from 'stdnum/lib/cjs/no/fodselsnummer.js';
import { validate as isPesel } from 'stdnum/lib/cjs/pl/pesel.js';
import { validate as isCnp } from 'stdnum/lib/cjs/ro/cnp.js';
import { validate as isInn } from 'stdnum/lib/cjs/ru/inn.js';
import { validate as isPersonnummer } from 'stdnum/lib/cjs/se/personnummer.js';
import { validate as isTurkish } from 'stdnum/lib/cjs/tr/tckimlik.js';
import { validate as isSouthAfrican } from 'stdnum/lib/cjs/za/idnr.js';
import type { PatternRule } from './rule.ts';

type Validate = (value: string) => { readonly isValid: boolean };

/** Country, form, and what checks it where anything does. */
const forms: readonly (readonly [country: string, form: string, validate?: Validate])[] = [
  ['ar', String.raw`\d{2}-\d{8}-\d`, isCuit],
  ['be', String.raw`\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}`, isBelgian],
  ['bg', String.raw`\d{10}`, isEgn],
  ['br', String.raw`\d{3}\.\d{3}\.\d{3}-\d{2}`, isCpf],
  ['br.firm', String.raw`\d{2}\.\d{3}\.\d{3}\/\d{4}-\d{2}`, isCnpj],
  ['ca', String.raw`\d{3}[ -]\d{3}[ -]\d{3}`, isSin],
  ['ch', String.raw`756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}`, isSwiss],
  ['cl', String.raw`\d{1,2}\.\d{3}\.\d{3}-[\dK]`, (value) => isRut(value.replaceAll('.', ''))],
  ['cn', String.raw`\d{17}[\dX]`, isChinese],
  ['cz', String.raw`\d{6}\/\d{3,4}`, isCzech],
  ['de.tax', String.raw`\d{2} ?\d{3} ?\d{3} ?\d{3}`, isGermanTax],
  ['dk', String.raw`\d{6}-\d{4}`, isCpr],
  ['es', String.raw`\d{8}-?[A-Z]`, isDni],
  ['es.foreign', String.raw`[XYZ]-?\d{7}-?[A-Z]`, isNie],
  ['fi', String.raw`\d{6}[-+A]\d{3}[\dA-Y]`, isHetu],
  ['gb', String.raw`[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]`],
  ['gb.driver', String.raw`[A-Z9]{5} ?\d{6} ?[A-Z9]{2}[\dA-Z]{3}`],
  ['gr', String.raw`\d{11}`, isAmka],
  ['in', String.raw`\d{4} \d{4} \d{4}`, isAadhaar],
  ['in.tax', String.raw`[A-Z]{5}\d{4}[A-Z]`, isPan],
  ['it', String.raw`[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]`, isCodiceFiscale],
  // Those given since 2020 have no check digit.
  ['kr', String.raw`\d{2}[01]\d[0-3]\d-[1-8]\d{6}`],
  ['mx', String.raw`[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z\d]\d`, isCurp],
  ['no', String.raw`\d{6} ?\d{5}`, isNorwegian],
  ['pl', String.raw`\d{11}`, isPesel],
  ['ro', String.raw`\d{13}`, isCnp],
  ['ru', String.raw`\d{12}`, isInn],
  ['ru.insurance', String.raw`\d{3}-\d{3}-\d{3} \d{2}`],
  ['se', String.raw`\d{6}(?:\d{2})?[-+]\d{4}`, isPersonnummer],
  ['tr', String.raw`\d{11}`, isTurkish],
  ['za', String.raw`\d{13}`, isSouthAfrican],
];

const formRules: readonly PatternRule[] = forms.map(([country, form, validate]) => ({
  rule: `nationalId.${country}`,
  kind: 'nationalId',
  pattern: new RegExp(
    String.raw`(?<![\p{L}\p{N}]|\d[.,-])(?:${form})(?![\p{L}\p{N}]|[.,-]\d)`,
    'gu',
  ),
  confidence: 0.9,
  // Without what must not stand around it: in prose with numbers that is what costs.
  ...(form.includes(' ') ? { core: new RegExp(form, 'u') } : {}),
  ...(validate === undefined ? {} : { holds: (value) => validate(value).isValid }),
}));

export const nationalIdRules: readonly PatternRule[] = [
  ...formRules,
  {
    rule: 'nir.fr',
    kind: 'nationalId',
    pattern: /(?<!\d)[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?!\d)/gu,
    confidence: 0.85,
  },
  {
    rule: 'insurance.de',
    kind: 'nationalId',
    pattern: /(?<![\p{L}\p{N}])\d{2} ?[0-3]\d[01]\d{3} ?[A-Z] ?\d{3}(?![\p{L}\p{N}])/gu,
    confidence: 0.85,
  },
];
