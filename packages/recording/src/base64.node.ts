/** Base64 (RFC 4648 §4) in Node: native. The same shape as `base64.browser.ts`. */
import { Buffer } from 'node:buffer';

export function bytesToBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

export function base64ToBytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}
