/**
 * A sensitive value → a stand-in of its kind from a reserved range, in the
 * value's own format (grouping, length, case), so that forms still accept it.
 */
import type { Random } from '@understudy/base';
import { issuerPrefix } from '../secrets/issuer-prefix.ts';
import { isLuhn } from '../text/checksum.ts';
import type { SensitiveKind } from '../span.ts';
import { checkDigit, checkLetter, checksOf } from './check-sign.ts';
import { exchangeMonths } from './months.ts';
import type { NameWords } from './name-words.ts';
import { inventedFamilyNames, inventedTowns } from './names.ts';
import {
  ipv4Host,
  ipv6Step,
  macStep,
  markedSigns,
  numbersIn,
  phoneParts,
  streetStep,
  unassignedAreas,
} from './reserved.ts';

export interface Chooser {
  below(limit: number): number;
  of(options: readonly string[]): string;
}

/** Asked for in one: each call of the platform's source costs as much as making a name. */
const poolBytes = 256;

export function createChooser(random: Random): Chooser {
  let pool: DataView = new DataView(new ArrayBuffer(0));
  let at = 0;
  const below = (limit: number): number => {
    if (at + 4 > pool.byteLength) {
      const { buffer, byteOffset, byteLength } = random.bytes(poolBytes);
      pool = new DataView(buffer, byteOffset, byteLength);
      at = 0;
    }
    at += 4;
    return pool.getUint32(at - 4) % limit;
  };
  return { below, of: (options) => options[below(options.length)] ?? '' };
}

/** Digits of `value` replaced in order by `digits`; what is no digit stays. */
function fillDigits(value: string, digits: string): string {
  let index = 0;
  return value.replace(/\d/gu, () => digits[index++] ?? '0');
}

function randomDigits(choose: Chooser, length: number): string {
  let digits = '';
  while (digits.length < length) digits += String(choose.below(10));
  return digits;
}

/** Letters and digits replaced within their class; the first three become `X` and `0`, the last ones their checks: that marks a surrogate. */
function fillMarked(value: string, choose: Chooser): string {
  const places = value.match(/[0-9\p{L}]/gu)?.length ?? 0;
  let made = '';
  return value.replace(/[0-9\p{L}]/gu, (sign) => {
    const isDigit = /\d/u.test(sign);
    const isCheck = made.length >= places - checksOf(places);
    let other = isDigit ? '0' : 'x';
    if (made.length >= markedSigns) {
      if (isCheck) other = isDigit ? checkDigit(made) : checkLetter(made);
      else other = isDigit ? String(choose.below(10)) : String.fromCharCode(97 + choose.below(26));
    }
    made += other;
    return sign === sign.toLowerCase() ? other : other.toUpperCase();
  });
}

/** National numbers for fiction: Ofcom's, the Bundesnetzagentur's, ARCEP's. */
const fictions: readonly { readonly country: string; readonly least: number }[] = [
  { country: '447700900', least: 12 },
  { country: '493023125', least: 11 },
  { country: '3363998', least: 11 },
];

/** A country's code has no more (E.164); what stands behind it is the person's. */
const countryDigits = 3;

function makePhone(value: string, choose: Chooser): string {
  const { number = value, extension = '' } = phoneParts.exec(value)?.groups ?? {};
  const made = numbersIn(number).map((each) => makeNumber(each, choose));
  return made.join('') + extension.replace(/\d/gu, '0');
}

function makeNumber(value: string, choose: Chooser): string {
  const digits = value.replace(/\D/gu, '');
  const trunk = digits.startsWith('00') ? '00' : '';
  if (/^\s*(?:\+|00)/u.test(value)) {
    const national = digits.slice(trunk.length);
    const fiction = fictions.find(
      ({ country, least }) => national.startsWith(country.slice(0, 2)) && national.length >= least,
    );
    if (fiction !== undefined) {
      const tail = randomDigits(choose, national.length - fiction.country.length - 1);
      return fillDigits(value, trunk + fiction.country + tail + checkDigit(tail));
    }
  }
  if (digits.length >= 10) {
    const head = digits.slice(0, digits.length - 10);
    const kept = head.slice(0, trunk.length + countryDigits);
    const rest = randomDigits(choose, head.length - kept.length) + choose.of(unassignedAreas);
    return fillDigits(value, `${kept}${rest}55501${randomDigits(choose, 2)}`);
  }
  if (digits.length < 5) return fillDigits(value, '');
  const last = randomDigits(choose, 1);
  const local = `55501${last}${checkDigit(last)}`;
  return fillDigits(
    value,
    digits.slice(0, Math.max(0, digits.length - 7)) + local.slice(-digits.length),
  );
}

function makeCard(value: string, choose: Chooser): string {
  const length = value.replace(/\D/gu, '').length;
  let digits =
    `${value.replace(/\D/gu, '').charAt(0) || '4'}00000${randomDigits(choose, Math.max(0, length - 6))}`.slice(
      0,
      length,
    );
  if (isLuhn(digits)) digits = digits.slice(0, -1) + String((Number(digits.slice(-1)) + 1) % 10);
  return fillDigits(value, digits);
}

function makeIban(value: string, choose: Chooser): string {
  const places = value.match(/[0-9A-Z]/giu)?.length ?? 0;
  let made = '';
  const signFor = (sign: string): string => {
    if (made.length < 2) return sign;
    if (made.length < 4) return '0';
    const isDigit = /\d/u.test(sign);
    if (made.length < places - 1)
      return isDigit ? String(choose.below(10)) : String.fromCharCode(65 + choose.below(26));
    const body = made.slice(4);
    return isDigit ? checkDigit(body) : checkLetter(body).toUpperCase();
  };
  return value.replace(/[0-9A-Z]/giu, (sign) => {
    const other = signFor(sign);
    made += other;
    return other;
  });
}

function makeIp(value: string, choose: Chooser): string {
  if (value.includes(':')) return `2001:db8::${(choose.below(600) * ipv6Step + 7).toString(16)}`;
  const mask = /\/\d+$/u.exec(value)?.[0] ?? '';
  const [net, group] = [18 + choose.below(2), choose.below(256)];
  return `198.${net}.${group}.${ipv4Host(net, group)}${mask}`;
}

function makeMac(value: string, choose: Chooser): string {
  const hex = `00005e0053${(choose.below(8) * macStep + 5).toString(16).padStart(2, '0')}`;
  let index = 0;
  const filled = value.replace(/[0-9a-f]/giu, () => hex[index++] ?? '0');
  return /[A-F]/u.test(value) ? filled.toUpperCase() : filled;
}

const issuerHead = new RegExp(`^(?:${issuerPrefix})`, 'u');

/** The issuer's prefix is kept, so that the example still shows which kind of credential stood there. */
function makeSecret(value: string, choose: Chooser): string {
  const prefix = issuerHead.exec(value)?.[0] ?? '';
  const length = Math.max(value.length, prefix.length + 7);
  let body = 'EXAMPLE';
  while (prefix.length + body.length < length) {
    body += String.fromCharCode(97 + choose.below(26));
  }
  return prefix + body;
}

/** As no two people have one mailbox, its words are followed by a number at times. */
function makeEmail(value: string, choose: Chooser, names: NameWords): string {
  const person = names.mailboxOf(value.split('@', 1)[0] ?? '').toLowerCase();
  const tail = choose.below(2) === 0 ? '' : String(1 + choose.below(98));
  return `${person}${tail}@example.${choose.of(['com', 'org', 'net'])}`;
}

function makeDate(value: string, choose: Chooser): string {
  const day = 1 + choose.below(28);
  const month = 1 + choose.below(12);
  if (/^\d{4}\D/u.test(value)) {
    let part = 0;
    return value.replace(/\d+/gu, (digits) => {
      part += 1;
      if (part === 1) return '1904';
      return String(part === 2 ? month : day).padStart(digits.length, '0');
    });
  }
  let part = 0;
  if (/\d{4}/u.test(value)) {
    const numbered = value.replace(/\d+/gu, (digits) => {
      if (digits.length === 4) return '1904';
      part += 1;
      return digits.length > 2
        ? '0'.repeat(digits.length)
        : String(1 + choose.below(12)).padStart(digits.length, '0');
    });
    return exchangeMonths(numbered, (limit) => choose.below(limit));
  }
  return '1904';
}

function likeCase(model: string, text: string): string {
  if (model === model.toLowerCase() && model !== model.toUpperCase()) return text.toLowerCase();
  if (model.length > 1 && model === model.toUpperCase() && model !== model.toLowerCase()) {
    return text.toUpperCase();
  }
  return text;
}

/** An invented town of about the value's length, so that it fits in its place. */
function makeTown(value: string, choose: Chooser): string {
  const byLength = inventedTowns.toSorted(
    (a, b) => Math.abs(a.length - value.length) - Math.abs(b.length - value.length),
  );
  return likeCase(value, choose.of(byLength.slice(0, 5)));
}

const postalCode = /^(?=.*\d)[A-Z\d][A-Z\d -]{1,9}$/u;
const codeAndTown =
  /^(?<code>(?:[A-Z]{1,2}-)?(?:\d{3} \d{2}|\d{2}-\d{3}|\d{4,5})(?: [A-Z]{2})?) (?<town>\p{L}.*)$/u;
const townAndCode = /^(?<town>\p{L}.*?) (?<code>(?:[A-Z]{2} )?\d{4,6}(?:-\d{4})?)$/u;
const streetWord =
  /(?:street|road|avenue|lane|drive|court|square|boulevard|terrace|crescent|parkway|highway|stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|straat|gatan|(?<!\p{L})(?:st|rd|ave|ln|dr|ct|blvd|rue|place|quai|calle|avenida|plaza|via|piazza|corner of)(?!\p{L}))/iu;

const makeCode = (code: string): string => code.replace(/[A-Z]/gu, 'X').replace(/\d/gu, '0');

/** Each part of an address by what it is: a street, a town, a postal code. */
function makeAddress(value: string, choose: Chooser): string {
  let hasStreet = false;
  const makePart = (part: string): string => {
    if (postalCode.test(part)) return makeCode(part);
    const both = (codeAndTown.exec(part) ?? townAndCode.exec(part))?.groups;
    if (both?.['code'] !== undefined && both['town'] !== undefined && !streetWord.test(part))
      return part
        .replace(both['town'], makeTown(both['town'], choose))
        .replace(both['code'], makeCode(both['code']));
    if (!/\d/u.test(part) && !streetWord.test(part)) return makeTown(part, choose);
    // A flat, or a floor.
    if (hasStreet) return '0';
    hasStreet = true;
    return `${choose.below(14) * streetStep + 3} Example Street`;
  };
  return value
    .split(/(\s*[,\n]\s*)/u)
    .map((part, index) => (index % 2 === 1 || part === '' ? part : makePart(part)))
    .join('');
}

/** Shorter values have a shorter one, whose last letter is its check: what is cut at the edge of a field shows little. */
function makeHandle(value: string, choose: Chooser): string {
  const at = value.startsWith('@') ? '@' : '';
  const length = value.length - at.length;
  if (length > 10) return `${at}example_${choose.below(10_000)}`;
  const digits = randomDigits(choose, Math.max(2, Math.min(6, length - 4)));
  return `${at}ex_${digits}${checkLetter(digits)}`;
}

/** @param names which the session's names share, as their words are the same people's. */
export function makeSurrogate(
  value: string,
  kind: SensitiveKind,
  choose: Chooser,
  names: NameWords,
): string {
  switch (kind) {
    case 'email':
      return likeCase(value, makeEmail(value, choose, names));
    case 'phone':
      // What was read as one with its neighbour in a list: each has its own, or most of the first would stay.
      return value
        .split(/([;|])/u)
        .map((part, at) => (at % 2 === 1 || part === '' ? part : makePhone(part, choose)))
        .join('');
    case 'card':
      return makeCard(value, choose);
    case 'iban':
      return makeIban(value, choose);
    case 'ip':
      return makeIp(value, choose);
    case 'mac':
      return makeMac(value, choose);
    case 'secret':
      return makeSecret(value, choose);
    case 'address':
      return makeAddress(value, choose);
    case 'location':
      return makeTown(value, choose);
    case 'organization':
      return likeCase(value, `Example ${choose.of(inventedFamilyNames)}`);
    case 'date':
    case 'birthDate':
      return makeDate(value, choose);
    case 'geo':
      return `0.0${choose.below(900) + 100}, 0.0${choose.below(900) + 100}`;
    case 'attribute':
      return /^\d+$/u.test(value) ? '0'.repeat(value.length) : likeCase(value, 'Example');
    case 'handle':
      return makeHandle(value, choose);
    case 'url':
      return `${/^[a-z]+:\/\//iu.exec(value)?.[0] ?? ''}www.example.com/${choose.below(10_000)}`;
    case 'nationalId':
    case 'medicalId':
    case 'employeeId':
    case 'account':
    case 'plate':
      return fillMarked(value, choose);
    case 'name':
    case 'unknown':
      return names.surrogateOf(value);
  }
}
