/** What a detector says about a text: where something sensitive stands, of which kind, by which rule. */

export const sensitiveKinds = [
  'name',
  'email',
  'phone',
  'card',
  'iban',
  'nationalId',
  'ip',
  'mac',
  'secret',
  'address',
  'location',
  'organization',
  'date',
  'birthDate',
  'geo',
  'medicalId',
  'employeeId',
  'handle',
  'account',
  'plate',
  'url',
  'attribute',
  'unknown',
] as const;
export type SensitiveKind = (typeof sensitiveKinds)[number];

/** `start` and `end` are UTF-16 offsets into the text, end exclusive; `confidence` is in 0..1. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly kind: SensitiveKind;
  readonly rule: string;
  readonly confidence: number;
}

/** `strict` covers what it is unsure of; `balanced` keeps it. */
export type RedactionMode = 'strict' | 'balanced';

/** What is known about a text besides the text: the label of its field, the head of its column. */
export interface TextContext {
  readonly label?: string;
}
