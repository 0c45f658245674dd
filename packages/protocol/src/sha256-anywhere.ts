/** SHA-256 in browsers, where WebCrypto has none that streams. The same shape as `sha256-node.ts`. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Sha256 } from './sha256-node.ts';

export function startSha256(): Sha256 {
  const hash = sha256.create();
  return {
    update: (bytes) => {
      hash.update(bytes);
    },
    finish: () => bytesToHex(hash.digest()),
  };
}
