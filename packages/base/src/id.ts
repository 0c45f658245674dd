/**
 * Branded identifiers, one per thing in GLOSSARY.md.
 *
 * An id is a lower-case prefix, an underscore, and 26 characters of Crockford
 * base32 (a 48-bit millisecond time and 80 random bits, as in ULID), so that
 * ids sort by creation. Pseudonymous by construction: no id is derived from a name.
 */
import type { Brand } from './brand.ts';
import type { Clock } from './clock.ts';
import { UnderstudyError } from './error.ts';
import type { Random } from './random.ts';

const prefixes = {
  contributor: 'ctr',
  device: 'dev',
  program: 'prg',
  receipt: 'rcp',
  session: 'ses',
  segment: 'seg',
  grant: 'grt',
  release: 'rel',
  steward: 'stw',
  researcher: 'rsr',
  dataset: 'dst',
  frame: 'frm',
  lease: 'lse',
  incident: 'inc',
} as const satisfies Record<string, string>;

export type IdKind = keyof typeof prefixes;
export type Id<Kind extends IdKind> = Brand<string, `id:${Kind}`>;

export type ContributorId = Id<'contributor'>;
export type DeviceId = Id<'device'>;
export type ProgramId = Id<'program'>;
export type ReceiptId = Id<'receipt'>;
export type SessionId = Id<'session'>;
export type SegmentId = Id<'segment'>;
export type GrantId = Id<'grant'>;
export type ReleaseId = Id<'release'>;
export type StewardId = Id<'steward'>;
export type ResearcherId = Id<'researcher'>;
export type DatasetId = Id<'dataset'>;
export type FrameId = Id<'frame'>;
export type LeaseId = Id<'lease'>;
export type IncidentId = Id<'incident'>;

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const bodyPattern = /^[0-9a-hjkmnp-tv-z]{26}$/;

export class IdError extends UnderstudyError<'badId'> {}

/** A new id of the given kind. Time from `clock`, 80 bits from `random`. */
export function createId<Kind extends IdKind>(kind: Kind, clock: Clock, random: Random): Id<Kind> {
  let body = '';
  let time = clock.nowMs();
  for (let index = 0; index < 10; index += 1) {
    body = alphabet.charAt(time % 32) + body;
    time = Math.floor(time / 32);
  }
  for (const byte of random.bytes(16)) body += alphabet.charAt(byte % 32);
  return `${prefixes[kind]}_${body}` as Id<Kind>;
}

export function isId<Kind extends IdKind>(kind: Kind, value: unknown): value is Id<Kind> {
  if (typeof value !== 'string') return false;
  const prefix = `${prefixes[kind]}_`;
  return value.startsWith(prefix) && bodyPattern.test(value.slice(prefix.length));
}

/** What an id of that kind looks like, for schemas at the edge. */
export function idPattern(kind: IdKind): RegExp {
  return new RegExp(`^${prefixes[kind]}_[0-9a-hjkmnp-tv-z]{26}$`);
}

/** @throws IdError where `value` is no id of that kind; the value itself is not repeated. */
export function parseId<Kind extends IdKind>(kind: Kind, value: unknown): Id<Kind> {
  if (isId(kind, value)) return value;
  throw new IdError({
    code: 'badId',
    message: `That is not the id of a ${kind}.`,
    remedy: `Give an id that begins with "${prefixes[kind]}_".`,
  });
}
