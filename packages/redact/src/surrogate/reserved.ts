/**
 * The ranges that surrogates come from, so that none is a real person's:
 * RFC 2606 domains, 555-01xx (NANPA), Ofcom's, ARCEP's and the Bundesnetzagentur's
 * numbers for fiction, RFC 2544 and 3849 addresses, RFC 7042 MACs, US social
 * security areas that were never issued, cards that fail Luhn, IBANs with check
 * digits 00, invented names and towns.
 *
 * Others write examples from these ranges, too, and those are values like any other. So a
 * stand-in carries a check (check-sign.ts, or its place in a sequence), and `isReserved`
 * knows one of any session by its form alone, which makes redaction idempotent without
 * knowing the session's table.
 */
import { matchesOf } from '../matches.ts';
import { issuerPrefix } from '../secrets/issuer-prefix.ts';
import { digitsOf, ibanHead, isLuhn } from '../text/checksum.ts';
import type { SensitiveKind } from '../span.ts';
import { isChecked, isCheckedThrough } from './check-sign.ts';
import {
  inventedTown,
  inventedTownHead,
  isInventedName,
  isInventedWord,
  personTitle,
} from './names.ts';

const surrogateEmail = /^(?<given>\p{L}+)\.(?<family>\p{L}+)\d{0,2}@example\.(?:com|org|net)$/iu;
const surrogateUrl = /^(?:[a-z]+:\/\/)?www\.example\.com\/\d{1,4}$/iu;

/** Steps between the numbers that stand-ins have: one value in as many of the range passes for one. */
export const ipv6Step = 101;
export const macStep = 31;
export const streetStep = 7;
/** No area of North America has them; with 555-01xx they are nobody's number, and nobody's example. */
export const unassignedAreas: readonly string[] = ['200', '300', '400', '600', '700'];
/** In the range for benchmarks, 198.18.0.0/15, the host that goes with a group. */
export const ipv4Host = (net: number, group: number): number => 1 + ((net * 13 + group * 7) % 250);
/** So many of the first signs of a made-up number are `X` and `0`. */
export const markedSigns = 3;
/** A number, and what is dialled after it. */
export const phoneParts = /^(?<number>.*?)(?<extension>[ ,]*(?:x|ext\.?)[ .:]*\d+)?$/isu;

const surrogateSecret = new RegExp(`^(?:${issuerPrefix})?EXAMPLE[a-z]*$`, 'u');
const nanpNumber = /(?:[2-4]|[67])0055501\d\d$/u;
const localNumber = /^\d{0,2}?5{0,2}501(?<tail>\d\d)$/u;
const fictionNumber = /^(?:447700900|493023125|3363998)(?<tail>\d+)$/u;

/** E.164: more digits than any number has. */
const mostDigits = 15;
/** What stands between two numbers, and seldom in one. */
const betweenNumbers = /[^\d .()+-]|\s-\s|\s{2}/u;

/** "0161 832 4417 · 07911 234 567" may be read as one: apart, each with what stands behind it. */
export function numbersIn(value: string): readonly string[] {
  const count = digitsOf(value).length;
  if (count <= mostDigits) return [value];
  const gaps = matchesOf(/\d(?<gap>[^\d]*)(?=\d)/gu, value).map(
    ({ 0: hit, index, groups }, at) => ({
      at: index + hit.replace(/[+(]+$/u, '').length,
      rank:
        Math.abs(at + 1 - count / 2) +
        (betweenNumbers.test(groups?.['gap'] ?? '')
          ? 0
          : (groups?.['gap'] ?? '') === ''
            ? 200
            : 100),
    }),
  );
  const [best] = gaps.toSorted((one, other) => one.rank - other.rank);
  if (best === undefined) return [value];
  return [...numbersIn(value.slice(0, best.at)), ...numbersIn(value.slice(best.at))];
}

function isSurrogatePhone(value: string): boolean {
  return numbersIn(phoneParts.exec(value)?.groups?.['number'] ?? value).every(isSurrogateNumber);
}

function isSurrogateNumber(value: string): boolean {
  const digits = digitsOf(value).replace(/^00/u, '');
  // What is dialled inside of a house.
  if (/^0{2,4}$/u.test(digits) || nanpNumber.test(digits)) return true;
  const tail = (fictionNumber.exec(digits) ?? localNumber.exec(digits))?.groups?.['tail'];
  return tail !== undefined && isChecked(tail);
}

/** Check digits 00, which no IBAN has, and a check of its own at its end. */
function isSurrogateIban(value: string): boolean {
  const signs = value.replace(/[^A-Z\d]/giu, '');
  return /^[A-Z]{2}00/iu.test(signs) && isChecked(signs.slice(4));
}

function isSurrogateIp(value: string): boolean {
  const parts = /^198\.(?<net>1[89])\.(?<group>\d+)\.(?<host>\d+)(?:\/\d+)?$/u.exec(value)?.groups;
  if (parts !== undefined)
    return Number(parts['host']) === ipv4Host(Number(parts['net']), Number(parts['group']));
  const group = /^2001:db8::(?<group>[0-9a-f]{1,4})$/iu.exec(value)?.groups?.['group'];
  if (group !== undefined) return Number.parseInt(group, 16) % ipv6Step === 7;
  // The machine itself, and any.
  return /^(?:127\.|0\.0\.0\.0|::1$)/u.test(value);
}

function isSurrogateEmail(value: string): boolean {
  const { given, family } = surrogateEmail.exec(value)?.groups ?? {};
  return (
    given !== undefined && family !== undefined && isInventedWord(given) && isInventedWord(family)
  );
}

function isSurrogateMac(value: string): boolean {
  const last = /^00005e0053(?<last>[0-9a-f]{2})$/iu.exec(value.replace(/[:.-]/gu, ''))?.groups?.[
    'last'
  ];
  return last !== undefined && Number.parseInt(last, 16) % macStep === 5;
}

/** The first letters and digits of a made-up number are X and 0, the last ones are its checks. */
function isMarked(value: string): boolean {
  const bare = value.replace(/[^\p{L}\p{N}]/gu, '');
  if (bare.length <= markedSigns) return /^[0X]+$/iu.test(bare);
  return /^[0X]{3}[a-z\d]+$/iu.test(bare) && isCheckedThrough(bare);
}

const numbers: readonly SensitiveKind[] = ['phone', 'card', 'iban', 'nationalId'];

/** Kinds that are told by their digits, of which a part is no value. */
export function isNumber(kind: SensitiveKind): boolean {
  return kind === 'account' || numbers.includes(kind);
}

const inventedStreet = String.raw`(?<![\d.,])(?:3|10|17|24|31|38|45|52|59|66|73|80|87|94) Example Street\b`;

/** Short where its value is: `ex_42k`, with a check that tells it from others' (`isOwnPhrase`). */
const inventedHandle = String.raw`@?\b(?:example_\d+|ex_\d{2,6}[a-z](?![\p{L}\p{N}_]))`;
const isOwnPhrase = (phrase: string): boolean => {
  const signs = /^@?ex_(?<signs>\d+[a-z])$/iu.exec(phrase)?.groups?.['signs'];
  return signs === undefined || isChecked(signs);
};

/** Phrases that only surrogates have, in their own case. */
const zonePhrases = new RegExp(
  String.raw`${inventedStreet}|${inventedTown}|${inventedHandle}|(?<![\p{L}\p{N}])(?:${issuerPrefix})?EXAMPLE[a-z]*(?![\p{L}\p{N}])`,
  'gu',
);

/** Each of these phrases has one of these. */
const mayHoldZones = new RegExp(`Example|EXAMPLE|example_|ex_|${inventedTownHead}`, 'u');

const surrogateForms: readonly (readonly [RegExp, SensitiveKind])[] = [
  [/(?<!\d)\d(?:[ -]?0){5}(?:[ -]?\d){6,13}(?!\d)/gu, 'card'],
  [
    // Numbers of digits alone are left to the rules: many begin with zeros.
    /(?<![\p{L}\p{N}./-])(?=\d{0,40}[./X-])(?:[0X][./-]?){3}[\dA-Z](?:[./-]?[\dA-Z]){2,40}(?![\p{L}\p{N}])/giu,
    'nationalId',
  ],
  [/(?<![A-Z0-9])[A-Z]{2}00(?:[ -]?[A-Z0-9]{1,4}){3,8}(?![A-Z0-9])/gu, 'iban'],
];

/** Each of these forms has two such signs in a row. */
const mayHoldNumbers = /[0X][ ./-]?[0X]/iu;

/** Where surrogates stand whose checksums fail on purpose, so that no detector knows their bounds. */
export function reservedZones(text: string): { start: number; end: number }[] {
  const phrases = mayHoldZones.test(text)
    ? matchesOf(zonePhrases, text)
        .filter(({ 0: value }) => isOwnPhrase(value))
        .map(({ 0: value, index }) => ({ start: index, end: index + value.length }))
    : [];
  if (!mayHoldNumbers.test(text)) return phrases;
  const numbers = surrogateForms.flatMap(([pattern, kind]) =>
    matchesOf(pattern, text)
      .map(({ 0: hit, index }) => ({ value: kind === 'iban' ? ibanHead(hit) : hit, index }))
      .filter(({ value }) => isReservedAs(value, kind))
      .map(({ value, index }) => ({ start: index, end: index + value.length })),
  );
  return [...phrases, ...numbers];
}

/** Names, addresses and numbers are short; only a secret's stand-in is as long as the secret, and a list of names. */
const longestSurrogate = 300;

/** A number of one kind may look like another kind to another rule. */
export function isReserved(value: string, kind: SensitiveKind): boolean {
  if (value.length > longestSurrogate)
    return kind === 'secret' ? surrogateSecret.test(value) : isInventedName(value);
  return (
    isReservedAs(value, kind) ||
    (isNumber(kind) && numbers.some((other) => isReservedAs(value, other)))
  );
}

function isReservedAs(value: string, kind: SensitiveKind): boolean {
  switch (kind) {
    case 'email':
      return isSurrogateEmail(value);
    case 'url':
      return surrogateUrl.test(value);
    case 'phone':
      return isSurrogatePhone(value);
    case 'card':
      return /^\d00000\d{6,13}$/u.test(digitsOf(value)) && !isLuhn(digitsOf(value));
    case 'iban':
      return isSurrogateIban(value);
    case 'nationalId':
      return isMarked(value);
    case 'ip':
      return isSurrogateIp(value);
    case 'mac':
      return isSurrogateMac(value);
    case 'secret':
      return surrogateSecret.test(value) || /^(?:[•*●]|x)+$/iu.test(value);
    case 'geo':
      return /^[^\d]*0\.0\d*\D+0\.0\d*\D*$/u.test(value);
    case 'medicalId':
    case 'employeeId':
    case 'account':
    case 'plate':
      return isMarked(value);
    case 'birthDate':
    case 'date':
      return value.includes('1904');
    case 'name':
      return isSurrogateText(value) || value.split(/\s+/u).every((word) => personTitle.test(word));
    case 'address':
    case 'location':
    case 'organization':
    case 'handle':
    case 'attribute':
    case 'unknown':
      return isSurrogateText(value);
  }
}

const surrogatePhrases = new RegExp(
  String.raw`${inventedTown}|${inventedStreet}|${inventedHandle}|(?<!\p{L})\p{L}{3,14}\.\p{L}{3,14}\d{0,2}@example\.(?:com|org|net)|(?:https?:\/\/)?www\.example\.com\/\d*|\bExample\b|\b1904\b`,
  'giu',
);

/** Each of these phrases has one of these. */
const mayHoldPhrases = new RegExp(`Example|ex_|1904|${inventedTownHead}`, 'iu');

/** Whether its first word tells already that it is none: no invented one, no title, no `X`, and no phrase in the text. */
function hasOwnWord(value: string): boolean {
  const first = /\S+/u.exec(value)?.[0] ?? '';
  if (personTitle.test(first)) return false;
  const word = /\p{L}{2,}/u.exec(first)?.[0];
  return (
    word !== undefined &&
    !personTitle.test(word) &&
    !isInventedWord(word) &&
    !/^x+$/iu.test(word) &&
    !mayHoldPhrases.test(value)
  );
}

/** Whether nothing is left of a text but invented words, initials and signs. */
function isSurrogateText(value: string): boolean {
  if (/^[X0\s,-]+$/u.test(value)) return true;
  if (hasOwnWord(value)) return false;
  // Initials stay as they are, so alone they are no value.
  if (/^[^\p{L}\p{N}]*(?:[A-Za-z](?![\p{L}\p{N}])[^\p{L}\p{N}]*)+$/u.test(value)) return true;
  const rest = mayHoldPhrases.test(value)
    ? value.replace(surrogatePhrases, (phrase) => (isOwnPhrase(phrase) ? ' ' : phrase))
    : value;
  if (rest === value && !/\p{L}{2}/u.test(value))
    return /^\D*0+\D*$/u.test(value) || /^x+$/iu.test(value);
  // Postal codes beside them, as they are made up.
  const other = rest.replace(/(?<![\p{L}\p{N}])[X0]+(?![\p{L}\p{N}])/gu, ' ');
  return isInventedName(rest) || !/[\p{L}\p{N}]/u.test(other) || /^x+$/iu.test(value);
}
