/** Names by what stands before them: a title, a label, a greeting; and whole texts by their field's label. */
import type { SensitiveKind, Span, TextContext } from '../span.ts';
import { classOfWord, isInterfaceWord } from '../tagger/lexicon.ts';
import type { PatternRule } from './rule.ts';

const nameWord = String.raw`\p{Lu}[\p{L}\p{M}'’.-]{0,30}`;
const nameRun = String.raw`${nameWord}(?:[ ]${nameWord}){0,4}`;

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
      String.raw`(?<![\p{L}])(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Herr|Frau|Hr|Fr|M|Mme|Mlle|Sr|Sra|Srta|Don|Doña)\.?[ ](?<value>${nameRun})`,
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
    needs: 'colon',
  },
];

/** Labels of fields and columns whose whole text is of one kind. */
const labelled: readonly (readonly [RegExp, SensitiveKind])[] = [
  [
    /pass ?(?:word|phrase|code)|passwor[dt]|kennwort|mot de passe|contrase[ñn]a|secret|token|\bpin\b|api ?key|security code|\bcvv?c?\b|one.?time/iu,
    'secret',
  ],
  [/e-?mail|courriel|correo/iu, 'email'],
  [/phone|mobile|\btel\b|\bcell\b|\bfax\b|telefon|t[ée]l[ée]phone|tel[ée]fono|handy/iu, 'phone'],
  [/card (?:number|no)|credit card|kartennummer|num[ée]ro de carte/iu, 'card'],
  [/\biban\b|account (?:number|no)|kontonummer|routing/iu, 'account'],
  [/\bssn\b|social security|national id|passport|tax id|steuer|driver/iu, 'nationalId'],
  [/birth|\bdob\b|geburts|naissance|nacimiento/iu, 'birthDate'],
  [
    /address|street|anschrift|stra(?:ß|ss)e|adresse|direcci[óo]n|\bzip\b|post ?code|postal|\bplz\b/iu,
    'address',
  ],
  [/^(?:city|town|ort|stadt|ville|ciudad)$/iu, 'location'],
  [
    /(?:^|\b)(?:full|first|last|middle|family|given|customer|contact|patient|employee|account holder|billing|shipping)[ _-]?name\b|^(?:name|customer|contact|patient|recipient|employee|attendee|assignee|owner|author|kunde|nachname|vorname|nom|pr[ée]nom|nombre|apellidos?)$|surname/iu,
    'name',
  ],
  [/\bmrn\b|medical record|patient id|patient no/iu, 'medicalId'],
  [/employee (?:id|no|number)|staff (?:id|no)|personalnummer/iu, 'employeeId'],
  [/\b(?:user ?name|login|handle|screen name)\b/iu, 'handle'],
];

/** The kind that a field of this label holds, or null where the label tells nothing. */
export function kindOfLabel(label: string): SensitiveKind | null {
  const bare = label.replace(/[*:]+\s*$/u, '').trim();
  if (bare.length === 0 || bare.length > 60) return null;
  // Addresses of the net are no postal ones.
  if (/\b(?:search|url|web|site|ip|mac|bar)\b/iu.test(bare)) return null;
  for (const [pattern, kind] of labelled) if (pattern.test(bare)) return kind;
  return null;
}

const wordKinds: ReadonlySet<SensitiveKind> = new Set(['name', 'location', 'handle', 'address']);

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

/** The whole text as one span, where its field's label says that it is sensitive. */
export function spansByLabel(text: string, context: TextContext | undefined): readonly Span[] {
  if (context?.label === undefined) return [];
  const kind = kindOfLabel(context.label);
  const trimmed = text.trim();
  if (kind === null || trimmed.length === 0 || trimmed === context.label.trim()) return [];
  if (wordKinds.has(kind) && isInterfaceText(trimmed)) return [];
  const start = text.indexOf(trimmed);
  return [{ start, end: start + trimmed.length, kind, rule: `label.${kind}`, confidence: 0.85 }];
}
