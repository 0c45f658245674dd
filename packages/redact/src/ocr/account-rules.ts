/**
 * Accounts and plates by their forms, as they stand on screens without a label: "c.oduya" is somebody,
 * "e.target" is nobody.
 */
import { classOfWord, isInterfaceWord, isNameWord } from '../tagger/lexicon.ts';
import { isRole } from '../text/roles.ts';
import type { LooseRule } from './loose-rule.ts';
import { isCalendarWord, isCurrency } from './world-words.ts';

const isKnownWord = (word: string): boolean =>
  classOfWord(word.toLowerCase()) !== 0 && !isNameWord(word.toLowerCase());

/** "c.oduya", "anna.kowalska", and not "e.target", "window.location" or "build.gradle". */
function isLogin(value: string): boolean {
  const parts = value.replace(/\d+$/u, '').split('.');
  const [family = ''] = parts.toSorted((a, b) => b.length - a.length);
  const short = parts.filter((part) => part !== family);
  const isInitials = short.every((part) => part.length <= 2);
  return (
    !isKnownWord(family) &&
    !isInterfaceWord(family) &&
    !fileEnding.test(parts.at(-1) ?? '') &&
    (isInitials || parts.some((part) => isNameWord(part) && classOfWord(part) === 0)) &&
    !short.some((part) => part.length > 2 && isKnownWord(part))
  );
}
const fileEnding =
  /^(?:conf|docx|gradle|html|java|jpeg|json|lock|node|pptx|properties|scss|service|swift|toml|webp|xlsx|xhtml|yaml|local|internal|example|test|invalid|museum|info|cloud|online|store|agency|email)$/u;

/**
 * Letters and digits in the groups of many countries' plates. Articles of shops look like them, so what
 * stands around decides.
 */
const plateForms = new RegExp(
  String.raw`(?<![\p{L}\p{N}/_.-])(?:${[
    // The Netherlands, Belgium, Portugal: N-902-BR, 2-TKL-08, 41-XK-08
    String.raw`[A-Z]{1,3}-\d{2,3}-[A-Z]{1,3}|\d{1,3}-[A-Z]{2,3}-\d{1,3}`,
    // Poland; Sweden, Finland, Lithuania, Hungary, Australia, Kenya, Nigeria: WX 4821K, ABC 12D, KDA 123A, ABC-123DE
    String.raw`[A-Z]{2,3} (?:\d{5}|(?=[A-Z]{0,4}\d)(?=\d{0,4}[A-Z])[A-Z\d]{4,5})|[A-Z]{3} ?\d{2}[A-Z\d]|[A-Z]{3}-\d{3}[A-Z]{2}`,
    // Denmark, Norway: AB 12 345, AB 12345
    String.raw`[A-Z]{2} \d{2} ?\d{3}`,
    // Czechia, Romania, Turkey, Ireland, India: 1AB 2345, B 123 ABC, 34 ABC 123, 211-D-12345, MH 12 AB 1234
    String.raw`\d[A-Z][A-Z\d] ?\d{4}|[A-Z]{1,2}[ -]\d{2,3}[ -][A-Z]{3}|\d{2} [A-Z]{1,3} \d{2,4}|\d{2,3}-[A-Z]{1,2}-\d{1,6}|[A-Z]{2}[ -]?\d{2}[ -]?[A-Z]{1,2}[ -]?\d{4}`,
    // Switzerland, California
    String.raw`(?:AG|BE|BL|BS|FR|GE|GR|JU|LU|NE|SG|SH|SO|SZ|TG|TI|VD|VS|ZG|ZH)[ -]\d{4,6}|\d[A-Z]{3}\d{3}`,
  ].join('|')})(?![\p{L}\p{N}/_-]|[.,:][\p{L}\d])`,
  'gu',
);

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

export const accountRules: readonly LooseRule[] = [
  {
    rule: 'plate.it',
    kind: 'plate',
    needs: /\d{3} ?[A-Z]{2}/u,
    pattern: /(?<![\p{L}\p{N}-])[A-HJ-NPR-TV-Z]{2} ?\d{3} ?[A-HJ-NPR-TV-Z]{2}(?![\p{L}\p{N}-])/gu,
  },
  {
    rule: 'plate.form',
    kind: 'plate',
    needs: /\p{Lu}[ -]?\d|\d[ -]?\p{Lu}/u,
    pattern: plateForms,
    holds: (value) =>
      (value.match(/\p{Lu}+/gu) ?? []).every((part) => {
        const lower = part.toLowerCase();
        return (
          !isCurrency(part) &&
          !isCalendarWord(lower) &&
          !(part.length > 2 && isInterfaceWord(lower))
        );
      }),
  },
  {
    rule: 'ocr.letteredNumber',
    kind: 'medicalId',
    // As hospitals and offices number people, alone in its cell: KD 114 208.
    pattern: /^\p{Lu}{2} \d{3} \d{3}$/gu,
  },
  {
    rule: 'ocr.login',
    kind: 'handle',
    isSure: () => true,
    needs: /\p{Ll}\.\p{Ll}/u,
    // As firms name accounts: c.oduya, anna.kowalska, kowalska.a; no host, no file, no part of an address.
    pattern:
      /(?<![\p{L}\p{N}@©®._/\\=-])(?:\p{Ll}{1,2}\.\p{Ll}{4,20}|\p{Ll}{3,20}\.\p{Ll}{4,20}|\p{Ll}{4,20}\.\p{Ll})\d{0,3}(?![\p{L}\p{N}@©®_/\\(=-]|\.\p{L})/gu,
    holds: isLogin,
  },
  {
    rule: 'ocr.userPair',
    kind: 'handle',
    isSure: () => true,
    needs: /(?:user|usr|login|logon|uname|acct)=/iu,
    // As logs have it: user=k.lehtonen
    pattern:
      /(?<![\p{L}\p{N}])(?:r?user|usr|user_?name|uname|login|logon|acct)=["']?(?<value>\p{Ll}[\p{Ll}\d._-]{2,40}[\p{Ll}\d])(?![\p{L}\p{N}@©®/\\])/gu,
    holds: (pair) => {
      const value = pair.slice(pair.search(/=/u) + 1).replace(/^["']/u, '');
      return !isRole(value) && !isKnownWord(value) && !/^(?:true|false|null|none)$/u.test(value);
    },
  },
  {
    rule: 'ocr.loginAndPassword',
    kind: 'handle',
    isSure: () => true,
    needs: /pass|pwd|kennwort|contrase|wachtwoord|has[lł]o|senha/iu,
    // "with user harbour, password Kx7-hedge": whatever stands there is who logs in
    pattern:
      /(?<![\p{L}\p{N}])(?:user ?(?:name)?|log-?in|account|benutzer|utilisateur|identifiant|usuario|utente|gebruiker|usuário)[: ] ?["'“`]?(?<value>[\p{L}\d][\p{L}\d._-]{1,31})(?=["'”`]?(?:,| and| \/|,? und| et| y| e| en) (?:the |das |le )?(?:password|passwd|pwd|pass|passwort|kennwort|mot de passe|contraseña|wachtwoord|hasło|senha)(?!\p{L}))/giu,
    holds: (pair) => {
      const value = pair.split(/[\s:"'“`]/u).at(-1) ?? '';
      return !isRole(value) && !/^(?:name|id|and|or|your|the|with)$/iu.test(value);
    },
  },
  {
    rule: 'ocr.passwordAtAddress',
    kind: 'secret',
    isSure: () => true,
    needs: /[@©®]\d/u,
    // app:Kx7hedge@10.0.4.11, whatever of the address before it was read
    pattern:
      /(?<![^\s/])[^\s:@/]{1,64}:(?!\/)[^\s@]{2,64}(?= ?[@©®](?:\d{1,3}\.){3}\d{1,3}(?![\p{L}\p{N}]))/gu,
  },
  {
    rule: 'ocr.loginAtAddress',
    kind: 'handle',
    isSure: () => true,
    needs: /[@©®]\d/u,
    // ssh krone_m@84.187.20.115
    pattern:
      /(?<![\p{L}\p{N}@._-])\p{L}[\p{L}\d._-]{1,31}(?=[@©®](?:\d{1,3}\.){3}\d{1,3}(?![\p{L}\p{N}]))/gu,
    // Beside digits an o is mended to one: r00t
    holds: (value) => !isRole(value.replaceAll('0', 'o')),
  },
  {
    rule: 'ocr.promptMisread',
    kind: 'handle',
    isSure: () => true,
    needs: /[ĝğġǵēĕêěęė]/u,
    // The sign before the machine as a letter that few languages have: a prompt, a window's title, a line of a database's log.
    pattern:
      /(?<![\p{L}\p{N}@._-])\p{Ll}[\p{Ll}\d._-]{1,31}(?=[ĝğġǵēĕêěęė](?:[A-Za-z][\w.-]{0,62}: ?[~/]|[a-z][a-z.]{0,40}-?[a-z-]{0,40}\d[a-z\d.-]{0,20}:(?: |$)|[a-z][a-z\d_]{1,40} (?:ERROR|LOG|FATAL|WARNING|DETAIL|STATEMENT|HINT|NOTICE|PANIC):))/gu,
    holds: (value) => !isRole(value),
  },
  {
    rule: 'ocr.loginSaid',
    kind: 'handle',
    isSure: () => true,
    needs: /log-?in|user/iu,
    pattern:
      /(?<![\p{L}\p{N}])(?:log-?in|user ?name|user ?id)(?: name| id)? (?:is|will be|was|of) ["'“]?(?<value>\p{Ll}[\p{L}\d._-]{3,30}[\p{L}\d])(?![\p{L}\p{N}@©®])/giu,
    holds: (value) => !isKnownWord(value.split(/[\s"'“]/u).at(-1) ?? ''),
  },
  {
    rule: 'ocr.nameInPair',
    kind: 'name',
    isSure: () => true,
    holds: holdsName,
    pattern:
      /(?<!\p{L})(?:(?:full|first|last|user|display)?_?name|customer|patient|author|owner|assignee|contact)=["'](?<value>\p{Lu}[\p{L}'’-]{1,24}(?: (?:(?:d[aeio]|del|van|von|bin|al|la|le) )?\p{Lu}[\p{L}'’-]{1,24}){0,3})/gu,
  },
];
