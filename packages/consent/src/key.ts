/**
 * Ed25519 signing keys of devices, stewards, researchers and keepers, as JWK.
 *
 * A key is named by its RFC 7638 thumbprint (`kid`), so a name cannot be
 * claimed for another key.
 */
import { revealSecret, Secret } from '@understudy/base';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';
import { ConsentError } from './error.ts';

const fieldElement = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

export const publicJwkSchema = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: fieldElement,
});
export type PublicJwk = Readonly<z.infer<typeof publicJwkSchema>>;

const privateJwkSchema = publicJwkSchema.extend({ d: fieldElement });
export type PrivateJwk = Readonly<z.infer<typeof privateJwkSchema>>;

export interface SigningKey {
  readonly publicJwk: PublicJwk;
  /** RFC 7638 thumbprint of the public key, SHA-256, base64url. */
  readonly kid: string;
  readonly privateJwk: Secret<PrivateJwk>;
}

export async function generateSigningKey(): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return privateJwkToKey(await exportJWK(privateKey));
}

/** The private JWK as JSON text, to be stored where only its owner reads. */
export function exportSigningKey(key: SigningKey): Secret<string> {
  return new Secret(JSON.stringify(revealSecret(key.privateJwk)));
}

/** @throws ConsentError badKey where the text is no Ed25519 private JWK. */
export async function importSigningKey(stored: Secret<string>): Promise<SigningKey> {
  let json: unknown;
  try {
    json = JSON.parse(revealSecret(stored));
  } catch {
    // The cause is left out: a parser's message may repeat a part of the key.
    throw badKey();
  }
  return privateJwkToKey(json);
}

/** @throws ConsentError badKey where `value` is no Ed25519 public JWK. */
export function parsePublicJwk(value: unknown): PublicJwk {
  const parsed = publicJwkSchema.safeParse(value);
  if (!parsed.success) throw badKey();
  return parsed.data;
}

export function publicJwkToKid(publicJwk: PublicJwk): Promise<string> {
  return calculateJwkThumbprint(publicJwk, 'sha256');
}

async function privateJwkToKey(value: unknown): Promise<SigningKey> {
  const parsed = privateJwkSchema.safeParse(value);
  if (!parsed.success) throw badKey();
  const { kty, crv, x } = parsed.data;
  const publicJwk = { kty, crv, x };
  return {
    publicJwk,
    kid: await publicJwkToKid(publicJwk),
    privateJwk: new Secret(parsed.data),
  };
}

function badKey(): ConsentError {
  return new ConsentError({
    code: 'badKey',
    message: 'That is not an Ed25519 key.',
    remedy: 'Give a JWK with kty "OKP" and crv "Ed25519".',
  });
}
