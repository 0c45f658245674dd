/**
 * A sensitive value → a stand-in of its kind from a reserved range, in the
 * value's own format (grouping, length, case), so that forms still accept it.
 */
import type { Random } from '@understudy/base';
import { isLuhn } from '../text/checksum.ts';
import type { SensitiveKind } from '../span.ts';
import { inventedFamilyNames, inventedGivenNames, inventedTowns } from './names.ts';

export interface Chooser {
  below(limit: number): number;
  of(options: readonly string[]): string;
}

export function createChooser(random: Random): Chooser {
  const below = (limit: number): number => {
    const [a = 0, b = 0, c = 0, d = 0] = random.bytes(4);
    return (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) % limit;
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

/** Letters and digits replaced within their class; the first three become `X` and `0`, which marks a surrogate. */
function fillMarked(value: string, choose: Chooser, marked = 3): string {
  let seen = 0;
  return value.replace(/[0-9\p{L}]/gu, (sign) => {
    seen += 1;
    const isDigit = /\d/u.test(sign);
    if (seen <= marked) return isDigit ? '0' : sign === sign.toLowerCase() ? 'x' : 'X';
    if (isDigit) return String(choose.below(10));
    const letter = String.fromCharCode(97 + choose.below(26));
    return sign === sign.toLowerCase() ? letter : letter.toUpperCase();
  });
}

function makePhone(value: string, choose: Chooser): string {
  const digits = value.replace(/\D/gu, '');
  const tail = String(choose.below(100)).padStart(2, '0');
  const international = /^\s*(?:\+|00)/u.test(value);
  const national = digits.replace(/^00/u, '');
  const fit = (head: string, length: number): string =>
    fillDigits(value, (head + randomDigits(choose, length)).slice(0, length));
  if (international && national.startsWith('44') && digits.length >= 12)
    return fit(digits.startsWith('00') ? '00447700900' : '447700900', digits.length);
  if (international && national.startsWith('49') && digits.length >= 11)
    return fit(digits.startsWith('00') ? '00493023125' : '493023125', digits.length);
  if (international && national.startsWith('33') && digits.length >= 11)
    return fit(digits.startsWith('00') ? '003363998' : '3363998', digits.length);
  const area = `${2 + choose.below(8)}0${choose.below(10)}`;
  const local = `55501${tail}`;
  if (digits.length >= 7) {
    const head =
      digits.length >= 10
        ? digits.slice(0, digits.length - 10) + area
        : digits.slice(0, digits.length - 7);
    return fillDigits(value, head + local);
  }
  return fillDigits(value, local.slice(-digits.length));
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
  let seen = 0;
  return value.replace(/[0-9A-Z]/giu, (sign) => {
    seen += 1;
    if (seen <= 2) return sign;
    if (seen <= 4) return '0';
    if (/\d/u.test(sign)) return String(choose.below(10));
    return String.fromCharCode(65 + choose.below(26));
  });
}

function makeIp(value: string, choose: Chooser): string {
  if (value.includes(':')) return `2001:db8::${choose.below(65536).toString(16)}`;
  const net = choose.of(['192.0.2', '198.51.100', '203.0.113']);
  const mask = /\/\d+$/u.exec(value)?.[0] ?? '';
  return `${net}.${1 + choose.below(254)}${mask}`;
}

function makeMac(value: string, choose: Chooser): string {
  const hex = `00005e0053${choose.below(256).toString(16).padStart(2, '0')}`;
  let index = 0;
  const filled = value.replace(/[0-9a-f]/giu, () => hex[index++] ?? '0');
  return /[A-F]/u.test(value) ? filled.toUpperCase() : filled;
}

/** The issuer's prefix is kept, so that the example still shows which kind of credential stood there. */
function makeSecret(value: string, choose: Chooser): string {
  const prefix =
    /^(?:[A-Za-z]{1,8}[_-](?:[A-Za-z]{1,6}[_-])?|AKIA|AIza|eyJ)/u.exec(value)?.[0] ?? '';
  const length = Math.max(value.length, prefix.length + 7);
  let body = 'EXAMPLE';
  while (prefix.length + body.length < length) {
    body += String.fromCharCode(97 + choose.below(26));
  }
  return prefix + body;
}

function makeEmail(value: string, choose: Chooser): string {
  const person = `${choose.of(inventedGivenNames)}.${choose.of(inventedFamilyNames)}`;
  const tail = value.length % 2 === 0 ? '' : String(1 + choose.below(98));
  return `${person.toLowerCase().replaceAll('-', '')}${tail}@example.${choose.of(['com', 'org', 'net'])}`;
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
    return value.replace(/\d+/gu, (digits) => {
      if (digits.length === 4) return '1904';
      part += 1;
      return digits.length > 2
        ? '0'.repeat(digits.length)
        : String(1 + choose.below(12)).padStart(digits.length, '0');
    });
  }
  return '1904';
}

function makeAddress(value: string, choose: Chooser): string {
  // A postal code alone.
  if (/^[A-Z\d][A-Z\d -]{1,9}$/u.test(value) && /\d/u.test(value))
    return value.replace(/[A-Z]/gu, 'X').replace(/\d/gu, '0');
  const number = 1 + choose.below(99);
  const street = `${number} Example Street`;
  return /[,\n]/u.test(value) ? `${street}, ${choose.of(inventedTowns)}` : street;
}

function likeCase(model: string, text: string): string {
  if (model === model.toLowerCase() && model !== model.toUpperCase()) return text.toLowerCase();
  if (model.length > 1 && model === model.toUpperCase() && model !== model.toLowerCase()) {
    return text.toUpperCase();
  }
  return text;
}

/** One word of a name: a given name where `position` is 0, else a family name; initials stay initials. */
export function makeNameWord(word: string, position: number, choose: Chooser): string {
  const pick = choose.of(position === 0 ? inventedGivenNames : inventedFamilyNames);
  if (/^[A-Za-z]\.?$/u.test(word)) return word;
  return likeCase(word, pick);
}

export function makeSurrogate(value: string, kind: SensitiveKind, choose: Chooser): string {
  switch (kind) {
    case 'email':
      return likeCase(value, makeEmail(value, choose));
    case 'phone':
      return makePhone(value, choose);
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
      return likeCase(value, choose.of(inventedTowns));
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
      return `${value.startsWith('@') ? '@' : ''}example_${choose.below(10_000)}`;
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
      return value
        .split(/(\s+|[-,/])/u)
        .map((part, index) =>
          /^(?:\s*|[-,/])$/u.test(part) ? part : makeNameWord(part, index, choose),
        )
        .join('');
  }
}
