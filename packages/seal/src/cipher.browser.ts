/**
 * The primitives of age's payload and of segments in browsers, whose WebCrypto
 * has no ChaCha20-Poly1305. The same shape as `cipher.node.ts`.
 */
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Of ChaCha20-Poly1305 (RFC 8439 §2.8). */
export const tagBytes = 16;

/** HKDF-SHA-256 (RFC 5869) to 32 bytes. */
export function deriveKey(secret: Uint8Array, salt: Uint8Array, info: string): Uint8Array {
  return hkdf(sha256, secret, salt, utf8ToBytes(info), 32);
}

/** One AEAD call without associated data: ciphertext, then its tag, as two pieces. */
export function encryptChunk(
  key: Uint8Array,
  nonce: Uint8Array,
  plain: Uint8Array,
): readonly [body: Uint8Array, tag: Uint8Array] {
  const sealed = chacha20poly1305(key, nonce).encrypt(plain);
  return [sealed.subarray(0, plain.length), sealed.subarray(plain.length)];
}

/** The inverse; null where the tag does not fit. `sealed` is attacker-controlled. */
export function decryptChunk(
  key: Uint8Array,
  nonce: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | null {
  if (sealed.length < tagBytes) return null;
  try {
    return chacha20poly1305(key, nonce).decrypt(sealed);
  } catch {
    return null;
  }
}

/** SHA-256, lower-case hexadecimal. */
export function sha256Hex(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}
