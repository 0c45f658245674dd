/** Base64 (RFC 4648 §4) in browsers: native. The same shape as `base64.node.ts`. */
export function bytesToBase64(bytes: Uint8Array): string {
  return bytes.toBase64();
}

export function base64ToBytes(text: string): Uint8Array {
  return Uint8Array.fromBase64(text);
}
