/** Addresses of the net and of e-mail by their forms, where a sign or two may be misread. */
import type { LooseRule } from './loose-rule.ts';

/** Where the sign was misread, a name of a file is easily taken for an address: "index-B7xwT®fR.js". */
const holdsAddress = (value: string): boolean =>
  value.includes('@') ||
  !/\.(?:js|ts|css|map|json|html?|png|jpe?g|svg|gif|webp|pdf|txt|md)$/u.test(value);

/** Where it was read surely, the rules of text know it; a chapter and a number behind it are none. */
function holdsIpv4(value: string): boolean {
  const parts = value.replaceAll(' ', '').split('.');
  const isOctet = (part: string): boolean =>
    part.length <= 3
      ? Number(part.replace(/[lI|]/gu, '1').replaceAll('O', '0')) <= 255
      : /\d.*[lI|]|[lI|].*\d/u.test(part);
  const hasBlank = value.includes(' ');
  return (
    parts.every(isOctet) &&
    (value.match(/\d/gu)?.length ?? 0) >= 4 &&
    (hasBlank ? /^\d{2,3}\.[^ ]* ?[^ ]*$/u.test(value) : /[lIO|]/u.test(value))
  );
}

export const netForms: readonly LooseRule[] = [
  {
    rule: 'ocr.at',
    kind: 'email',
    isSure: (value) => /[@©®].*\.[ ]?\p{L}{2}/u.test(value),
    // With a blank behind the sign only where a name of some length stands before it.
    pattern:
      /(?:[\p{L}\p{N}._%+-]{3,64}[@©®][ ]?|[\p{L}\p{N}._%+-]{0,2}[@©®])(?=[\p{L}\p{N}._-]{0,40}\p{L})[\p{L}\p{N}._-]{2,255}(?:[ ]?\.[ ]?\p{L}{2,4}(?![\p{L}])|[ ]\.\p{L}{5,12}(?![\p{L}])|\.?[ ](?:\.[ ])?(?:example|invalid|museum|online|store|agency|email)(?!\p{L}))?/gu,
    holds: holdsAddress,
  },
  {
    rule: 'ocr.atMisread',
    kind: 'email',
    isSure: () => true,
    // "v.crucianiĝtiscali.it": the sign as a letter that few languages have.
    pattern:
      /(?<![\p{L}\p{N}._%+-])[a-z\d._%+-]{2,64}[ĝğġǵ][a-z\d-]{2,63}(?:\.[a-z\d-]{2,63}){0,3}\.[a-z]{2,10}(?![\p{L}\p{N}])/gu,
  },
  {
    rule: 'ocr.ipv6',
    kind: 'ip',
    // A colon is easily read as a full stop.
    pattern:
      /(?<![\p{L}\p{N}:])(?=(?:[^\s:]{1,9}:){3})(?:[0-9a-zA-Z]{1,4}[:.]){4,7}[0-9a-zA-Z]{1,4}(?![\p{L}\p{N}:])/gu,
  },
  {
    rule: 'ocr.ipv6Short',
    kind: 'ip',
    pattern:
      /(?<![\p{L}\p{N}:])(?=[\dA-Za-z:]{0,30}(?:: ?| ?:):)(?=[^\s]{0,30}\d)(?:(?:[\da-fA-FOlIS]{1,4}:){1,6} ?|(?:[\da-fA-FOlIS]{1,4}:){1,6}[\da-fA-FOlIS]{1,4} :)(?::[\da-fA-FOlIS]{1,4}){1,6}(?![\p{L}\p{N}])/gu,
  },
  {
    rule: 'ocr.mac',
    kind: 'mac',
    pattern: /(?<![\p{L}\p{N}:])(?:[\da-fOlI]{2} ?[:;] ?){5}[\da-fOlI]{2}(?![\p{L}\p{N}:])/giu,
  },
  {
    rule: 'ocr.ipv4',
    kind: 'ip',
    pattern:
      /(?<![\p{L}\p{N}.,])(?!\d{1,3}(?:,\d{3}){3}(?!\d))(?=[^\s]{0,9}\d{2})[\dlIO|]{1,3}(?:[.,][\dlIOSB|]{1,3}){3}(?![\p{L}\p{N}]|[.,]\d)/gu,
  },
  {
    rule: 'ocr.ipv4Misread',
    kind: 'ip',
    isSure: () => true,
    needs: /[lIO|]|\. /u,
    // "l0.14.0.27", "1l72.19.40.6", "185.12.44. 200"
    pattern: /(?<![\p{L}\p{N}.,])[\dlIO|]{1,4}(?:\.[ ]?[\dlIO|]{1,4}){3}(?![\p{L}\p{N}]|[.,]\d)/gu,
    holds: holdsIpv4,
  },
  {
    rule: 'ocr.ipv4Joined',
    kind: 'ip',
    isSure: () => true,
    needs: /\.\d{4}/u,
    // A full stop was not read: 185.199220.14; no day and no amount has such a middle.
    pattern: /(?<![\p{L}\p{N}.,])\d{2,3}\.\d{4,6}\.\d{1,3}(?![\p{L}\p{N}]|[.,]\d)/gu,
    holds: (value) => value.split('.').every((part) => part.length > 3 || Number(part) <= 255),
  },
];
