/**
 * The ranges that surrogates come from, so that none is a real person's:
 * RFC 2606 domains, 555-01xx (NANPA), Ofcom's, ARCEP's and the Bundesnetzagentur's
 * numbers for fiction, RFC 5737 and 3849 addresses, RFC 7042 MACs, US social
 * security areas that were never issued, cards that fail Luhn, IBANs with check
 * digits 00, invented names and towns.
 *
 * `isReserved` knows a surrogate of any session by its form alone, which makes
 * redaction idempotent without knowing the session's table.
 */
import { digitsOf, isLuhn } from '../text/checksum.ts';
import type { SensitiveKind } from '../span.ts';
import { isInventedName, isInventedWord } from './names.ts';

const surrogateEmail = /^(?<given>\p{L}+)\.(?<family>\p{L}+)\d{0,2}@example\.(?:com|org|net)$/iu;
const reservedHost = /(?:^|[/.@])(?:example\.(?:com|org|net)|[\w-]+\.example)(?:[/:]|$)/iu;
const surrogatePhone =
  /[2-9]0\d55501\d\d(?:\d{0,6})$|^\d{0,2}55501\d\d$|^5501\d\d$|^(?:44)7700900|^(?:49)3023125|^(?:33)63998/u;

function isSurrogateEmail(value: string): boolean {
  const { given, family } = surrogateEmail.exec(value)?.groups ?? {};
  return (
    given !== undefined && family !== undefined && isInventedWord(given) && isInventedWord(family)
  );
}

/** The first three letters and digits of a made-up number are X and 0. */
function isMarked(value: string): boolean {
  const bare = value.replace(/[^\p{L}\p{N}]/gu, '');
  return bare.length >= 3 ? /^[0X]{3}/iu.test(bare) : /^[0X]+$/iu.test(bare);
}

const numbers: readonly SensitiveKind[] = ['phone', 'card', 'iban', 'nationalId'];

/** Kinds that are told by their digits, of which a part is no value. */
export function isNumber(kind: SensitiveKind): boolean {
  return kind === 'account' || numbers.includes(kind);
}

/** Phrases that only surrogates have, in their own case. */
const zonePhrases =
  /(?:\d{1,2} )?\bExample Street\b|\bSample(?:ton|ford|ham|wick|bury)\b|@?\bexample_\d+/gu;

const surrogateForms: readonly (readonly [RegExp, SensitiveKind])[] = [
  [/(?<!\d)\d(?:[ -]?0){5}(?:[ -]?\d){6,13}(?!\d)/gu, 'card'],
  [/(?<![A-Z0-9])[A-Z]{2}00(?:[ -]?[A-Z0-9]{1,4}){3,8}(?![A-Z0-9])/gu, 'iban'],
];

/** Where surrogates stand whose checksums fail on purpose, so that no detector knows their bounds. */
export function reservedZones(text: string): { start: number; end: number }[] {
  const phrases = /Example|example_|Sample/u.test(text)
    ? Array.from(text.matchAll(zonePhrases)).map(({ 0: value, index }) => ({
        start: index,
        end: index + value.length,
      }))
    : [];
  if (!/\d/u.test(text)) return phrases;
  const numbers = surrogateForms.flatMap(([pattern, kind]) =>
    Array.from(text.matchAll(pattern))
      .filter(([value]) => isReservedAs(value, kind))
      .map(({ 0: value, index }) => ({ start: index, end: index + value.length })),
  );
  return [...phrases, ...numbers];
}

/** Names, addresses and numbers are short; only a secret's stand-in is as long as the secret. */
const longestSurrogate = 300;

/** A number of one kind may look like another kind to another rule. */
export function isReserved(value: string, kind: SensitiveKind): boolean {
  if (value.length > longestSurrogate) return kind === 'secret' && value.includes('EXAMPLE');
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
      return reservedHost.test(value);
    case 'phone':
      return surrogatePhone.test(digitsOf(value).replace(/^00/u, ''));
    case 'card':
      return /^\d00000/u.test(digitsOf(value)) && !isLuhn(digitsOf(value));
    case 'iban':
      return /^[A-Z]{2}00/iu.test(value);
    case 'nationalId':
      return isMarked(value);
    case 'ip':
      return /^(?:192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|2001:0?db8:|127\.|0\.0\.0\.0|::1$)/iu.test(
        value,
      );
    case 'mac':
      return /^00[:.-]?00[:.-]?5e[:.-]?00[:.-]?53/iu.test(value);
    case 'secret':
      return value.includes('EXAMPLE') || /^(?:[•*●]|x)+$/iu.test(value);
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
    case 'address':
    case 'location':
    case 'organization':
    case 'handle':
    case 'attribute':
    case 'unknown':
      return isSurrogateText(value);
  }
}

const surrogatePhrases =
  /\bSample(?:ton|ford|ham|wick|bury)\b|(?:\d{1,2} )?Example Street|@?example_\d+|(?<!\p{L})\p{L}{3,14}\.\p{L}{3,14}\d{0,2}@example\.(?:com|org|net)|(?:https?:\/\/)?www\.example\.com\/\d*|\bExample\b|\b1904\b/giu;

/** Whether nothing is left of a text but invented words, initials and signs. */
function isSurrogateText(value: string): boolean {
  if (/^[X0\s,-]+$/u.test(value)) return true;
  // Initials stay as they are, so alone they are no value.
  if (/^[^\p{L}\p{N}]*(?:[A-Za-z](?![\p{L}\p{N}])[^\p{L}\p{N}]*)+$/u.test(value)) return true;
  const rest = value.replace(surrogatePhrases, ' ');
  if (rest === value && !/\p{L}{2}/u.test(value))
    return /^\D*0+\D*$/u.test(value) || /^x+$/iu.test(value);
  return isInventedName(rest) || !/[\p{L}\p{N}]/u.test(rest) || /^x+$/iu.test(value);
}
