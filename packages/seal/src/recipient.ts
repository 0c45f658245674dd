/**
 * Who may open a sealed file: age recipients (public) and identities (secret).
 *
 * `hybrid` is ML-KEM-768 + X25519 (`age1pq1…`), `classical` is X25519 (`age1…`).
 * age forbids the two in one file, because the weaker would decide for both
 * (spec/segment.md §3).
 */
import { revealSecret, Secret, type Brand } from '@understudy/base';
import { Encrypter, generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { SealError } from './error.ts';

/** A checked age recipient, `age1pq1…` or `age1…`. Made by `parseAgeRecipient` only. */
export type AgeRecipient = Brand<string, 'ageRecipient'>;

export type RecipientKind = 'hybrid' | 'classical';

export interface HybridKey {
  /** `AGE-SECRET-KEY-PQ-1…` */
  readonly identity: Secret<string>;
  /** `age1pq1…` */
  readonly recipient: AgeRecipient;
}

export async function generateHybridKey(): Promise<HybridKey> {
  const identity = await generateHybridIdentity();
  return { identity: new Secret(identity), recipient: await recipientOf(new Secret(identity)) };
}

/** The recipient that an identity opens. @throws SealError `badIdentity` */
export async function recipientOf(identity: Secret<string>): Promise<AgeRecipient> {
  try {
    // Revealed to derive the public key; neither stored nor printed.
    return parseAgeRecipient(await identityToRecipient(revealSecret(identity)));
  } catch {
    // The cause is left out: an encoder's error may quote the identity.
    throw new SealError({
      code: 'badIdentity',
      message: 'That is no age identity.',
      remedy: 'Give the line that begins with AGE-SECRET-KEY-PQ-1 or AGE-SECRET-KEY-1.',
    });
  }
}

/** @throws SealError `badRecipient` where `text` is neither a hybrid nor an X25519 recipient. */
export function parseAgeRecipient(text: string): AgeRecipient {
  try {
    if (!text.startsWith('age1tag')) {
      new Encrypter().addRecipient(text);
      return text as AgeRecipient;
    }
  } catch {
    // Falls through to the one error below: the decoder's own words do not help.
  }
  throw new SealError({
    code: 'badRecipient',
    message: 'That is no age recipient.',
    remedy: 'Give a public key that begins with age1pq1 (hybrid) or age1 (X25519).',
  });
}

export function recipientKind(recipient: AgeRecipient): RecipientKind {
  return recipient.startsWith('age1pq1') ? 'hybrid' : 'classical';
}

/** The one kind of all recipients. @throws SealError `badRecipient` (none), `mixedRecipients` */
export function kindOfAll(recipients: readonly AgeRecipient[]): RecipientKind {
  const [first, ...others] = recipients.map(recipientKind);
  if (first === undefined) {
    throw new SealError({
      code: 'badRecipient',
      message: 'There is nobody to seal the file to.',
      remedy: 'Name at least one age recipient.',
    });
  }
  if (others.some((kind) => kind !== first)) {
    throw new SealError({
      code: 'mixedRecipients',
      message: 'A file cannot be sealed to hybrid and to classical recipients at once.',
      remedy: 'Name recipients that all begin with age1pq1, or make a file for each kind.',
    });
  }
  return first;
}
