/** Names by what stands before them: a title, a label, a greeting, the end of a letter. */
import { classOfWord, foldWord, isCommonEnglish, isNameWord } from '../tagger/lexicon.ts';
import { isInterfaceText, isNameShaped, mayBeName, nameRun, nameWord } from './name-shape.ts';
import type { PatternRule } from './rule.ts';

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

export const namedRules: readonly PatternRule[] = [
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
