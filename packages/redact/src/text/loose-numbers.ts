/** Numbers and codes too long to be harmless, of which nothing says what they are: strict mode only. */
import { digitsOf } from './checksum.ts';
import { isDateShaped } from './dates.ts';
import type { PatternRule } from './rule.ts';

/** mint=1763660000000: seconds or milliseconds since 1970, where a name says that they are. */
const isInstant = (value: string, text: string, start: number): boolean =>
  /^1[5-9]\d{8}(?:\d{3}){0,3}$/u.test(value) &&
  /(?<![\p{L}\p{N}])(?:(?:created|updated|deleted|modified|started|ended|expires)_?[aA]t|time_?[sS]tamp|ts|iat|exp|nbf|mint|maxt|epoch)["']?[:=] ?"?$/u.test(
    text.slice(Math.max(0, start - 30), start),
  );

export const looseNumberRules: readonly PatternRule[] = [
  {
    rule: 'number.groups',
    kind: 'phone',
    pattern:
      /(?<![\p{L}\p{N}.,$€£+-])\(?\d{2,5}\)?(?:[ .-]\d{2,10}){1,4}(?: \d)?(?![\p{L}\p{N}%]|[.,:-]\d)/gu,
    confidence: 0.6,
    holds: (value) => {
      const { length } = digitsOf(value);
      return (
        length >= 7 &&
        length <= 15 &&
        // The number of the year's invoice.
        !isDateShaped(value) &&
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
    holds: (value, text, start) => !isInstant(value, text, start),
  },
  {
    rule: 'number.code',
    kind: 'account',
    // Capitals and digits in one word, more of them digits than a product's number has.
    pattern:
      /(?<![\p{L}\p{N}_./:#=+-])(?=[A-Z]{0,19}\d)(?=\d{0,19}[A-Z])[A-Z\d]{8,20}(?![\p{L}\p{N}_/=+-]|[.:][\p{L}\p{N}])/gu,
    core: /[A-Z]\d|\d[A-Z]/u,
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
      /(?<![\p{L}\p{N}./-]|\d,)(?:(?:19[1-9]\d|200[0-9])([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/. ])\d{1,2}\2(?:19[1-9]\d|200[0-9])|\d{1,2}\.? (?:[\p{Lu}]\p{L}{2,9}|de \p{L}{4,10} de)\.? (?:19[1-9]\d|200[0-9])|\p{Lu}\p{L}{2,8}\.? \d{1,2},? (?:19[1-9]\d|200[0-9]))(?![\p{L}\p{N}]|[-/]\d)/gu,
    core: /(?:19[1-9]|200)\d/u,
    confidence: 0.6,
  },
  {
    rule: 'secret.allClasses',
    kind: 'secret',
    // What password rules ask for in one word: small and capital letters, digits and another sign. A
    // setting's name that calls its value secret is none: secret.label has the value.
    pattern:
      /(?<!\S)(?:[A-Za-z_][\w.-]{0,40}=)?(?<value>(?![A-Z_]{0,30}(?:PASSWORD|PASSWD|SECRET|TOKEN)=)(?=[^\s\d]{0,24}\d)(?=[^\sa-z]{0,24}[a-z])(?=[^\sA-Z]{0,24}[A-Z])(?=[\p{L}\p{N}-]{0,24}[#$%&*!?^~+=])[^\s"'<>()[\]{}/\\:]{8,32})(?!\S)/gu,
    confidence: 0.55,
    // order=ORD-99182: of a thing.
    holds: (value) =>
      !/[=?&]\p{L}+=|^\W|\.\p{L}{2,4}$|^(?:order|job|ticket|issue|task|build|invoice|batch)=[A-Z]{2,5}-\d{3,8}$/u.test(
        value,
      ),
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
