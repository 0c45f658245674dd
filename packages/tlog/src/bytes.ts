/** Bytes and text, alike in Node and in browsers. Decoding accepts only the canonical form. */
import { base64, hex } from '@scure/base';

const encoder = new TextEncoder();

export function textToBytes(text: string): Uint8Array {
  return encoder.encode(text);
}

/** @throws TypeError where the bytes are not UTF-8 */
export function bytesToText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

export function bytesToBase64(bytes: Uint8Array): string {
  return base64.encode(bytes);
}

/** null unless the text is the one base64 form of some bytes. */
export function base64ToBytes(text: string): Uint8Array | null {
  try {
    const bytes = base64.decode(text);
    return base64.encode(bytes) === text ? bytes : null;
  } catch {
    return null;
  }
}

export function bytesToHex(bytes: Uint8Array): string {
  return hex.encode(bytes);
}

/** @throws where the text is no hex */
export function hexToBytes(text: string): Uint8Array {
  return hex.decode(text);
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function bytesEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
}
