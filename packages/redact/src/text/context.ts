/** Names by what stands before them: a title, a label, a greeting; and whole texts by their field's label. */
import type { ElementInfo } from '@understudy/recording';
import type { SensitiveKind, Span, TextContext } from '../span.ts';
import {
  classOfWord,
  foldWord,
  isCommonEnglish,
  isInterfaceWord,
  isNameWord,
} from '../tagger/lexicon.ts';
import { isRole } from './roles.ts';
import type { PatternRule } from './rule.ts';

/** A full stop ends a sentence, but after an initial or a short form ("St."). */
const nameWord = String.raw`\p{Lu}(?:\p{L}{0,2}\.|[\p{L}\p{M}'’-]{0,30})`;
const nameRun = String.raw`${nameWord}(?:[ ]${nameWord}){0,4}`;

/** What ends a letter before its name, in nine languages. */
const closings = [
  '(?:[Kk]ind|[Bb]est|[Ww]arm)? ?[Rr]egards|Best wishes|Cheers|(?:Many )?[Tt]hanks|Yours(?: sincerely| faithfully| truly)?|Sincerely|All the best|Love',
  '(?:[Vv]iele |[Ll]iebe |[Bb]este |[Ss]chöne )?(?:Gr(?:u(?:ß|ss)|ü(?:ß|ss)e))|LG|VG|MfG|[Mm]it freundlichen Grü(?:ß|ss)en',
  '(?:[Bb]ien )?[Cc]ordialement|Bien à vous|Bises|Amicalement|Bonne journée',
  '(?:[Uu]n )?[Ss]aludos?|Un abrazo|Atentamente|Besos',
  '(?:[Cc]ordiali )?[Ss]aluti|Distinti saluti|Un abbraccio',
  '(?:[Mm]et vriendelijke )?[Gg]roet(?:en|jes)?|[Mm]vg',
  'Pozdrawiam|Z poważaniem|Pozdrowienia',
  'Atenciosamente|Abraços?|(?:[Mm]elhores )?[Cc]umprimentos|Um abraço',
  '(?:[Mm]ed vänliga )?[Hh]älsningar|[Mm]vh|(?:[Mm]ed )?[Vv]ennlig hilsen|[Hh]ilsen',
].join('|');

/** What names the one who does or asks, in nine languages. */
const doers = [
  'assignee|assigned to|reporter|reported by|requester|requested by|reviewer|approver|approved by|raised by|opened by|owner|author|payee|line manager|next of kin',
  'bearbeiter(?:in)?|melder(?:in)?|gemeldet von|zugewiesen an|ansprechpartner(?:in)?|sachbearbeiter(?:in)?',
  'demandeur|demandeuse|affectée? à|assignée? à|attribuée? à|responsable',
  'asignad[oa] a|solicitante|responsable|creado por',
  'assegnat[oa] a|richiedente|aperto da',
  'toegewezen aan|gemeld door|aanvrager|behandelaar',
  'atribuíd[oa] a|aberto por|requerente|solicitado por',
  'przypisan[eoy] do|zgłaszający|zgłoszone przez|prowadzący',
  'tilldelad|anmälare|handläggare|inrapporterad av|tildelt|saksbehandler|sagsbehandler',
].join('|');

/** Labels of fields that hold one name, in nine languages. */
const nameFields =
  '[Ff]irst [Nn]ame|[Ll]ast [Nn]ame|[Gg]iven [Nn]ame|[Ff]amily [Nn]ame|[Ss]urname|[Ff]orename|[Vv]orname|[Nn]achname|[Ff]amilienname|[Pp]rénom|[Nn]om de famille|[Aa]pellidos?|[Cc]ognome|[Vv]oornaam|[Aa]chternaam|[Ii]mię|[Nn]azwisko|[Ff]örnamn|[Ee]fternamn|[Aa]pelido|[Ss]obrenome|[Ff]ornavn|[Ee]tternavn|[Ee]fternavn';

export const contextRules: readonly PatternRule[] = [
  {
    rule: 'organization.partners',
    kind: 'organization',
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}])${nameWord}, ${nameWord} (?:and|&) ${nameWord}`,
      'gu',
    ),
    confidence: 0.76,
  },
  {
    rule: 'name.title',
    kind: 'name',
    pattern: new RegExp(
      String.raw`(?<![\p{L}])(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Herrn?|Frau|Hr|Fr|M|Mme|Mlle|Sr|Sra|Srta|Don|Doña|Dona|Dra|Sig|Sig\.ra|Sig(?:nor[ae]?|\.na)|[Dd]ott(?:\.ssa|oressa|or)?|[Aa]vv|[Ii]ng|[Dd]hr|[Mm]evr(?:ouw)?|[Mm]w|Pan[aiu]|Panie)\.?[ ]${nameRun}`,
      'gu',
    ),
    confidence: 0.9,
  },
  {
    rule: 'name.label',
    kind: 'name',
    pattern: new RegExp(
      String.raw`(?<![\p{L}])(?:[Nn]ame|[Cc]ustomer|[Cc]ontact|[Pp]atient|[Ee]mployee|[Rr]ecipient|[Ff]rom|[Tt]o|[Cc]c|[Ss]igned in as|[Ll]ogged in as|[Kk]unde|[Kk]undin|[Nn]om|[Cc]lient|[Nn]ombre|[Cc]liente)[ ]?:[ ]{0,3}(?<value>${nameRun})`,
      'gu',
    ),
    confidence: 0.85,
    // To: Accounts.
    holds: (value) => !isInterfaceText(value),
  },
  {
    rule: 'name.doer',
    kind: 'name',
    // Whose a ticket is, in nine languages: Assignee: Ford. A team or nobody may stand there as well.
    pattern: new RegExp(
      String.raw`(?<![\p{L}])(?:${doers})[ ]?:[ ]{0,3}(?<value>${nameRun})`,
      'giu',
    ),
    // The tagger may know more of the name.
    confidence: 0.79,
    holds: (value) => /^\p{Lu}/u.test(value) && !isInterfaceText(value) && isNameShaped(value),
  },
  {
    rule: 'name.field',
    kind: 'name',
    // A form read as one text: First name Sol Last name Quist.
    pattern: new RegExp(
      String.raw`(?<=(?<![\p{L}\p{N}])(?:${nameFields})[ \t\n]{1,2})${nameWord}(?! ?[Nn]ame)(?![\p{L}\p{N}])`,
      'gu',
    ),
    // The tagger may know more of the name.
    confidence: 0.79,
    holds: (value) =>
      !isInterfaceText(value) &&
      !/^(?:optional|required|mandatory|missing|invalid|first|last)$/iu.test(value) &&
      (!isCommonEnglish(foldWord(value)) || isNameWord(value.toLowerCase())),
  },
  {
    rule: 'name.quoted',
    kind: 'name',
    // In code and JSON, where many things have a name: {"name": "Zuleika Farrow"}.
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}])(?:(?:full|display|real|user|customer|contact|author)?[_ ]?[Nn]ame|author|owner|assignee|customer|patient)["']?[ ]?[:=][ ]?["'](?<value>${nameWord}(?:[ ]${nameWord}){1,3})["']`,
      'gu',
    ),
    confidence: 0.82,
    holds: (value) => {
      const [first = '', second = ''] = value.toLowerCase().split(' ');
      const isUnknown = classOfWord(first) === 0 && classOfWord(second) !== 1;
      return (isUnknown || (mayBeName(first) && isNameWord(first))) && !isInterfaceText(value);
    },
  },
  {
    rule: 'name.mailbox',
    kind: 'name',
    // RFC 5322, 3.4: what is shown before an address, as in the trailers of a commit.
    pattern:
      /(?<=^|[,;:"(] ?|\t)\p{Lu}[\p{L}\p{M}'’.-]{0,30}(?: [\p{L}\p{M}'’.-]{1,30}){0,4}(?="? <[^\s<>@]{1,64}@[^\s<>@]{1,255}>)/gmu,
    confidence: 0.85,
    holds: (value) => !isInterfaceText(value) && isNameShaped(value),
  },
  {
    rule: 'name.closing',
    kind: 'name',
    // Who signs a letter, at the end of its line.
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}])(?:${closings})(?:,|,?[ \t]{0,2}\n|[ \t]–)\s{0,3}(?<value>${nameRun})(?=[.!]?[ \t]*$)`,
      'gmu',
    ),
    confidence: 0.85,
    holds: (value) =>
      !isInterfaceText(value) &&
      value
        .split(' ')
        .some((word) => classOfWord(word.toLowerCase()) !== 1 || isNameWord(word.toLowerCase())),
  },
  {
    rule: 'name.greeting',
    kind: 'name',
    // Whom it greets, known as a word or not.
    pattern: new RegExp(
      String.raw`(?<=(?<![\p{L}\p{N}])(?:[Bb]on(?:jour|soir)|[Cc]oucou|[Ss]ervus|[Pp]rezad[ao]) )${nameWord}(?: ${nameWord})?`,
      'gu',
    ),
    confidence: 0.82,
    holds: (value) => !isInterfaceText(value),
  },
  {
    rule: 'name.addressed',
    kind: 'name',
    // A letter's first line, whatever else its words may mean: Dear Visa Koistinen,
    pattern: new RegExp(
      String.raw`(?<=^[ \t]*(?:[Dd]ear|[Ll]iebe[rs]?|[Cc]h[eè]re?|[Qq]uerid[oa]|[Ee]stimad[oa]|[Bb]este|[Gg]eachte|[Cc]ar[oa]|[Gg]entile|[Dd]rog[ia]|[Kk]ära|[Kk]jære|[Kk]ære) )${nameWord}(?: ${nameWord}){1,2}(?=[,!:]|[ \t]*$)`,
      'gmu',
    ),
    confidence: 0.82,
    holds: (value) => !isInterfaceText(value) && isNameShaped(value),
  },
  {
    rule: 'name.passenger',
    kind: 'name',
    // On tickets: OYELARAN/TEMITOPE MS.
    pattern:
      /(?<![\p{L}\p{N}/])\p{Lu}{2,30}\/\p{Lu}{2,30} ?(?=(?:MR|MRS|MS|MISS|MSTR|DR|CHD|INF)\b)/gu,
    confidence: 0.9,
  },
  {
    rule: 'name.initials',
    kind: 'name',
    // P K RAMASWAMY, "L. M. Featherstonhaugh": two initials and what may be a name.
    pattern:
      /(?<![\p{L}\p{N}.'’&/-]|\p{Lu} )\p{Lu}\.? ?\p{Lu}\.? (?<last>\p{Lu}[\p{L}\p{M}'’-]{2,30})(?![\p{L}\p{N}])/gu,
    core: /\p{Lu}\.? ?\p{Lu}\.? \p{Lu}/u,
    // More than a title's, which "M" is in French.
    confidence: 0.92,
    holds: (value) => {
      const last = value.slice(value.lastIndexOf(' ') + 1).toLowerCase();
      return classOfWord(last) === 0 || (isNameWord(last) && classOfWord(last) !== 1);
    },
  },
  {
    rule: 'name.calendar',
    kind: 'name',
    // RFC 5545: ATTENDEE;CN="Sunniva Brekke", and the subject of a certificate.
    pattern: new RegExp(String.raw`(?<![\p{L}\p{N}])CN="?(?<value>${nameRun})`, 'gu'),
    confidence: 0.85,
  },
  {
    rule: 'name.hl7',
    kind: 'name',
    // The parts of a person's name in a field of HL7 2: |OKEREKE^ADAEZE^N|.
    pattern:
      /(?<=\|)\p{Lu}[\p{L}\p{M}'’ -]{1,30}(?:\^\p{Lu}[\p{L}\p{M}'’. -]{0,30}){1,4}(?=[|^~])/gu,
    confidence: 0.85,
  },
];

/** Labels of fields and columns whose whole text is of one kind. */
const labelled: readonly (readonly [RegExp, SensitiveKind])[] = [
  [
    /pass ?(?:word|phrase|code)|passwor[dt]|kennwort|mot de passe|contrase[ñn]a|secret|token|\bpin\b|api ?key|security (?:code|answer)|\bcvv?c?\b|one.?time|(?:recovery|backup|verification|einmal|best[äa]tigungs|sicherheits)[ -]?(?:codes?|keys?)|usage unique|un solo uso|código de verificaci[óo]n|seed phrase|(?:^|[\s_])pwd?(?:$|[\s_])/iu,
    'secret',
  ],
  [/e-?mail|courriel|correo/iu, 'email'],
  [
    /phone|mobile|\btel\b|\bcell\b|\bfax\b|\bpager\b|\bextension\b|durchwahl|m[óo]vil|telefon|t[ée]l[ée]phone|tel[ée]fono|handy|telefo(?:ne|on)|puhelin/iu,
    'phone',
  ],
  [/card (?:number|no)|credit card|kartennummer|num[ée]ro de carte/iu, 'card'],
  [/\biban\b|account (?:number|no)|kontonummer|routing/iu, 'account'],
  [
    /\bssn\b|social security|national id|passport|tax id|steuer|driver|^(?:dni|nif|nie|nino|pesel|bsn|cpf|personnummer|codice fiscale)$/iu,
    'nationalId',
  ],
  [
    /birth|\bborn\b|\bdob\b|d\.o\.b|geburts|\bgeb(?:oren|\.)|naissance|\bn[ée]e? le\b|nacimiento|nascita|nascimento|geboorte|urodzenia|f[øö]d(?:t|d|sels)|syntym|do[ğg]um|narozen/iu,
    'birthDate',
  ],
  [
    /address|street|anschrift|stra(?:ß|ss)e|adresse|direcci[óo]n|indirizzo|endere[çc]o|morada|\badres|\bosoite|\bzip\b|post ?code|postal|\bplz\b/iu,
    'address',
  ],
  [/^(?:city|town|ort|stadt|ville|ciudad)$/iu, 'location'],
  [
    /(?:^|\b)(?:full|first|last|middle|family|given|customer|contact|patient|employee|account holder|billing|shipping)[ _-]?name\b|^(?:name|customer|contact|patient|recipient|employee|attendee|assignee|owner|author|kunde|nachname|vorname|nom|pr[ée]nom|nombre|apellidos?|nome|cognome|imi[eę]|nazwisko|naam|voornaam|achternaam|namn|navn|nimi|ad soyad|sobrenome)$|surname/iu,
    'name',
  ],
  [
    /\bmrn\b|medical record|patient (?:id|no|number|#)(?!\p{L})|\bnhs ?(?:no|number)\b|versichertennummer/iu,
    'medicalId',
  ],
  [
    /\b(?:empl?|employee|staff|worker|personnel|payroll|badge)[.:]?[ _-]?(?:id|no|nr|num(?:ber)?|code|#)(?!\p{L})|personal-?(?:nummer|nr)(?!\p{L})|\bmatricule\b|(?:n[.º°o]{1,2}|n[úu]mero) (?:de )?empleado/iu,
    'employeeId',
  ],
  [
    /licen[cs]e plate|number plate|\bplate (?:no|number)\b|kennzeichen|immatriculation|\bmatr[íi]cula\b/iu,
    'plate',
  ],
  [/\b(?:user[ _]?name|login|handle|screen name)\b/iu, 'handle'],
];

/** The kind that a field of this label holds, or null where the label tells nothing. */
export function kindOfLabel(label: string): SensitiveKind | null {
  const bare = label.replace(/[*:]+\s*$/u, '').trim();
  if (bare.length === 0 || bare.length > 60) return null;
  // Addresses of the net are no postal ones.
  if (/\b(?:search|url|web|site|ip|mac|bar|books?)\b/iu.test(bare)) return null;
  for (const [pattern, kind] of labelled) if (pattern.test(bare)) return kind;
  return null;
}

/** Whether what is in a field is a secret by what names it: the label beside it, or the page's own name for it. */
export const isSecretField = ({ name, label = '' }: Pick<ElementInfo, 'name' | 'label'>): boolean =>
  [name, label].some((named) => kindOfLabel(named) === 'secret');

/** Which of the two tells what is in a field: the label, unless only the name has a kind. */
export const labelOfField = ({ name, label = '' }: Pick<ElementInfo, 'name' | 'label'>): string =>
  label === '' || (kindOfLabel(label) === null && kindOfLabel(name) !== null) ? name : label;

/** Unknown, or a name that is no common word. */
const mayBeName = (lower: string): boolean =>
  classOfWord(lower) === 0 || (isNameWord(lower) && classOfWord(lower) !== 1);

/** "New customer" under "Customer": buttons and heads stand beside labels, too. */
function isInterfaceText(text: string): boolean {
  const words = text.toLowerCase().match(/[\p{L}]+/gu) ?? [];
  if (words.length === 0) return false;
  if (words.every((word) => isInterfaceWord(word))) return true;
  return (
    words.length > 1 &&
    /\s\p{Ll}/u.test(text) &&
    words.every((word) => isInterfaceWord(word) || classOfWord(word) === 1)
  );
}

/** "Rolled 3 days ago": several words, all of them known, none of them a name. */
function isProse(text: string): boolean {
  if (!/\s/u.test(text)) return false;
  const words = text.toLowerCase().match(/[\p{L}]{2,}/gu) ?? [];
  return words.length > 1 && words.every((word) => classOfWord(word) !== 0);
}

/** 18.00, 1,204.50 €. */
const isAmount = (text: string): boolean =>
  !/\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}/u.test(text) &&
  /^\P{L}{0,3}\d{1,3}(?:[., ]?\d{3})*[.,]\d{2}\P{L}{0,3}$/u.test(text);

/** A day with its year, or with its month in words. */
const isDateShaped = (text: string): boolean =>
  digitCount(text) >= 2 && /\d[-./ ]{1,2}\d|\p{L}{3}.{0,3}\d|\d.{0,3}\p{L}{3}/u.test(text);

/** "Contact of the office:", "may Elias leave at noon?": small common words, or the end of a clause. */
function isSentence(text: string): boolean {
  if (/[:?!]$|\p{L}: /u.test(text)) return true;
  const small = text.match(/(?<![\p{L}\p{N}])\p{Ll}{3,}(?![\p{L}\p{N}])/gu) ?? [];
  return small.filter((word) => classOfWord(word) === 1).length >= 3;
}

/** "Passwords old.txt": what a list of files calls a name. */
const isFileName = (text: string): boolean =>
  /\.(?:[a-z]{2,4}\d?|mp\d)$/iu.test(text) && !text.includes('@');

/** "41 days", "12 minutes ago". */
const isDuration = (text: string): boolean => /^\d{1,4} \p{Ll}{3,}/u.test(text);

/** "Summer 2023": a word or more, and at most a year. */
const isTitleOfYear = (text: string): boolean => /^(?:\p{L}+ )+(?:(?:19|20)\d{2})?$/u.test(text);

/** Between the words of a name. */
const particle =
  /^(?:de|del|della|di|da|do|dos|das|du|des|la|le|las|los|van|von|vom|zu|den|der|ten|ter|y|e|i|al|el|bin|ibn|abu|ben|bat|af|av)$/iu;

/** "Standard deduction": known words that nobody is named, or small ones behind a capital. */
function isNameShaped(text: string): boolean {
  const words = (text.match(/[\p{L}\p{M}'’]{2,}/gu) ?? []).filter((word) => !particle.test(word));
  const isNamed = (word: string): boolean => {
    const lower = word.toLowerCase();
    const wordClass = classOfWord(lower);
    return wordClass === 0 || wordClass === 3 || isNameWord(lower);
  };
  if (!words.some(isNamed)) return false;
  return (
    !/^\P{L}*\p{Lu}/u.test(text) || words.every((word) => /^\p{Lu}/u.test(word) || isNamed(word))
  );
}

/** In words, with titles and all. */
const longestName = 6;
const digitCount = (text: string): number => text.replace(/\D/gu, '').length;

/** "21 Nov 2024", "Nov 21, 2024": no number of anybody's. */
const isWrittenDate = (text: string): boolean =>
  /^(?:\d{1,2}[. -]{1,2}\p{L}{3,10}\.?|\p{L}{3,10}\.? \d{1,2},?)[ -](?:19|20)\d{2}$/u.test(text);

const isNumberKind: ReadonlySet<SensitiveKind> = new Set([
  'phone',
  'card',
  'iban',
  'account',
  'nationalId',
  'medicalId',
  'employeeId',
  'plate',
]);

/** Whether a text can be a value of the kind at all: what stands near a label need not be its value. */
function fitsKind(text: string, kind: SensitiveKind): boolean {
  if (isNumberKind.has(kind) && isWrittenDate(text)) return false;
  switch (kind) {
    case 'email':
      return /[@©®]/u.test(text) || /^\S+\.\S{2,}$/u.test(text);
    case 'phone':
    case 'card':
    case 'iban':
      return digitCount(text) >= 4 && !/\p{L}{5}/u.test(text) && !isAmount(text);
    case 'account':
      return !isProse(text) && (digitCount(text) >= 3 || /^[A-Z]{6,11}$/u.test(text));
    case 'nationalId':
      return !isProse(text) && digitCount(text) >= 3 && !isTitleOfYear(text);
    case 'medicalId':
    case 'employeeId':
    case 'plate':
      return !isProse(text) && digitCount(text) >= 2;
    case 'birthDate':
      return isDateShaped(text) && !isAmount(text);
    case 'handle':
      return !/\s/u.test(text) && !isRole(text);
    case 'secret':
      return !isProse(text) && !isDuration(text) && !isAmount(text);
    case 'name':
      return (
        !isFileName(text) &&
        /\p{L}{2}/u.test(text) &&
        digitCount(text) < 4 &&
        text.split(/\s+/u).length <= longestName &&
        !isInterfaceText(text) &&
        isNameShaped(text)
      );
    case 'address':
    case 'location':
      return (
        !isInterfaceText(text) &&
        !isSentence(text) &&
        !/^[A-Z]\d{4,}$/u.test(text) &&
        (/\p{L}/u.test(text) || digitCount(text) >= 3) &&
        !isAmount(text)
      );
    case 'organization':
    case 'date':
    case 'geo':
    case 'ip':
    case 'mac':
    case 'url':
    case 'attribute':
    case 'unknown':
      return true;
  }
}

/** Whether the text may be what the label announces. */
export function fitsLabel(text: string, label: string): boolean {
  const kind = kindOfLabel(label);
  return kind !== null && fitsKind(text.trim(), kind);
}

/** The whole text as one span, where its field's label says that it is sensitive. */
export function spansByLabel(text: string, context: TextContext | undefined): readonly Span[] {
  if (context?.label === undefined) return [];
  const kind = kindOfLabel(context.label);
  const trimmed = text.trim();
  if (kind === null || trimmed.length === 0 || trimmed === context.label.trim()) return [];
  if (!fitsKind(trimmed, kind)) return [];
  const start = text.indexOf(trimmed);
  return [{ start, end: start + trimmed.length, kind, rule: `label.${kind}`, confidence: 0.85 }];
}
