/**
 * Postal addresses by their form: a house number beside a word for a street,
 * a postal code beside a town, in the orders that countries write them.
 */
import { isCountryWord } from '../tagger/country-words.ts';
import { classOfWord, isInterfaceWord } from '../tagger/lexicon.ts';
import { mayBeName } from './name-shape.ts';
import type { PatternRule } from './rule.ts';

const word = String.raw`\p{Lu}[\p{L}\p{M}'’.-]{0,30}`;
const number = String.raw`\d{1,5}(?:[ -]?(?:bis|ter|[A-Za-z])|\/\d{1,4}[A-Za-z]?)?(?![\p{L}\p{N}])`;
/** In the cases in which they are written. */
const flats = 'apt|apartment|suite|ste|unit|flat|floor|dock|int|interno|lot|bldg|building|room'
  .split('|')
  .flatMap((flat) => [flat, flat.toUpperCase(), flat.charAt(0).toUpperCase() + flat.slice(1)])
  .join('|');
const unit = String.raw`(?:,? (?:${flats})(?!\p{L})\.? ?#?[\p{L}\d-]{1,6}|,? \d{1,2}[º°ªo]\.?(?: (?:\p{L}{1,4}|izquierda|derecha|centro)(?![\p{L}])\.?)?)?`;
const streets = String.raw`Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Court|Ct|Place|Pl|Square|Sq|Boulevard|Blvd|Terrace|Crescent|Close|Parkway|Pkwy|Trail|Trl|Highway|Hwy|Circle|Cir|Way|Loop|Mews|Grove|Gardens|Row`;
/** As it ends a word, alone, and in capitals. */
/** Of a word, or a word alone, in the cases in which they are written. */
const streetEnd = `(?:${String.raw`stra\p{L}{1,2}e|str\.|weg|platz|allee|gasse|damm|ufer|gracht|straat|laan|plein|kade|gatan|vägen|gate|veien|vej|katu|tie|stieg|steig|graben|chaussee|singel|steeg|dreef|gränd|stigen|backen|torget`
  .split('|')
  .flatMap((end) => [
    end,
    end.charAt(0).toUpperCase() + end.slice(1),
    end.replaceAll(/(?<!\\)\p{L}/gu, (letter) => letter.toUpperCase()),
  ])
  .join('|')})`;
/** What stands before the name of a street in a sentence, in small letters. */
const notOfStreet =
  'im|in|ins|der|die|das|den|dem|des|zur|zum|am|an|auf|bei|aus|nach|von|vom|mit|und|oder|ist|liegt|wohnt|wohne|wohnen|wohnhaft|zieht|ich|er|sie|wir|nahe|neben|hinter|vor|op|de|het|een|aan|naar|bij|uit|van|en|woont|woon|ligt|på|till|från|bor|vid|och|ved|til|fra|og|the|an?|on|to|at|from|of|and|or|lives?|live|is|near|enter|your|my|our';
const ordinal =
  /^(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)$/u;
const lowerStreets = 'street|avenue|road|lane|drive|court|boulevard|terrace|parkway|highway';
const streetOf = new RegExp(`^(?:${lowerStreets})$`, 'u');
const states = String.raw`A[LKZR]|C[AOT]|DE|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY]|DC`;

export const postalRules: readonly PatternRule[] = [
  {
    rule: 'address.street',
    kind: 'address',
    // The word for a street follows: 88 Dogwood Ln, 4420 MAGNOLIA CREEK DR APT 12.
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}.,$€£]|\d:)(?:(?:${flats})(?!\p{L})\.? ?#?[\p{L}\d-]{1,6},? )?(?:\d{1,6} )?\d{1,6}[A-Za-z]? (?:${word} ){1,4}(?:${streets}|${streets.toUpperCase()})(?![\p{L}\p{N}])\.?${unit}`,
      'gu',
    ),
    core: /\d[A-Za-z]? \p{Lu}/u,
    confidence: 0.86,
  },
  {
    rule: 'address.lowerStreet',
    kind: 'address',
    // In small letters, as people type: 3911 fourth avenue suite 112; not "5 minutes down the road".
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}.,$€£])(?:\d{1,6} )?\d{1,6}[a-z]? (?:(?!(?:the|an?|of|on|in|at|to|and|or|from|for|by|my|your|our|this|that|other|new|old|more|different|main|minutes?|hours?|miles?|blocks?|years?|days?|times?|people)[ ])[\p{L}'’.-]{2,20} ){1,3}(?:${lowerStreets})(?: (?:apt|suite|unit|flat|apartment)\.? #?\d{1,5}|(?=,|\n|[ .]*$| \p{L}{3,20},? [a-z]{2} \d{5}))`,
      'gmu',
    ),
    core: /\d[a-z]? \p{Ll}/u,
    confidence: 0.85,
    // "500 gb drive", "4 lane highway": a street is called by a word that nobody knows, by a name, or counted.
    holds: (value) => {
      const words = value.match(/\p{L}{2,}/gu) ?? [];
      const at = words.findIndex((word) => streetOf.test(word));
      return words
        .slice(0, at)
        .some((word) => ordinal.test(word) || (word.length > 3 && mayBeName(word)));
    },
  },
  {
    rule: 'address.countryAndCode',
    kind: 'address',
    // Cyprus (Greek) 13475
    pattern:
      /(?<=(?<![\p{L}\p{N}])\p{L}{4,20}(?: \(\p{L}{3,20}\))? )(?!(?:19|20)\d{2}(?!\d))\d{4,6}(?![\p{L}\p{N}%€$£]|[.,:/-]\d| \p{Ll})/gu,
    confidence: 0.79,
    // A line of its own, or the last part of one, behind a town: no row of a sheet, "Germany 2500".
    holds: (_, text, start) => {
      const { word = '' } =
        /(?:,|\p{L}\)?\s{0,4}\n)[ ?]{0,6}(?<word>\p{L}+)(?: \(\p{L}+\))? $/u.exec(
          text.slice(Math.max(0, start - 60), start),
        )?.groups ?? {};
      return (
        isCountryWord(word.toLowerCase()) && /\d/u.test(text.slice(Math.max(0, start - 90), start))
      );
    },
  },
  {
    rule: 'address.flat',
    kind: 'address',
    // No word for a street, but one for a flat: 4107 COTTONWOOD BEND APT 9.
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}.,$€£])\d{1,6} (?:${word} ){1,4}(?:${flats})(?!\p{L})\.? ?#?[\p{L}\d-]{1,6}(?![\p{L}\p{N}])`,
      'gu',
    ),
    core: /\d \p{Lu}/u,
    confidence: 0.84,
  },
  {
    rule: 'address.plot',
    kind: 'address',
    // Numbered plots and houses, then a street without a number: Plot 12 Block C, Ahodwo Road.
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}])(?:(?:plot|block|house|flat|lot|villa|phase|sector)(?: no\.?)? [\p{L}\d/-]{1,5},? ){1,3}(?:${word} ){1,3}(?:${streets})(?![\p{L}\p{N}])`,
      'giu',
    ),
    confidence: 0.84,
  },
  {
    rule: 'address.named',
    kind: 'address',
    // No number, but a street and its town, perhaps behind a house's name: The Old Forge, Mill Lane, Chipping Norton.
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}])(?:(?:${word} ){0,3}${word}, )?(?:${word} ){1,3}(?:Street|Road|Lane|Avenue|Crescent|Terrace|Mews|Grove|Gardens), ${word}(?![\p{L}\p{N}])(?: ${word}(?![\p{L}\p{N}])){0,2}(?:,? [A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?![\p{L}\p{N}]))?`,
      'gu',
    ),
    confidence: 0.84,
  },
  {
    rule: 'address.streetBefore',
    kind: 'address',
    // The word for a street comes first: 14 bis, rue des Lavandières; Calle Mayor 3; Via Garibaldi 118.
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}])(?:${number},? )?(?:rue|avenue|av\.|boulevard|bd|place|allée|chemin|impasse|quai|route|calle|c\/|avda\.?|avenida|plaza|paseo|passeig|carrer|camino|rua|travessa|praça|via|viale|piazza|corso|largo|ul\.|ulica|aleja)[ ](?:(?:de |des |du |del |della |dei |la |las |los |les |le |l['’]|d['’]|do |da |dos ){0,3}${word}[ ,]{0,2}){1,4}(?:${number})?${unit}`,
      'giu',
    ),
    confidence: 0.84,
    holds: (value) => /\d/u.test(value),
  },
  {
    rule: 'address.streetEnd',
    kind: 'address',
    // The word for a street ends the name: Ringstraße 17, Prinsengracht 263, Storgatan 4.
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}])(?:(?!(?:${notOfStreet})[ ])[\p{L}\p{M}-]{2,30}[ -](?:(?:van|von|der|den|de|ten|ter)[ ]){0,2}){0,2}\p{Lu}?[\p{L}\p{M}-]{0,30}${streetEnd} \d{1,4}(?: ?[A-Za-z]|[/-](?:\d{1,3}[A-Za-z]?|[IVXivx]{1,4}|[A-Za-z]))?(?![\p{L}\p{N}])`,
      'gu',
    ),
    core: new RegExp(String.raw`${streetEnd} \d`, 'u'),
    confidence: 0.84,
  },
  {
    rule: 'address.codeAndTown',
    kind: 'address',
    // A code of four or five digits, then a town: 70173 Stuttgart, 1016 GV Amsterdam, 16124 GENOVA GE.
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}.,:/#$€£-])(?:[A-Z]{1,2}-)?(?:\d{5}|\d{4} [A-Z]{2}|\d{3} \d{2}|\d{2}-\d{3}) ${word}(?: (?:${word}|am|an der|de|la|sur|sous|du)){0,3}(?![\p{L}\p{N}])`,
      'gu',
    ),
    core: /(?:\d\d|\d [A-Z]{2}) \p{Lu}/u,
    confidence: 0.6,
    // The end of a sentence is no part of its town.
    fit: (value) => value.replace(/(?<=\p{L}{4})\.$/u, ''),
  },
  {
    rule: 'address.shortCodeAndTown',
    kind: 'address',
    // Four digits, as years have them too: behind a comma or alone on their line, before what is no common word: 4600 Køge.
    pattern: new RegExp(
      String.raw`(?<=^|, |\n)(?!(?:19|20)\d{2})[1-9]\d{3} (?<town>\p{Lu}[\p{L}\p{M}-]{3,30})(?: [A-ZÆØÅ]{1,2})?(?=[,.;]?(?:\s|$))`,
      'gmu',
    ),
    core: /\d{4} \p{Lu}/u,
    confidence: 0.82,
    holds: (value) => {
      const town = value.slice(5).split(' ', 1)[0]?.toLowerCase() ?? '';
      return classOfWord(town) === 0 && !isInterfaceWord(town);
    },
  },
  {
    rule: 'address.townAndCode',
    kind: 'address',
    // A town, the short name of its state and a code: Hoover, AL 35226; DULUTH MN 55806.
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}])(?:${word},? ){1,3}(?:${states}),? \d{5}(?:-\d{4})?(?![\p{L}\p{N}])`,
      'gu',
    ),
    core: /[A-Z]{2},? \d{5}/u,
    confidence: 0.86,
  },
  {
    rule: 'zip.label',
    kind: 'address',
    pattern:
      /(?<![\p{L}\p{N}])(?:zip(?: ?code)?|post ?code|postal code|plz|code postal|c[óo]digo postal)(?:(?: (?!file|archive)\p{L}{2,12}){0,5}? (?:is|was|ist|est|es|to)|["']?[ ]?[:=]?)[ \t\n]{0,3}["']?(?<value>(?=\p{L}{0,3}-?\d)[\p{L}\d]{2,6}(?:[ -][\p{L}\d]{2,4})?)(?![\p{L}\d])/giu,
    confidence: 0.9,
    holds: (value) => /\d/u.test(value),
  },
  {
    rule: 'address.card',
    kind: 'address',
    // RFC 6350: ADR;TYPE=home:;;Am Anger 9;Bad Tölz;;83646;Germany
    pattern:
      /(?<![\p{L}\p{N}])ADR(?:;[\p{L}\d=",-]{1,40}){0,6}:;{0,2}(?<value>[^\n;][^\n]{2,200})/gu,
    confidence: 0.9,
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
      /(?<![\p{L}\p{N}])(?:[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d|\d{4} [A-Z]{2}(?= \p{Lu}|$)|(?<=, )[A-Z]{2} \d{5}(?:-\d{4})?|(?:D6W|[AC-FHKNPRTV-Y]\d{2}) [AC-FHKNPRTV-Y\d]{4})(?![\p{L}\p{N}])/gu,
    core: /[A-Z]\d|\d [A-Z]{2}|[A-Z]{2} \d/u,
    confidence: 0.83,
  },
];
