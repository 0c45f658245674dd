/**
 * HMAC-SHA-256 under a key derived from the root (HKDF, RFC 5869): vouches for
 * the keeper's own files (trust, settings, passkeys). Whoever changes them
 * without the root keeps the keeper from being unsealed.
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { jsonToCanonicalBytes, revealSecret, type JsonValue, type Secret } from '@understudy/base';

export interface Tagger {
  /** base64url, over the canonical JSON of the value and its use. */
  readonly tag: (use: string, value: JsonValue) => string;
  readonly isTag: (use: string, value: JsonValue, tag: string) => boolean;
}

export function createTagger(root: Secret<Uint8Array>): Tagger {
  const mac = (use: string, value: JsonValue): Buffer => {
    // Revealed to derive the tagging key; that is zeroed after use.
    const key = Buffer.from(hkdfSync('sha256', revealSecret(root), '', 'understudy-tag', 32));
    const made = createHmac('sha256', key).update(jsonToCanonicalBytes({ use, value })).digest();
    key.fill(0);
    return made;
  };
  return {
    tag: (use, value) => mac(use, value).toString('base64url'),
    isTag: (use, value, tag) => {
      const wanted = mac(use, value);
      const found = Buffer.from(tag, 'base64url');
      return found.length === wanted.length && timingSafeEqual(found, wanted);
    },
  };
}
