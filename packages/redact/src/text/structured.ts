/** Kinds with a form of their own: addresses of the net, numbers with checksums, numbers with labels. */
import { digitsOf, ibanHead, isIban, isLuhn } from './checksum.ts';
import { isDateShaped } from './dates.ts';
import type { PatternRule } from './rule.ts';

const isIpv4 = (value: string): boolean =>
  value
    .replace(/\/\d+$/u, '')
    .split('.')
    .every((part) => Number(part) <= 255);

const isCard = (value: string): boolean => {
  const digits = digitsOf(value);
  return digits.length >= 12 && digits.length <= 19 && !/^(\d)\1+$/u.test(digits) && isLuhn(digits);
};

/** Groups that stand behind the value belong to the next one. */
const fitCard = (value: string): string => {
  // A surrogate, perhaps with the digits of the next value behind it (reserved.ts).
  if (/^\d00000/u.test(digitsOf(value))) return '';
  // An instant whose colons were lost in reading: 2026-11-23 10 51 02.
  if (/^(?:19|20)\d{2}-[01]\d-[0-3]\d [0-2]\d[ -][0-5]\d/u.test(value)) return '';
  for (let end = value.length; end >= 12; end = value.slice(0, end).search(/[ -]\d*$/u)) {
    if (isCard(value.slice(0, end))) return value.slice(0, end);
  }
  return '';
};

const fitIban = (value: string): string => {
  const fitted = ibanHead(value);
  return isIban(fitted) && !/^[A-Z0-9]/iu.test(value.slice(fitted.length)) ? fitted : '';
};

const isSsn = (value: string): boolean => {
  const digits = digitsOf(value);
  return (
    digits.length === 9 &&
    !/^(?:000|666)/u.test(digits) &&
    !/^\d{3}00/u.test(digits) &&
    !digits.endsWith('0000')
  );
};

const isPhone = (value: string): boolean => {
  const digits = digitsOf(value.replace(/(?:x|ext\.?)[ .:]*\d+$/iu, ''));
  return digits.length >= 7 && digits.length <= 15 && !/^(\d)\1+$/u.test(digits);
};

export const structuredRules: readonly PatternRule[] = [
  {
    rule: 'email',
    kind: 'email',
    pattern:
      /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}_][\p{L}\p{N}._%+-]{0,63}@(?:[\p{L}\p{N}][\p{L}\p{N}-]{0,62}\.){1,6}\p{L}{2,24}(?![\p{L}\p{N}])/gu,
    confidence: 0.99,
    // A part of what stands before a URL's host is none.
    holds: (_, text, start) =>
      !/:\/\/[^\s/]{0,300}$/u.test(text.slice(Math.max(0, start - 320), start)),
  },
  {
    rule: 'email.misread',
    kind: 'email',
    // Read off a picture, where the sign between may look like an "e": before a host of the post that many have.
    pattern:
      /(?<![\p{L}\p{N}._%+@-])[\p{L}\p{N}][\p{L}\p{N}._-]{2,40}[eaQ©®](?:gmail|googlemail|outlook|hotmail|yahoo|icloud|proton(?:mail)?|posteo|gmx|fastmail|wanadoo|libero|seznam)\.(?:com|net|org|de|fr|es|it|nl|pl|pt|se|cz|ch|at|me|co\.uk)(?![\p{L}\p{N}])/gu,
    confidence: 0.9,
  },
  {
    rule: 'iban.mod97',
    kind: 'iban',
    pattern: /(?<![A-Za-z0-9])[A-Za-z]{2} ?\d{2}(?:[ -]?[A-Za-z0-9]{1,4}){3,9}(?![A-Za-z0-9])/gu,
    confidence: 0.99,
    fit: fitIban,
  },
  {
    rule: 'card.luhn',
    kind: 'card',
    pattern: /(?<![\p{L}\d.])(?=(?<value>\d(?:[ -]?\d){11,18}(?!\d)))\d/gu,
    confidence: 0.97,
    fit: fitCard,
  },
  {
    rule: 'card.label',
    kind: 'card',
    pattern:
      /\b(?:card|carte|karte|kreditkarte|tarjeta)\b[^\d\n]{0,24}(?<value>\d(?:[ -]?\d){11,18})(?!\d)/giu,
    confidence: 0.9,
  },
  {
    rule: 'ssn',
    kind: 'nationalId',
    pattern: /(?<![\d-])\d{3}([- ])\d{2}\1\d{4}(?![\d-])/gu,
    confidence: 0.95,
    holds: isSsn,
  },
  {
    rule: 'ssn.label',
    kind: 'nationalId',
    pattern:
      /\b(?:ssn|social security(?: number| no\.?)?)\b[^\d\n]{0,16}(?<value>\d{3}[- .]?\d{2}[- .]?\d{4})(?!\d)/giu,
    confidence: 0.97,
  },
  {
    rule: 'ipv4',
    kind: 'ip',
    pattern: /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?(?![\d]|\.\d)/gu,
    confidence: 0.95,
    holds: isIpv4,
  },
  {
    rule: 'ipv6',
    kind: 'ip',
    pattern:
      /(?<![\p{L}\p{N}:.])(?:[0-9a-f]{1,4}:){2,7}(?::|(?::[0-9a-f]{1,4}){1,5}|[0-9a-f]{1,4})(?![\p{L}\p{N}:])/giu,
    core: /:[0-9a-f]{0,4}:/iu,
    confidence: 0.9,
    holds: (value) =>
      value.includes('::') ? value.split('::').length === 2 : value.split(':').length === 8,
  },
  {
    rule: 'ipv6.short',
    kind: 'ip',
    pattern:
      /(?<![\p{L}\p{N}:.])(?:[0-9a-f]{1,4})?::(?:[0-9a-f]{1,4}:){0,5}[0-9a-f]{1,4}(?![\p{L}\p{N}:])/giu,
    confidence: 0.8,
  },
  {
    rule: 'mac',
    kind: 'mac',
    pattern:
      /(?<![\p{L}\p{N}:-])[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}(?![\p{L}\p{N}:-])/giu,
    confidence: 0.97,
  },
  {
    rule: 'mac.cisco',
    kind: 'mac',
    pattern: /(?<![\p{L}\p{N}.])[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}(?![\p{L}\p{N}.])/giu,
    confidence: 0.96,
  },
  {
    rule: 'phone.international',
    kind: 'phone',
    pattern:
      /(?<![\p{L}\p{N}+])(?:\+|00)[1-9]\d{0,2}(?:[ ./-]?\(?\d{1,5}\)?){1,6}(?:[ ,]{0,2}(?:x|ext\.?)[ .:]{0,2}\d{1,6})?(?![\p{L}\p{N}])/giu,
    confidence: 0.95,
    holds: isPhone,
  },
  {
    rule: 'phone.nanp',
    kind: 'phone',
    pattern:
      /(?<![\p{L}\p{N}.+-])(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[ ./-])\d{3}[ .-]\d{4}(?:[ ,]{0,2}(?:x|ext\.?)[ .:]{0,2}\d{1,6})?(?![\p{L}\p{N}])/giu,
    confidence: 0.93,
  },
  {
    rule: 'phone.ru',
    kind: 'phone',
    pattern:
      /(?<![\p{L}\p{N}.,+-])8[ -]?\(?\d{3,5}\)?[ -]?\d{1,3}[ -]\d{2}[ -]\d{2}(?![\p{L}\p{N}]|[.,]\d)/gu,
    confidence: 0.94,
  },
  {
    rule: 'phone.trunk',
    kind: 'phone',
    // Not from a date on, or its month: the number may stand behind it.
    pattern:
      /(?<![\p{L}\p{N}.,+-])(?!\(?(?:0[1-9][./ -])?(?:0[1-9]|1[0-2])[./ -](?:19|20)\d{2}(?!\d))\(?0\d{1,5}\)?(?:[ ./-]{1,3}\d{2,8}){1,5}(?![\p{L}\p{N}]|[.,]\d)/gu,
    confidence: 0.85,
    holds: (value) =>
      digitsOf(value).length >= 8 &&
      !isDateShaped(value) &&
      // From one hour, or day, to another.
      !/^0\d[./]\d{2} ?- ?\d{2}[./]\d{2}$/u.test(value) &&
      isPhone(value),
  },
  {
    rule: 'phone.label',
    kind: 'phone',
    pattern:
      /\b(?:phone|tel|telephone|mobile|cell|fax|call|telefon|handy|mobil|t[ée]l[ée]phone|portable|m[óo]vil|tel[ée]fono)\b[^\d\n+(]{0,18}(?<value>[+(]?\d(?:[ ()./-]{0,2}\d){5,14}(?: ?(?:x|ext\.?) ?\d{1,6})?)(?!\d)/giu,
    confidence: 0.9,
  },
  {
    rule: 'phone.extension',
    kind: 'phone',
    pattern:
      /(?<![\p{L}\p{N}])(?:extension|ext\.|durchwahl|dw|poste|extensi[óo]n|interno|toestel|ramal|anknytning|wewn(?:\.|ętrzny)|bleep|pager)(?: (?:no\.?|number|nr\.?))?[ :]{1,2}(?<value>\d{2,6})(?![\p{L}\p{N}]|[.,:]\d)/giu,
    // More than the tagger's, which makes an address of the two.
    confidence: 0.82,
  },
  {
    rule: 'phone.short',
    kind: 'phone',
    // Short for an extension, with as many digits as one has: not "x2", "ext 4 disk".
    pattern:
      /(?<=(?<![\p{L}\p{N}])(?:ext |(?:on|at|call|ring|dial|tel|phone)[.:]? x))\d{3,5}(?![\p{L}\p{N}]|[.,:x×-]\d)/giu,
    confidence: 0.75,
  },
  {
    rule: 'phone.use',
    kind: 'phone',
    pattern:
      /(?<![\p{L}\p{N}.+-])(?<value>\d(?:[ .-]?\d){5,14})(?=[ -]{1,3}(?:office|fax|mobile|mobi|cell|home|work|phone|tel)\b)/giu,
    confidence: 0.85,
  },
];
