/** SHA-256 of text and of JSON, alike in Node and in browsers. */
import { jsonToCanonicalBytes, type JsonValue } from '@understudy/base';
import { sha256 } from '@noble/hashes/sha2.js';
import { hex } from '@scure/base';

export function jsonToDigest(json: JsonValue): Uint8Array {
  return sha256(jsonToCanonicalBytes(json));
}

/** Lower-case hex of SHA-256 over the RFC 8785 form. */
export function jsonToSha256(json: JsonValue): string {
  return hex.encode(jsonToDigest(json));
}

export function textToSha256(text: string): string {
  return hex.encode(sha256(new TextEncoder().encode(text)));
}
