/**
 * Ed25519 signing keys of devices, stewards, researchers and keepers, as JWK.
 *
 * A key is named by its RFC 7638 thumbprint (`kid`), so a name cannot be
 * claimed for another key.
 */
import { revealSecret, Secret } from '@understudy/base';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
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

export interface SigningKey {
  readonly publicJwk: PublicJwk;
  /** RFC 7638 thumbprint of the public key, SHA-256, base64url. */
  readonly kid: string;
  /** Of WebCrypto: it signs without ever showing itself, and prints as nothing. */
  readonly privateKey: CryptoKey;
}

/** A key that may be written down (`exportSigningKey`). A browser makes its own, which may not. */
export async function generateSigningKey(): Promise<SigningKey> {
  return keyPairToSigningKey(await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true }));
}

/**
 * A pair that WebCrypto made (`generateKey('Ed25519', …)`), extractable or not.
 * @throws ConsentError badKey where it is of another kind.
 */
export async function keyPairToSigningKey(pair: CryptoKeyPair): Promise<SigningKey> {
  const { kty, crv, x } = await exportJWK(pair.publicKey);
  const publicJwk = parsePublicJwk({ kty, crv, x });
  return { publicJwk, kid: await publicJwkToKid(publicJwk), privateKey: pair.privateKey };
}

/**
 * The private JWK as JSON text, to be stored where only its owner reads.
 * @throws ConsentError badKey where the platform keeps the key to itself.
 */
export async function exportSigningKey(key: SigningKey): Promise<Secret<string>> {
  if (!key.privateKey.extractable) {
    throw new ConsentError({
      code: 'badKey',
      message: 'The private key cannot leave the place where it was made.',
      remedy: 'Enrol each device with a key of its own.',
    });
  }
  return new Secret(JSON.stringify(await exportJWK(key.privateKey)));
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
  const parsed = privateJwkSchema.safeParse(json);
  if (!parsed.success) throw badKey();
  const { kty, crv, x } = parsed.data;
  const publicJwk = { kty, crv, x };
  const privateKey = await importJWK(parsed.data, 'EdDSA', { extractable: true }).catch(() => null);
  if (privateKey === null || privateKey instanceof Uint8Array) throw badKey();
  return { publicJwk, kid: await publicJwkToKid(publicJwk), privateKey };
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

function badKey(): ConsentError {
  return new ConsentError({
    code: 'badKey',
    message: 'That is not an Ed25519 key.',
    remedy: 'Give a JWK with kty "OKP" and crv "Ed25519".',
  });
}
