/**
 * Key + context → wrapped key and back: AES-256-GCM (NIST SP 800-38D) with a
 * random 96-bit nonce and the canonical context as associated data, so that a
 * wrapped key moved to another contributor, program or day does not open.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { jsonToCanonicalBytes, revealSecret, Secret } from '@understudy/base';
import type { JsonValue, Random } from '@understudy/base';
import { KeeperError } from '../error.ts';

const nonceBytes = 12;
const tagBytes = 16;

/** What a wrapped key is for; bound to it as associated data. */
export type WrapContext = { readonly [key: string]: JsonValue };

/** `wrapped` is base64url of nonce, ciphertext, tag. */
export function wrapBytes(
  plain: Secret<Uint8Array>,
  key: Secret<Uint8Array>,
  context: WrapContext,
  random: Random,
): string {
  const nonce = random.bytes(nonceBytes);
  // Revealed to the cipher only.
  const cipher = createCipheriv('aes-256-gcm', revealSecret(key), nonce);
  cipher.setAAD(jsonToCanonicalBytes(context));
  const body = Buffer.concat([cipher.update(revealSecret(plain)), cipher.final()]);
  return Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64url');
}

/** @throws KeeperError wrongKey where key or context is another, or a byte was changed. */
export function unwrapBytes(
  wrapped: string,
  key: Secret<Uint8Array>,
  context: WrapContext,
): Secret<Uint8Array> {
  const bytes = Buffer.from(wrapped, 'base64url');
  try {
    const nonce = bytes.subarray(0, nonceBytes);
    const decipher = createDecipheriv('aes-256-gcm', revealSecret(key), nonce, {
      authTagLength: tagBytes,
    });
    decipher.setAAD(jsonToCanonicalBytes(context));
    decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes));
    const body = bytes.subarray(nonceBytes, bytes.length - tagBytes);
    const plain = Buffer.concat([decipher.update(body), decipher.final()]);
    return new Secret<Uint8Array>(plain);
  } catch {
    throw new KeeperError({
      code: 'wrongKey',
      message: 'A wrapped key does not open with that key.',
      remedy: 'Check the passphrase or the shares; if they are right, restore the keeper store.',
    });
  }
}

/** Zeroes the bytes in place; the Secret must not be used afterwards. */
export function wipe(secret: Secret<Uint8Array>): void {
  revealSecret(secret).fill(0);
}
