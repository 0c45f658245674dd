/**
 * A steward's, researcher's or operator's key file ⇄ the keys in it. The file
 * has mode 0600 and is written once; `publicParts` is what others may have.
 */
import { createId, isId, revealSecret, Secret, systemClock, systemRandom } from '@understudy/base';
import {
  UnderstudyError,
  type JsonValue,
  type ResearcherId,
  type StewardId,
} from '@understudy/base';
import {
  exportSigningKey,
  generateSigningKey,
  importSigningKey,
  parsePublicJwk,
} from '@understudy/consent';
import type { PublicJwk, SigningKey } from '@understudy/consent';
import { generateHybridKey, recipientOf, type AgeRecipient } from '@understudy/seal';
import { open, readFile } from 'node:fs/promises';

export const personKinds = ['steward', 'researcher', 'operator'] as const;
type PersonKind = (typeof personKinds)[number];

export type PersonKey =
  | { readonly kind: 'steward'; readonly steward: StewardId; readonly key: SigningKey }
  | {
      readonly kind: 'researcher';
      readonly researcher: ResearcherId;
      readonly key: SigningKey;
      /** What released segments are sealed to, and what opens them. */
      readonly identity: Secret<string>;
      readonly recipient: AgeRecipient;
    }
  | { readonly kind: 'operator'; readonly key: SigningKey };

export class PersonKeyError extends UnderstudyError<'badKeyFile' | 'exists' | 'wrongRole'> {}

export async function createPersonKey(kind: PersonKind): Promise<PersonKey> {
  const key = await generateSigningKey();
  switch (kind) {
    case 'steward':
      return { kind, steward: createId('steward', systemClock, systemRandom), key };
    case 'researcher': {
      const researcher = createId('researcher', systemClock, systemRandom);
      return { kind, researcher, key, ...(await generateHybridKey()) };
    }
    case 'operator':
      return { kind, key };
  }
}

/** @throws PersonKeyError exists: a key file is never overwritten. */
export async function writePersonKey(path: string, person: PersonKey): Promise<void> {
  const stored = {
    kind: person.kind,
    ...idOf(person),
    // The file is the person's own and the key's only place.
    privateJwk: revealSecret(await exportSigningKey(person.key)),
    ...(person.kind === 'researcher' ? { identity: revealSecret(person.identity) } : {}),
  };
  const file = await open(path, 'wx', 0o600).catch((cause: unknown) => {
    throw new PersonKeyError({
      code: 'exists',
      message: `The key file ${path} cannot be made.`,
      remedy: 'Choose a path where nothing is yet.',
      cause,
    });
  });
  try {
    await file.writeFile(`${JSON.stringify(stored)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** @throws PersonKeyError badKeyFile; the file's content is not repeated. */
export async function readPersonKey(path: string): Promise<PersonKey> {
  const stored = await readFields(path);
  try {
    const key = await importSigningKey(new Secret(String(stored['privateJwk'])));
    const id = stored['id'];
    if (stored['kind'] === 'steward' && isId('steward', id)) {
      return { kind: 'steward', steward: id, key };
    }
    if (stored['kind'] === 'researcher' && isId('researcher', id)) {
      const identity = new Secret(String(stored['identity']));
      const recipient = await recipientOf(identity);
      return { kind: 'researcher', researcher: id, key, identity, recipient };
    }
    if (stored['kind'] === 'operator') return { kind: 'operator', key };
  } catch {
    // Falls through: a parser's message may repeat a part of the key.
  }
  throw badKeyFile(path);
}

/** A steward's key file. @throws PersonKeyError badKeyFile, wrongRole */
export async function readStewardKey(path: string) {
  const person = await readPersonKey(path);
  if (person.kind === 'steward') return person;
  throw wrongRole(path, 'steward');
}

/** A researcher's key file. @throws PersonKeyError badKeyFile, wrongRole */
export async function readResearcherKey(path: string) {
  const person = await readPersonKey(path);
  if (person.kind === 'researcher') return person;
  throw wrongRole(path, 'researcher');
}

export interface PublicPerson {
  readonly kind: PersonKind;
  /** Operators have none. */
  readonly id: string | null;
  readonly publicJwk: PublicJwk;
}

/** From a key file, or from the JSON that `key create` printed. @throws PersonKeyError badKeyFile */
export async function readPublicPerson(path: string): Promise<PublicPerson> {
  const stored = await readFields(path);
  const kind = personKinds.find((known) => known === stored['kind']);
  if (kind !== undefined && 'publicJwk' in stored) {
    const id = typeof stored['id'] === 'string' ? stored['id'] : null;
    return { kind, id, publicJwk: parsePublicJwk(stored['publicJwk']) };
  }
  const person = await readPersonKey(path);
  return { kind: person.kind, id: idOf(person).id, publicJwk: person.key.publicJwk };
}

/** What `key create` prints. */
export function publicParts(person: PersonKey): { readonly [key: string]: JsonValue } {
  return {
    kind: person.kind,
    ...idOf(person),
    publicJwk: { ...person.key.publicJwk },
    kid: person.key.kid,
    ...(person.kind === 'researcher' ? { recipient: person.recipient } : {}),
  };
}

function idOf(person: PersonKey): { readonly id: string | null } {
  switch (person.kind) {
    case 'steward':
      return { id: person.steward };
    case 'researcher':
      return { id: person.researcher };
    case 'operator':
      return { id: null };
  }
}

async function readFields(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch {
    // Falls through, for the same reason.
  }
  throw badKeyFile(path);
}

function badKeyFile(path: string): PersonKeyError {
  return new PersonKeyError({
    code: 'badKeyFile',
    message: `The key file ${path} is missing or damaged.`,
    remedy: 'Make one with `understudy key create --kind steward|researcher|operator --out FILE`.',
  });
}

function wrongRole(path: string, wanted: PersonKind): PersonKeyError {
  return new PersonKeyError({
    code: 'wrongRole',
    message: `The key file ${path} is not that of a ${wanted}.`,
    remedy: `Give the key file of a ${wanted}.`,
  });
}
