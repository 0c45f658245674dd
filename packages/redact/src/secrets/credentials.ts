/** Credentials: by the label before them, and by forms that only a credential has. */
import type { PatternRule } from '../text/rule.ts';
import { isButtonOf } from './buttons.ts';

const isPlainWord = (value: string): boolean =>
  /^(?:true|false|null|none|undefined|required|optional|yes|no|is|must|should|reset|forgot|field|invalid|incorrect|here)$/iu.test(
    value,
  );

/**
 * Letters, digits and another sign between or behind them, or letters of both cases among digits:
 * no file, version, day or setting has that form.
 */
function isLikePassword(value: string): boolean {
  const bare = value.replace(/[.,;]+$/u, '');
  if (!/\p{Ll}/u.test(bare) || !/\d/u.test(bare)) return false;
  if (/^[^@]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+$/u.test(bare)) return false;
  if (/[!#$%&*?^~+@]/u.test(bare.slice(1))) return !/%$|\+$/u.test(bare);
  // tangerine-Fog-41, Harbor_tin7; not Ubuntu-22, GPT-4o, utf-8.
  if (/[_-]/u.test(bare))
    return (bare.match(/\p{L}{3,}/gu)?.length ?? 0) >= 2 && !/[.]/u.test(bare);
  return (
    /\p{Ll}\d{1,4}\p{L}|\d\p{Lu}\p{Ll}*\d|\p{Ll}\p{Lu}\p{Ll}*\d/u.test(bare) && !bare.includes('.')
  );
}

/** Small words that join others to a sentence: "the passphrase is sent to you by post". */
const joins =
  /(?<!\p{L})(?:an?|the|to|of|in|on|at|by|for|and|or|not|you|your|it|its|that|this|with|from|when|must|will|can|has|was|der|die|das|und|nicht|mit|von|für|zu|ist|le|la|les|est|et|pas|que|pour|el|los|no|para|con|het|een|van|niet|voor|il|non|per|che|nie|na|do|się|não|em|och|inte|att|för|till)(?!\p{L})/u;

const joinsAll = new RegExp(joins.source, 'gu');

/** What is told to be one needs but a letter and a digit, or several words; a version, a host or a day is none. */
function isGivenPassword(value: string): boolean {
  const bare = value.replace(/[.,;!?]+$/u, '');
  // blue-kettle-forty; not case-sensitive, state-of-the-art.
  if (/^\p{Ll}{3,16}(?:-\p{Ll}{3,16}){2,11}$/u.test(bare)) return true;
  if (!/\p{Ll}/u.test(bare) || !/\d/u.test(bare)) return false;
  return !/^v?\d|^\d|^[^@]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+$|^[\p{L}\d-]+(?:\.[\p{L}\d-]+)+$/u.test(
    bare,
  );
}

/** "The password is case-sensitive": what is said of one. Behind a sign it may be one itself. */
const isSaidOfOne = (value: string, text: string, start: number): boolean =>
  /^(?:case-sensitive|wrong|correct|expired|stored|sent|hashed|encrypted|set|shown|hidden|visible|blank|empty|weak|strong|changed|not|too|the|your|printed|available|valid|falsch|ungültig|abgelaufen|nicht|incorrecte|expiré|incorrecta|caducada)[.!?]?$/iu.test(
    value,
  ) &&
  /(?:is|ist|lautet|est|es)[ \t]+(?:(?:now|still|jetzt|nun|maintenant|ahora)[ \t]+)?$/iu.test(
    text.slice(Math.max(0, start - 24), start),
  );

/** PWD=/srv/app: where a command runs. By the shell's own name for it alone, and with a folder in a folder. */
const isFolder = (value: string, text: string, start: number): boolean =>
  /^(?:~|(?:\/|~\/)[\w.-]+(?:\/[\w.-]+)+\/?)$/u.test(value) &&
  /(?<![\p{L}\p{N}_])PWD=$/u.test(text.slice(Math.max(0, start - 5), start));

/** The command stands before its options, on their line. */
const isCurl = (_: string, text: string, start: number): boolean =>
  /\bcurl\b[^\n]*$/u.test(text.slice(Math.max(0, start - 400), start));

/** What opens a quotation, what is in none, and what closes it. */
const quotes: readonly (readonly [open: string, inside: string, close: string])[] = [
  ['"', '[^"\\n]', '"'],
  ['“', '[^”\\n]', '”'],
  ['„', '[^“”\\n]', '[“”]'],
  ['« ?', '[^»\\n]', ' ?»'],
  ["'", "[^'\\n]", "'"],
  ['‘', '[^’\\n]', '’'],
];

/** What is quoted behind these is one, whatever it looks like; behind others, a word of letters alone is as likely a name of it. */
const quotedLabels: readonly (readonly [label: string, holds: (value: string) => boolean])[] = [
  [
    'password|passcode|pass ?phrase|passwort|kennwort|mot de passe|contrase[ñn]a|wachtwoord|senha|hasło|parola',
    (value) => !isPlainWord(value),
  ],
  [
    'pin|token|(?:access |api |secret |recovery )?key|(?:access |security |login |one-time )?code',
    (value) => /[^\p{L}\s]/u.test(value),
  ],
];

/** In quotes right behind what it is: with the password "Copper-Thunder-85!", Passwort „…“. */
const quotedRules: readonly PatternRule[] = quotes.flatMap(([open, inside, close]) =>
  quotedLabels.map(([label, holds]) => ({
    rule: 'secret.quoted',
    kind: 'secret' as const,
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}])(?:${label})[ \t]{1,3}${open}(?<value>${inside}{3,128}?)${close}`,
      'giu',
    ),
    confidence: 0.97,
    holds,
  })),
);

export const credentialRules: readonly PatternRule[] = [
  {
    rule: 'secret.private-key',
    kind: 'secret',
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[^-]{0,4000}(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?/gu,
    confidence: 0.99,
  },
  {
    rule: 'secret.passwordHash',
    kind: 'secret',
    // crypt(5): bcrypt, SHA-crypt, yescrypt, Argon2.
    pattern: /\$(?:2[abxy]|[156y]|argon2(?:id?|d))\$[\w./$,=+-]{20,200}/gu,
    confidence: 0.97,
  },
  {
    rule: 'secret.jwt',
    kind: 'secret',
    pattern: /(?<![\w.-])eyJ[\w-]{8,4000}\.[\w-]{8,8000}(?:\.[\w-]{0,2000})?/gu,
    confidence: 0.99,
  },
  {
    rule: 'secret.connectionString',
    kind: 'secret',
    // All that stands before a host: a password may hold at signs and colons itself.
    pattern:
      /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,30}:\/\/(?<value>[^\s/?#"'<>]{1,384})@(?=[\p{L}\p{N}[])/giu,
    confidence: 0.995,
    holds: (value) => value !== 'git',
  },
  {
    rule: 'secret.label',
    kind: 'secret',
    pattern:
      /(?<![\p{L}\p{N}])(?:password|passwd|passcode|passwort|mot de passe|contrase[ñn]a|wachtwoord|senha|has[łl]o|parola|l[öo]senord|adgangskode|passord|mdp|passphrase|pwd|(?:pg|db|my(?:sql)?|mongo|redis|smtp|imap|ldap|ftp|sudo|root|admin|user|api|key|store|wifi)?pass|(?:pg|db|api|wifi)(?:password|pwd)|secret|token|api[_ -]?key|access[_ -]?key|client[_ -]?secret|auth[_ -]?token|private[_ -]?key|pin|otp|kennwort)(?![\p{L}\p{N}-])["'`]{0,2}[ \t]{0,3}(?:[:=]|=>|:=|(?:is|ist|lautet|est|es)[ \t](?:(?:now|still|jetzt|nun|maintenant|ahora)[ \t])?)[ \t]{0,3}["'`]{0,2}(?<value>[^\s"'`,;<>]{3,512})/giu,
    confidence: 0.99,
    holds: (value, text, start) =>
      !isPlainWord(value) &&
      !isButtonOf(value, text, start) &&
      !isFolder(value, text, start) &&
      !isSaidOfOne(value, text, start),
  },
  {
    rule: 'secret.short',
    kind: 'secret',
    // PW: x, DB_PW=x. The letters alone may be a column of other things: no blank before the sign.
    pattern:
      /(?<![\p{L}\p{N}])(?:pw|psw)["'`]?(?::[ \t]{0,3}|[ ]?=[ ]?)["'`]{0,2}(?<value>[^\s"'`,;<>]{4,512})/giu,
    confidence: 0.95,
    holds: (value) => !isPlainWord(value) && /[^\d.,%]/u.test(value),
  },
  {
    rule: 'secret.told',
    kind: 'secret',
    // "la password del gestionale è …", "Passwort fürs WLAN: …": some small words between.
    pattern:
      /(?<![\p{L}\p{N}])(?:password|passcode|passphrase|pw|pwd|passwor[dt]|kennwort|mot de passe|mdp|contrase[ñn]a|clave|wachtwoord|senha|has[łl]o|l[öo]senord(?:et)?|parola)(?:[ \t]\p{L}[\p{L}'’-]{0,20}){0,5}?(?:[ \t]?:|[ \t](?:is|ist|lautet|est|es|è|é|is nu|är|jest|to))[ \t]{1,3}["'`]?(?<value>[^\s"'`„“”«»‘’,;<>()/\\:=]{6,64})/giu,
    confidence: 0.85,
    holds: isGivenPassword,
  },
  {
    rule: 'secret.toldDigits',
    kind: 'secret',
    // "la clave del almacén es 4471", "the old safe code was 7719#": what opens a door or a phone.
    pattern:
      /(?<![\p{L}\p{N}])(?:password|passcode|pin|pw|passwort|kennwort|mot de passe|clave|contrase[ñn]a|wachtwoord|senha|has[łl]o|l[öo]senord(?:et)?|parola|(?:door|gate|safe|alarm|entry|access|security|unlock|lock|keypad|lobby|garage|locker|vault|gym)[ -]code|(?:tür|zugangs|alarm|tor|safe|toegangs|deur|poort|port|dør|dör|larm)-?(?:code|kod(?:en)?)|digicode|code d['’]acc[èe]s|c[óo]digo de acceso|codice (?:di accesso|d['’]accesso)|kod do (?:drzwi|bramy|domofonu|alarmu))(?:[ \t]\p{L}[\p{L}'’-]{0,20}){0,5}?(?:[ \t]?:|[ \t](?:is|was|ist|war|lautet|est|es|era|è|é|is nu|was|är|jest|to))[ \t]{1,3}["'`]?(?<value>\d{4,8}[#*]?)(?![\p{L}\p{N}%€£$]|[.,:/-]\d| \p{Ll}{3,12}s\b)/giu,
    confidence: 0.85,
  },
  {
    rule: 'secret.session',
    kind: 'secret',
    // Who has it is signed in.
    pattern:
      /(?<![\p{L}\p{N}])(?:session(?:[_ -]?(?:id|key))?|[a-z]{0,10}sess(?:ion)?[_-]?id|sid)["']?[ ]?[:=][ ]?["']?(?<value>[\w.%+/=~-]{11,400}[\w=])(?![\w-])/giu,
    confidence: 0.9,
    holds: (value) => (value.match(/\d/gu)?.length ?? 0) >= 2,
  },
  ...quotedRules,
  {
    rule: 'secret.said',
    kind: 'secret',
    // "wifi pw tangerine-Fog-41", "try Walnut7harbor! now": what is given to be typed, with no colon.
    pattern:
      /(?<=(?<![\p{L}\p{N}])(?:pw|pwd|psw|pass(?:word|code)?|passwort|kennwort|mot de passe|mdp|contrase[ñn]a|wachtwoord|senha|has[łl]o|l[öo]senord|parola|try|type|(?:re)?set to|changed? (?:it )?to|now|log ?in with)[ \t]{1,2}["'`]?)(?<value>[^\s"'`„“”«»‘’,;<>()/\\:=]{6,64})/giu,
    confidence: 0.85,
    holds: isLikePassword,
  },
  {
    rule: 'secret.phrase',
    kind: 'secret',
    // Several small words alone behind a label: a passphrase.
    pattern:
      /(?<![\p{L}\p{N}])(?:password|passwort|mot de passe|contrase[ñn]a|(?:pass|seed |recovery |mnemonic )phrase|mnemonic|kennwort)[ \t]{0,3}[:=][ \t]{0,3}(?<value>\p{Ll}{3,16}(?:[ -]\p{Ll}{3,16}){1,23})[ \t]{0,3}$/gimu,
    // More than that of its first word alone.
    confidence: 0.992,
    holds: (value) => value === value.toLowerCase(),
  },
  {
    rule: 'secret.toldPhrase',
    kind: 'secret',
    // Told in a sentence, with as many words as make one safe.
    pattern:
      /(?<![\p{L}\p{N}])(?:pass ?phrase|(?:seed|recovery|mnemonic|wifi|wi-fi) ?(?:phrase|password|words?)|mnemonic|password|passwort|kennwort|mot de passe|contrase[ñn]a|wachtwoord|senha|has[łl]o|l[öo]senord(?:et)?|parola)(?: \p{L}{2,12}){0,4}?(?:[ \t]?:|[ \t](?:is|ist|lautet|est|es|è|é|är|to))[ \t]{1,3}(?<value>\p{Ll}{3,16}(?:[ -]\p{Ll}{3,16}){3,23})(?=[ \t]*(?:$|[.,;)\n]))/gimu,
    confidence: 0.992,
    holds: (value) => value === value.toLowerCase() && !joins.test(value),
  },
  {
    rule: 'secret.phraseFor',
    kind: 'secret',
    // Passphrase for calls: seven herons at dusk
    pattern:
      /(?<![\p{L}\p{N}])(?:pass ?phrase|(?:seed|recovery|mnemonic) ?(?:phrase|words))(?: \p{L}{2,12}){0,4}?[ \t]?[:=][ \t]{1,3}(?<value>\p{Ll}{2,16}(?:[ -]\p{Ll}{2,16}){2,23})(?=[ \t]*(?:$|[.,;)\n]))/gimu,
    confidence: 0.992,
    holds: (value) => value === value.toLowerCase() && (value.match(joinsAll)?.length ?? 0) <= 1,
  },
  {
    rule: 'secret.passPhrase',
    kind: 'secret',
    // A setting, at the beginning of its line: "pass = copper tulip seven", not "Boarding pass: gate seven".
    pattern:
      /^[ \t]{0,16}(?:\w{1,30}[._-])?pass[ \t]{0,3}[:=][ \t]{0,3}(?<value>\p{Ll}{3,16}(?:[ -]\p{Ll}{3,16}){2,23})[ \t]{0,3}$/gmu,
    confidence: 0.992,
  },
  {
    rule: 'secret.oracle',
    kind: 'secret',
    // A user and a password with a stroke between: jdbc:oracle:thin:ann/tiger@db
    pattern: /(?<=\bjdbc:oracle:(?:thin|oci):)[^\s/@"']{1,64}\/[^\s@"']{1,128}(?=@)/giu,
    confidence: 0.99,
  },
  {
    rule: 'secret.bearer',
    kind: 'secret',
    pattern: /\b(?:bearer|basic)[ \t]{1,3}(?<value>[A-Za-z0-9._~+/=-]{16,4000})/giu,
    confidence: 0.95,
  },
  {
    rule: 'secret.sidekiq-sensitive-url',
    kind: 'secret',
    pattern:
      /\bhttps?:\/\/(?<value>[a-f0-9]{8}:[a-f0-9]{8})@(?:gems|enterprise)\.contribsys\.com/giu,
    confidence: 0.98,
  },
  {
    rule: 'secret.microsoft-teams-webhook',
    kind: 'secret',
    pattern:
      /https:\/\/[a-z0-9-]{1,60}\.(?:webhook\.office\.com\/webhookb2|logic\.azure\.com[:\w/-]{0,80})\/[\w@/-]{20,300}(?:\?[\w=&%.-]{0,300})?/giu,
    confidence: 0.98,
  },
  {
    rule: 'secret.curl-auth-header',
    kind: 'secret',
    pattern:
      /(?<!\S)(?:-H|--header)[ =]{0,3}["']?(?:authorization|x-api-key|api-key|private-token|x-auth-token|token)[ ]{0,3}:[ ]{0,3}(?:(?:basic|bearer|token|bot)[ ]{1,3})?(?<value>[^\s"']{8,2000})/giu,
    confidence: 0.97,
    holds: isCurl,
  },
  {
    rule: 'secret.curl-auth-user',
    kind: 'secret',
    pattern: /(?<!\S)(?:-u|--user)[ =]{0,3}["']?(?<value>[^\s"':]{1,128}:[^\s"']{1,128})/giu,
    confidence: 0.97,
    holds: isCurl,
  },
  {
    rule: 'secret.option',
    kind: 'secret',
    // --password X; of the tools whose -p is one, -pX and -p X.
    pattern:
      /(?<=\s--?(?:password|passwd|passphrase|pass|token|secret|api-?key|access-?key)[ =]["']?|\b(?:mysql|mysqldump|mysqladmin|mariadb)\b[^\n]{0,200} -p["']?|\b(?:docker login|sshpass|podman login|helm registry login)\b[^\n]{0,200} -p ["']?|\bredis-cli\b[^\n]{0,200} -a ["']?|\bopenssl passwd\b[^\n]{0,60} )(?![-$"'\s])[^\s"'$]{4,400}/gu,
    confidence: 0.9,
  },
  {
    rule: 'secret.base64',
    kind: 'secret',
    // The length of Amazon's secret keys, whose strokes make other rules take them for paths.
    pattern:
      /(?<![\w+/=.-])(?=[A-Za-z+/]{0,24}\d)(?=[a-z\d+/]{0,24}[A-Z])(?=[A-Z\d+/]{0,24}[a-z])[A-Za-z\d+/]{40}(?![\w+/=.-])/gu,
    confidence: 0.85,
    holds: (value) =>
      (value.match(/\d/gu)?.length ?? 0) >= 2 && /[A-Z][a-z]{0,2}[A-Z\d]/u.test(value),
  },
  {
    rule: 'secret.authorizationHeader',
    kind: 'secret',
    pattern:
      /\b(?:authorization|x-api-key|api-key|private-token|x-auth-token|set-cookie|cookie)["']?[ ]{0,3}:[ ]{0,3}["']?(?:(?:basic|bearer|token|bot)[ ]{1,3})?(?<value>[^\s"'][^\n"']{7,2000})/giu,
    confidence: 0.9,
  },
  {
    rule: 'secret.kubernetes-secret-yaml',
    kind: 'secret',
    pattern:
      /\bkind:[ \t]{0,3}["']?Secret\b[\s\S]{0,400}?\b(?:data|stringData):(?<value>(?:\s{1,20}[\w.-]{1,80}:[ \t]{0,3}[^\s#]{4,4000}){1,40})/giu,
    confidence: 0.97,
  },
  {
    rule: 'secret.nuget-config-password',
    kind: 'secret',
    pattern: /<add key=["'](?:ClearText)?Password["'] value=["'](?<value>[^"'\n]{4,200})["']/giu,
    confidence: 0.97,
  },
  {
    rule: 'secret.sshKey',
    kind: 'secret',
    pattern: /\bssh-(?:rsa|ed25519|dss) (?<value>[A-Za-z0-9+/]{20,2000}={0,3})/gu,
    confidence: 0.9,
  },
  {
    // An issuer's prefix before a body of another length than documented.
    rule: 'secret.prefix',
    kind: 'secret',
    pattern:
      /(?<![\w-])(?:gh[pousr]|github_pat|gl[a-z]{2,6}|xox[a-z]|[spr]k|api|key|token|secret|pat|npm|hf|dop|shp[a-z]{2}|whsec|rdme|lin_api|sm_[a-z]{3})[-_][\w-]{16,400}(?![\w-])/gu,
    confidence: 0.85,
    holds: (value) => (value.match(/\d/gu)?.length ?? 0) >= 2,
  },
];
