/**
 * Values by their shape where reading is unsure: anything with an at sign, long mixed
 * codes, numbers in which a sign or two may be misread.
 */
import type { Span } from '../span.ts';
import { classOfWord, foldWord, isInterfaceWord, isNameWord } from '../tagger/lexicon.ts';
import { isRole } from '../text/roles.ts';
import { accountRules } from './account-rules.ts';
import type { LooseRule } from './loose-rule.ts';
import { isCalendarWord } from './world-words.ts';

/** Signs that are mistaken for digits, sign by sign, so that offsets stay. */
export const mistaken: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  Q: '0',
  D: '0',
  l: '1',
  I: '1',
  i: '1',
  '|': '1',
  '!': '1',
  Z: '2',
  z: '2',
  S: '5',
  s: '5',
  B: '8',
  G: '6',
  g: '9',
  '§': '5',
};

/** Nobody puts accents into a code: "glpat-h7Kq2ZrW9xTbNvácLmYs". */
const codeWithAccents = /^(?=(?:[^\d]{0,40}\d){3})[\p{L}\p{N}_+/=-]{14,400}$/u;

/** The text with likely digits put right in words that are mostly digits, and codes without accents. */
export function digitsMended(text: string): string {
  return text.replace(/\S{3,}/gu, (word) => {
    if (/[^\p{ASCII}]/u.test(word) && codeWithAccents.test(word)) {
      const bare = foldAccents(word);
      return bare.length === word.length ? bare : word;
    }
    const digits = word.replace(/\D/gu, '').length;
    const letters = word.replace(/[^\p{L}|!§]/gu, '').length;
    return digits >= 2 && letters > 0 && digits >= 2 * letters
      ? word.replace(/[OoQDlIi|!ZzSsBGg§]/gu, (sign) => mistaken[sign] ?? sign)
      : word;
  });
}

const foldAccents = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '');

/** "3000 Leuven", and not "2024 Budget" or "1000 Users". */
const holdsTown = (value: string): boolean =>
  value.split(' ').some((word) => {
    const folded = foldWord(word);
    return (
      /^\p{Lu}/u.test(word) &&
      classOfWord(folded) !== 1 &&
      !isInterfaceWord(folded) &&
      !isCalendarWord(folded)
    );
  });

/** Where the sign was misread, a name of a file is easily taken for an address: "index-B7xwT®fR.js". */
const holdsAddress = (value: string): boolean =>
  value.includes('@') ||
  !/\.(?:js|ts|css|map|json|html?|png|jpe?g|svg|gif|webp|pdf|txt|md)$/u.test(value);

/** Words and numbers of a path are no code: "/v2/cart/88207/voucher". */
const leastCode = 14;
const holdsCode = (value: string): boolean =>
  !value.startsWith('/') ||
  value
    .split('/')
    .some((part) => part.length >= leastCode && /\d/u.test(part) && /[A-Za-z]/u.test(part));

/** "Sunniva Brekke", and not "Save As". */
const holdsName = (value: string): boolean => {
  const words = value
    .slice(value.search(/["']/u) + 1)
    .toLowerCase()
    .split(' ');
  return (
    words.some((word) => isNameWord(word) || classOfWord(word) === 0) &&
    !words.some((word) => isInterfaceWord(word))
  );
};

const streetWord =
  /^(?:ring|gasse|promenade|chaussee|zeile|steig|graben|markt|hof|berg|cottages|villas|mansions|wharf|heights|hill|walk|rise|vale|quay|yard|bend|ridge|run|pike|path|pass|alley|park|green|venelle|sentier|ruelle|cours|esplanade|résidence|hameau|faubourg|passage|des)$/u;

/** "3 Quarry Cottages", and not "12 Step Path" or "Page 3 Product Park": what the street is called is no everyday word. */
const holdsStreet = (value: string): boolean => {
  const words = (value.match(/\p{L}[\p{L}'’-]{2,}/gu) ?? []).map((word) => word.toLowerCase());
  return words.some(
    (word) => classOfWord(word) !== 1 && !isInterfaceWord(word) && !streetWord.test(word),
  );
};

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

/** No day, month and year in any order: 20-47-61. */
function isNoDate(value: string): boolean {
  const [a = 0, b = 0, c = 0] = value.split('-').map(Number);
  const isDay = (day: number, month: number): boolean =>
    day >= 1 && day <= 31 && month >= 1 && month <= 12;
  return !isDay(a, b) && !isDay(b, a) && !isDay(c, b);
}

/** Of letters, capitals and digits in a code that nobody can remember. */
const leastTurns = 6;

export const looseRules: readonly LooseRule[] = [
  ...accountRules,
  {
    rule: 'ocr.sortCode',
    kind: 'account',
    pattern: /(?<![\p{L}\p{N}-])\d{2}-\d{2}-\d{2}(?![\p{L}\p{N}-])/gu,
    holds: isNoDate,
  },
  {
    rule: 'ocr.doorCode',
    kind: 'secret',
    // As keypads of doors and gates take it: 4471#.
    pattern: /(?<![\p{L}\p{N}#])\d{4,8}#(?![\p{L}\p{N}])/gu,
  },
  {
    rule: 'ocr.signedCode',
    kind: 'secret',
    // As people make passwords: words and digits with a sign among them, Hr!9tzwiebel; no US$250, no 10px!important.
    pattern:
      /(?<=^|[\s"'(:])(?=[^\s\d]{0,24}\d)(?=[^\s]{0,24}\p{L}{4})[\p{L}\d][\p{L}\d-]{0,22}[\p{L}\d](?:[!&^](?!important)|[$*](?!\d))[\p{L}\d]{3,16}(?=[\s"'),.;]|$)/gu,
  },
  {
    rule: 'ocr.phrase',
    kind: 'secret',
    needs: /\p{Ll}-\p{Ll}{3,}-\p{Ll}/u,
    // Words joined by dashes, as passphrases are made, behind what names them: otter-bramble-sixteen-mast
    pattern: /(?<=[:=] ?["']?|["'`])\p{Ll}{3,10}(?:-\p{Ll}{3,10}){3,7}(?:-\d{1,4})?(?=["'`,;]|$)/gu,
  },
  {
    rule: 'ocr.joinedCode',
    kind: 'secret',
    needs: /\p{L}_\d|\d_\p{L}/u,
    // Words and a number joined by what no sentence has: Zielona_Latarnia_46; a file has an ending.
    pattern:
      /(?<![\p{L}\p{N}/._-])(?=[^\s\d]{0,40}_\d{2,4}(?![^\s),;"']))\p{Lu}\p{Ll}{3,12}(?:_\p{L}{3,12}){1,4}_\d{2,4}(?![\p{L}\p{N}/_-]|\.\p{L})/gu,
  },
  {
    rule: 'ocr.signedEnd',
    kind: 'secret',
    needs: /[\p{L}\d]!/u,
    // A word, digits and a sign behind them, sardinha2024!; digits within a word, Wint3r-Moss!
    pattern:
      /(?<=^|[\s"'(:=/])(?:\p{L}{4,20}\d{2,4}|(?=[^\s\d]{0,12}\p{L}\d\p{L})[\p{L}\d-]{6,24})!(?=[\s"'),.;]|$)/gu,
  },
  {
    rule: 'ocr.shuffledCode',
    kind: 'secret',
    needs: /\d[A-Za-z]+\d/u,
    // Capitals, small letters and two runs of digits in turns: bQ7wTz2KxR.
    pattern:
      /(?<![^\s"'(:=,])(?=[^\s]{0,12}\p{Ll}\d{0,3}\p{Lu})(?=\D{0,12}\d+[A-Za-z]{1,8}\d)[A-Za-z\d]{8,13}(?![^\s"'),.;])/gu,
    holds: (value) => (value.match(/\p{Lu}+|\p{Ll}+|\d+/gu)?.length ?? 0) >= leastTurns,
  },
  {
    rule: 'ocr.recoveryCode',
    kind: 'secret',
    // Groups of four, each of letters and digits: b4kx-92mq.
    pattern:
      /(?<![\p{L}\p{N}/._-])(?=[a-z]{0,3}\d)(?=\d{0,3}[a-z])[a-z\d]{4}(?:-(?=[a-z]{0,3}\d)(?=\d{0,3}[a-z])[a-z\d]{4}){1,5}(?![\p{L}\p{N}/._-])/gu,
  },
  {
    rule: 'ocr.nameInPair',
    kind: 'name',
    holds: holdsName,
    pattern:
      /(?<!\p{L})(?:(?:full|first|last|user|display)?_?name|customer|patient|author|owner|assignee|contact)=["'](?<value>\p{Lu}[\p{L}'’-]{1,24}(?: (?:(?:d[aeio]|del|van|von|bin|al|la|le) )?\p{Lu}[\p{L}'’-]{1,24}){0,3})/gu,
  },
  {
    rule: 'ocr.postBox',
    kind: 'address',
    pattern:
      /(?<![\p{L}\p{N}])(?:P\.? ?[O0]\.? ?Box|Postfach|Apartado(?: de Correos)?|Bo[îi]te postale) \d{1,3}(?: ?\d{1,3}){0,2}(?![\p{L}\p{N}])/giu,
  },
  {
    rule: 'ocr.streetWithNumber',
    kind: 'address',
    holds: holdsStreet,
    // Words for streets that are words of other things as well: Kärntner Ring 19/7, 3 Quarry Cottages.
    pattern:
      /(?<![\p{L}\p{N}])(?:(?:\p{Lu}[\p{L}'’-]{2,24} ){1,2}(?:Ring|Gasse|Promenade|Chaussee|Zeile|Steig|Graben|Markt|Hof|Berg) \d{1,4}(?:[/-]\d{1,3}){0,2}|\d{1,4}[A-Za-z]? (?:\p{Lu}[\p{L}'’-]{2,24} ){1,3}(?:Cottages|Villas|Mansions|Wharf|Heights|Hill|Walk|Rise|Vale|Quay|Yard|Bend|Ridge|Run|Pike|Path|Pass|Alley|Park|Green)|\d{1,4},? (?:venelle|sentier|ruelle|cours|esplanade|résidence|hameau|faubourg|passage) (?:(?:de|des|du|de la) |d['’]|l['’])?\p{Lu}[\p{L}'’-]{2,24}(?: \p{Lu}[\p{L}'’-]{2,24}){0,2})(?![\p{L}\p{N}])/gu,
  },
  {
    rule: 'ocr.codeBeforeTown',
    kind: 'address',
    pattern:
      /^(?:[A-Z]{1,2}-)?\d{4,5} \p{Lu}[\p{L}'’.-]{1,30}(?:[ /]\p{Lu}[\p{L}'’.-]{1,30}){0,2}$/gu,
    holds: holdsTown,
  },
  {
    rule: 'ocr.at',
    kind: 'email',
    // With a blank behind the sign only where a name of some length stands before it.
    pattern:
      /(?:[\p{L}\p{N}._%+-]{3,64}[@©®][ ]?|[\p{L}\p{N}._%+-]{0,2}[@©®])(?=[\p{L}\p{N}._-]{0,40}\p{L})[\p{L}\p{N}._-]{2,255}(?:[ ]?\.[ ]?\p{L}{2,4}(?![\p{L}])|[ ]\.\p{L}{5,12}(?![\p{L}])|\.?[ ](?:\.[ ])?(?:example|invalid|museum|online|store|agency|email)(?!\p{L}))?/gu,
    holds: holdsAddress,
  },
  {
    rule: 'ocr.atMisread',
    kind: 'email',
    // "v.crucianiĝtiscali.it": the sign as a letter that few languages have.
    pattern:
      /(?<![\p{L}\p{N}._%+-])[a-z\d._%+-]{2,64}[ĝğġǵ][a-z\d-]{2,63}(?:\.[a-z\d-]{2,63}){0,3}\.[a-z]{2,10}(?![\p{L}\p{N}])/gu,
  },
  {
    rule: 'ocr.prefixedCode',
    kind: 'secret',
    // A credential by what its issuer begins it with, in two where it was read so.
    pattern:
      /(?<![\p{L}\p{N}])(?:(?:whsec|gh[opsu]|shpat|glpat|npm|xox[abprs])[_:-]|[rsp]k[_: ]{1,2}(?:live|test)[_ ]?(?=[A-Za-z]{0,20}\d))[A-Za-z\d]{6,}(?: (?=[A-Za-z]{0,20}\d)[A-Za-z\d]{6,})?/gu,
  },
  {
    rule: 'ocr.mixedCode',
    kind: 'secret',
    // A code of letters and digits, and what a reading that broke it in two left behind it.
    pattern:
      /(?<![^\s=:;,'"])(?![\w.-]{1,80}\.(?:png|jpe?g|gif|svg|webp|pdf|docx?|xlsx?|pptx?|[o0]d[st]|csv|txt|md|json|ya?ml|html?|zip|gz|log)(?!\S))(?=[A-Za-z_+/-]{0,40}\d)(?=[\d_+/-]{0,40}[A-Za-z])(?=(?:[^\d\s]{0,40}\d){3})[A-Za-z0-9_+/%.-]{14,400}={0,2}(?: (?=[A-Za-z_+/-]{0,40}\d)(?=[\d_+/-]{0,40}[A-Za-z])[A-Za-z0-9_+/%.-]{4,400})*(?!\S)/gu,
    holds: holdsCode,
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
    rule: 'ocr.nationalId',
    kind: 'nationalId',
    // A British insurance number, whatever its prefix.
    pattern: /(?<![\p{L}\p{N}])[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![\p{L}\p{N}])/gu,
  },
  {
    rule: 'ocr.ssn',
    kind: 'nationalId',
    // A blank beside a stroke: read apart.
    pattern:
      /(?<![\p{L}\p{N}.,$€£-])\d{3}(?: -|- | - )\d{2} ?- ?\d{4}(?![\p{L}\p{N}]|[-.,]\d)|(?<![\p{L}\p{N}.,$€£-])\d{3}-\d{2}(?: -|- | - )\d{4}(?![\p{L}\p{N}]|[-.,]\d)/gu,
  },
  {
    rule: 'ocr.mac',
    kind: 'mac',
    pattern: /(?<![\p{L}\p{N}:])(?:[\da-fOlI]{2} ?[:;] ?){5}[\da-fOlI]{2}(?![\p{L}\p{N}:])/giu,
  },
  {
    rule: 'ocr.birthDate',
    kind: 'birthDate',
    // Day, month in letters, and a year that people are born in: 04.Mar.1987.
    pattern:
      /(?<![\p{L}\p{N}./-])\d{1,2}[./-]\p{Lu}\p{L}{2,8}[./-](?:19[2-9]\d|200\d)(?![\p{L}\p{N}]|[-/]\d)/gu,
  },
  {
    rule: 'ocr.passphrase',
    kind: 'secret',
    // Words and a number, joined by dashes, as password managers make them.
    pattern:
      /(?<![\p{L}\p{N}/.-])(?=[^\s\d]{0,40}-\d{2,4}(?:-|(?![^\s),.;"'])))\p{Lu}\p{Ll}{3,12}(?:-(?:\p{L}{3,12}|\d{2,4})){2,5}(?![\p{L}\p{N}/.-])/gu,
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
    needs: /[lIO|]|\. /u,
    // "l0.14.0.27", "1l72.19.40.6", "185.12.44. 200"
    pattern: /(?<![\p{L}\p{N}.,])[\dlIO|]{1,4}(?:\.[ ]?[\dlIO|]{1,4}){3}(?![\p{L}\p{N}]|[.,]\d)/gu,
    holds: holdsIpv4,
  },
  {
    rule: 'ocr.ipv4Joined',
    kind: 'ip',
    needs: /\.\d{4}/u,
    // A full stop was not read: 185.199220.14; no day and no amount has such a middle.
    pattern: /(?<![\p{L}\p{N}.,])\d{2,3}\.\d{4,6}\.\d{1,3}(?![\p{L}\p{N}]|[.,]\d)/gu,
    holds: (value) => value.split('.').every((part) => part.length > 3 || Number(part) <= 255),
  },
  {
    rule: 'ocr.iban',
    kind: 'iban',
    // No checksum holds where one sign was misread.
    pattern:
      /(?<![\p{L}\p{N}])(?=(?:[^\d\n]{0,6}\d){8})[A-Z]{2}[\dOISBlZ]{2}(?: [A-Z\dl]{4}){2,7}(?: [A-Z\dl]{1,4})?(?![\p{L}\p{N}])/gu,
  },
  {
    rule: 'ocr.townAndCode',
    kind: 'address',
    pattern:
      /(?:\p{Lu}[\p{L}.'’-]{1,24} ){0,2}\p{Lu}[\p{L}.'’-]{1,24},? [A-Z0l1]{2},? \d{5}(?:-\d{4})?(?![\p{L}\p{N}])/gu,
  },
  {
    rule: 'ocr.townAndState',
    kind: 'address',
    // "Fortitude Valley BC QLD 4006": the states of Australia, with what their codes begin with.
    pattern:
      /(?:\p{Lu}[\p{L}.'’-]{1,24} ){1,3}(?:BC |DC |MC )?(?:ACT,? [02]|NSW,? [12]|NT,? 0|QLD,? [49]|SA,? 5|TAS,? 7|VIC,? [38]|WA,? 6)\d{3}(?![\p{L}\p{N}])/gu,
  },
  {
    rule: 'ocr.digits',
    kind: 'account',
    pattern:
      /(?<![\p{L}\p{N}.,$€£])(?!(?:19|20)\d{2}-\d{2}-\d{2}(?!\d))(?:\d[ -]?){8,}\d(?![\p{L}\p{N}.,])/gu,
  },
  {
    rule: 'ocr.secretLabel',
    kind: 'secret',
    pattern:
      /(?:passw|passphrase|secret(?!ar|i[oó])|token|api.?key|access.?key|pwd|private.?key|\bjwt|bearer|authorization)[\w.-]{0,24}["']?\s{0,2}[:=]\s{0,2}(?<value>\S.*)$/giu,
  },
  {
    rule: 'ocr.postcode',
    kind: 'address',
    // An S before digits is easily read as the sign of a dollar; "$12 1GB" is a price.
    pattern:
      /(?<![\p{L}\p{N}])(?:[A-Z]{1,2}[\dOISl][A-Z\d]? [\dOISl][A-Z]{2}|\$\d{1,2} \d(?![GKMT]B)[A-Z]{2})(?![\p{L}\p{N}])/gu,
  },
];

/** `ann@build-04:~/deploy$`: before a path stands a machine, whose name is nobody's. */
const promptPath = /^: ?[~/]/u;

/** What an address or an issuer's prefix makes sure, whatever its parts may be besides. */
const isSureForm = (rule: string, value: string): boolean =>
  rule === 'ocr.at'
    ? /[@©®].*\.[ ]?\p{L}{2}/u.test(value)
    : [
        'ocr.atMisread',
        'ocr.login',
        'ocr.loginSaid',
        'ocr.userPair',
        'ocr.signedCode',
        'ocr.signedEnd',
        'ocr.shuffledCode',
        'ocr.townAndState',
        'ocr.prefixedCode',
        'ocr.doorCode',
        'ocr.ipv4Joined',
        'ocr.ipv4Misread',
        'ocr.nameInPair',
        'ocr.postBox',
        'ocr.sortCode',
      ].includes(rule);

/** Who is logged in: the account before the sign. */
function promptSpan(prompt: string, start: number): Span[] {
  const account = prompt.slice(0, prompt.search(/[@©®]/u));
  if (account === '') return [];
  const confidence = isRole(account) ? 0.6 : 0.9;
  return [{ start, end: start + account.length, kind: 'handle', rule: 'ocr.prompt', confidence }];
}

export function looseSpans(text: string): Span[] {
  return looseRules.flatMap(({ rule, kind, pattern, needs, holds }) =>
    needs?.test(text) === false
      ? []
      : Array.from(text.matchAll(pattern)).flatMap((hit) => {
          if (holds?.(hit[0]) === false) return [];
          const end = hit.index + hit[0].length;
          const isPrompt = rule === 'ocr.at' && promptPath.test(text.slice(end));
          if (isPrompt) return promptSpan(hit[0], hit.index);
          return [
            {
              start: end - (hit.groups?.['value'] ?? hit[0]).length,
              end,
              kind,
              rule,
              confidence: isSureForm(rule, hit[0]) ? 0.9 : 0.6,
            },
          ];
        }),
  );
}
