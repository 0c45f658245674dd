/** Whole texts by the label of the field or the column that they stand in: its kind, where they can be one of it. */
import type { ElementInfo } from '@understudy/recording';
import type { SensitiveKind, Span, TextContext } from '../span.ts';
import { isButton } from '../secrets/buttons.ts';
import { classOfWord } from '../tagger/lexicon.ts';
import { isInterfaceText, isNameShaped } from './name-shape.ts';
import { isRole } from './roles.ts';

/** Labels of fields and columns whose whole text is of one kind. */
const labelled: readonly (readonly [RegExp, SensitiveKind])[] = [
  [
    /pass ?(?:word|phrase|code)|passwor[dt]|kennwort|mot de passe|contrase[ñn]a|secret|token|\bpin\b|api ?key|security (?:code|answer)|\bcvv?c?\b|one.?time|(?:recovery|backup|verification|einmal|best[äa]tigungs|sicherheits)[ -]?(?:codes?|keys?)|usage unique|un solo uso|código de verificaci[óo]n|seed phrase|(?:^|[\s_])pwd?(?:$|[\s_])/iu,
    'secret',
  ],
  [/e-?mail|courriel|correo/iu, 'email'],
  [
    /phone|mobile|\btel\b|\bcell\b|\bfax\b|\bpager\b|\bbleep\b|\bextension\b|^ext(?:n|s)?\.?$|durchwahl|m[óo]vil|telefon|t[ée]l[ée]phone|tel[ée]fono|handy|telefo(?:ne|on)|puhelin/iu,
    'phone',
  ],
  [/card (?:number|no)|credit card|kartennummer|num[ée]ro de carte/iu, 'card'],
  [/\biban\b|account (?:number|no)|kontonummer|routing/iu, 'account'],
  [
    /\bssn\b|social security|national id|passport|tax id|steuer(?!klasse|satz|frei)|driver|^(?:dni|nif|nie|nino|pesel|bsn|cpf|personnummer|codice fiscale)$/iu,
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
  // Whatever a person is to a house: its customer, its member.
  [
    /\b(?:customer|client|member(?:ship)?|policy|loyalty|subscriber|supporter|donor|student|frequent flyer|library card)[ _-](?:id|no|nr|num(?:ber)?|#)(?!\p{L})|\b(?:kunden|mitglieds?|versicherungs|vertrags|klant|lid|polis|kunde?|medlems)-?(?:nr|nummer)(?!\p{L})|\bnum[ée]ro (?:de |d['’])?(?:client|membre|adh[ée]rent|contrat)\b|\bn[úu]mero de (?:cliente|socio|s[óo]cio|p[óo]liza|ap[óo]lice)\b|\bnumer (?:klienta|polisy)\b|\b(?:codice|numero) cliente\b/iu,
    'account',
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

/** "Rolled 3 days ago": several words, all of them known, none of them a name. */
function isProse(text: string): boolean {
  if (!/\s/u.test(text)) return false;
  const words = text.toLowerCase().match(/[\p{L}]{2,}/gu) ?? [];
  return words.length > 1 && words.every((word) => classOfWord(word) !== 0);
}

/** 18.00, 1,204.50 €. */
const isAmount = (text: string): boolean =>
  !/\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}/u.test(text) &&
  /^\P{L}{0,5}\d{1,3}(?:[., ]?\d{3})*[.,]\d{2}\P{L}{0,3}$/u.test(text);

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

/** "2023 bis 2025", "21 AUG 12:00": no number of anybody's. */
const isTimeShaped = (text: string): boolean =>
  /^(?:19|20)\d{2}\D{1,6}(?:19|20)\d{2}$/u.test(text) ||
  (digitCount(text) < 9 && /(?<!\d)[0-2]?\d:[0-5]\d(?!\d)/u.test(text));

/** Whether a text can be a value of the kind at all: what stands near a label need not be its value. */
function fitsKind(text: string, kind: SensitiveKind): boolean {
  if (isNumberKind.has(kind) && (isWrittenDate(text) || isTimeShaped(text))) return false;
  switch (kind) {
    case 'email':
      return /[@©®]/u.test(text) || /^\S+\.\S{2,}$/u.test(text);
    case 'phone':
    case 'card':
    case 'iban':
      return digitCount(text) >= 4 && !/\p{L}{5}/u.test(text) && !isAmount(text);
    case 'account':
      return (
        !isProse(text) && !isAmount(text) && (digitCount(text) >= 3 || /^[A-Z]{6,11}$/u.test(text))
      );
    case 'nationalId':
      return !isProse(text) && !isAmount(text) && digitCount(text) >= 3 && !isTitleOfYear(text);
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

/** Buttons, words of menus and commands, which stand beside a label on a screen and are in no field. */
const isBeside = (text: string): boolean =>
  isButton(text) ||
  (/^\p{Lu}/u.test(text) && isInterfaceText(text)) ||
  (/^\p{Lu}\p{L}+$/u.test(text) && classOfWord(text.toLowerCase()) === 1) ||
  /^[$#>] \p{L}|^[a-z]+ \(\d/u.test(text);

/** Whether the text, which stands near the label, may be what that announces. */
export function fitsLabel(text: string, label: string): boolean {
  const kind = kindOfLabel(label);
  const trimmed = text.trim();
  if (kind === null || ((kind === 'secret' || kind === 'handle') && isBeside(trimmed)))
    return false;
  return fitsKind(trimmed, kind) || isPhraseOf(trimmed, label);
}

/** Small words alone behind what calls them a phrase: "seven herons at dusk". */
const isPhraseOf = (text: string, label: string): boolean =>
  /pass ?phrase|(?:seed|recovery|mnemonic) ?(?:phrase|words)/iu.test(label) &&
  /^\p{Ll}{2,16}(?:[ -]\p{Ll}{2,16}){2,23}$/u.test(text);

/** The whole text as one span, where its field's label says that it is sensitive. */
export function spansByLabel(text: string, context: TextContext | undefined): readonly Span[] {
  if (context?.label === undefined) return [];
  const kind = kindOfLabel(context.label);
  const trimmed = text.trim();
  if (kind === null || trimmed.length === 0 || trimmed === context.label.trim()) return [];
  if (!fitsKind(trimmed, kind) && !isPhraseOf(trimmed, context.label)) return [];
  const start = text.indexOf(trimmed);
  return [{ start, end: start + trimmed.length, kind, rule: `label.${kind}`, confidence: 0.85 }];
}
