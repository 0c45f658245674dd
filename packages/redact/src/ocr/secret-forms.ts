/** Passwords, keys and codes by their forms, as people and machines make them, and what stands behind their labels. */
import type { LooseRule } from './loose-rule.ts';

/** Words and numbers of a path are no code: "/v2/cart/88207/voucher". */
const leastCode = 14;
const holdsCode = (value: string): boolean =>
  !value.startsWith('/') ||
  value
    .split('/')
    .some((part) => part.length >= leastCode && /\d/u.test(part) && /[A-Za-z]/u.test(part));

/** Of letters, capitals and digits in a code that nobody can remember. */
const leastTurns = 6;

export const secretForms: readonly LooseRule[] = [
  {
    rule: 'ocr.doorCode',
    kind: 'secret',
    isSure: () => true,
    // As keypads of doors and gates take it: 4471#.
    pattern: /(?<![\p{L}\p{N}#])\d{4,8}#(?![\p{L}\p{N}])/gu,
  },
  {
    rule: 'ocr.codeSaid',
    kind: 'secret',
    isSure: () => true,
    needs: /code|combination/iu,
    // "the code was 0652 last time": of a lock; codes of states, places and prices have a word before them, and years are none
    pattern:
      /(?<!(?:status|error|exit|response|return|area|country|dialling|post|postal|zip|product|promo|discount|voucher|tax|project|cost|colou?r|job|unit|stock|shade)[ -])(?<![\p{L}\p{N}])(?:code|combination) (?:is|was|ist|war|est|es|era)(?: (?:now|still|again|jetzt|nun|wieder|ahora|maintenant))? (?!(?:19|20)\d{2}(?!\d))(?<value>\d{4,6})(?![\p{L}\p{N}]|[.,:/-]\d)/giu,
  },
  {
    rule: 'ocr.signedCode',
    kind: 'secret',
    isSure: () => true,
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
    isSure: () => true,
    needs: /[\p{L}\d]!/u,
    // A word, digits and a sign behind them, sardinha2024!; digits within a word, Wint3r-Moss!
    pattern:
      /(?<=^|[\s"'(:=/])(?:\p{L}{4,20}\d{2,4}|(?=[^\s\d]{0,12}\p{L}\d\p{L})[\p{L}\d-]{6,24})!(?=[\s"'),.;]|$)/gu,
  },
  {
    rule: 'ocr.shuffledCode',
    kind: 'secret',
    isSure: () => true,
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
    rule: 'ocr.prefixedCode',
    kind: 'secret',
    isSure: () => true,
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
    rule: 'ocr.passphrase',
    kind: 'secret',
    // Words and a number, joined by dashes, as password managers make them.
    pattern:
      /(?<![\p{L}\p{N}/.-])(?=[^\s\d]{0,40}-\d{2,4}(?:-|(?![^\s),.;"'])))\p{Lu}\p{Ll}{3,12}(?:-(?:\p{L}{3,12}|\d{2,4})){2,5}(?![\p{L}\p{N}/.-])/gu,
  },
  {
    rule: 'ocr.secretLabel',
    kind: 'secret',
    pattern:
      /(?:passw|passphrase|secret(?!ar|i[oó])|token|api.?key|access.?key|pwd|private.?key|\bjwt|bearer|authorization)[\w.-]{0,24}["']?\s{0,2}[:=]\s{0,2}(?<value>\S.*)$/giu,
  },
];
