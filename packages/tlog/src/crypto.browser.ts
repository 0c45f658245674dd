/** SHA-256 and Ed25519 where there is no node:crypto: contributors check proofs in their browser. */
import { ed25519 } from '@noble/curves/ed25519.js';

export { sha256 } from '@noble/hashes/sha2.js';

/** Strict (RFC 8032), as the platform's is: no malleable or small-order signature passes. */
export function verifyEd25519(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (signature.length !== 64 || publicKey.length !== 32) return false;
  return ed25519.verify(signature, message, publicKey, { zip215: false });
}

export function signEd25519(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return ed25519.sign(message, seed);
}

export function seedToPublicKey(seed: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(seed);
}
