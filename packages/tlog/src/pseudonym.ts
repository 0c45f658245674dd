/**
 * A contributor's name in the log: HMAC-SHA-256 under a key of their own.
 * With that key destroyed, nobody can tell whose entries they were.
 */
import { revealSecret, type Brand, type ContributorId, type Secret } from '@understudy/base';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { base64urlnopad } from '@scure/base';
import { z } from 'zod';
import { textToBytes } from './bytes.ts';

/** 43 characters of base64url. */
export type Pseudonym = Brand<string, 'pseudonym'>;

export function createPseudonym(key: Secret<Uint8Array>, contributor: ContributorId): Pseudonym {
  // Leaves the Secret only for the HMAC.
  const mac = hmac(sha256, revealSecret(key), textToBytes(`understudy-log:${contributor}`));
  return base64urlnopad.encode(mac) as Pseudonym;
}

export const pseudonymSchema: z.ZodType<Pseudonym, string> = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .transform((text) => text as Pseudonym);

/** A pseudonym out of text that was checked before. */
export function textToPseudonym(text: string): Pseudonym {
  return pseudonymSchema.parse(text);
}
