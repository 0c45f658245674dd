/** The primitives of age's payload and of segments in Node: native. The same shape as `cipher.browser.ts`. */
import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto';

/** Of ChaCha20-Poly1305 (RFC 8439 §2.8). */
export const tagBytes = 16;
const algorithm = 'chacha20-poly1305';

/** HKDF-SHA-256 (RFC 5869) to 32 bytes. */
export function deriveKey(secret: Uint8Array, salt: Uint8Array, info: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, salt, info, 32));
}

/** One AEAD call without associated data: ciphertext, then its tag, as two pieces. */
export function encryptChunk(
  key: Uint8Array,
  nonce: Uint8Array,
  plain: Uint8Array,
): readonly [body: Uint8Array, tag: Uint8Array] {
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  const body = cipher.update(plain);
  cipher.final();
  return [body, cipher.getAuthTag()];
}

/** The inverse; null where the tag does not fit. `sealed` is attacker-controlled. */
export function decryptChunk(
  key: Uint8Array,
  nonce: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | null {
  if (sealed.length < tagBytes) return null;
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const plain = decipher.update(sealed.subarray(0, sealed.length - tagBytes));
  try {
    decipher.final();
    return plain;
  } catch {
    // Of whoever changed the ciphertext: nobody checked it, and yet it tells of the plain.
    plain.fill(0);
    return null;
  }
}

/** SHA-256, lower-case hexadecimal. */
export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
