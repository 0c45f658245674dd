/** SHA-256 in Node: native. The same shape as `sha256-anywhere.ts`. */
import { createHash } from 'node:crypto';

export interface Sha256 {
  update(bytes: Uint8Array): void;
  /** Lower-case hexadecimal; once. */
  finish(): string;
}

export function startSha256(): Sha256 {
  const hash = createHash('sha256');
  return {
    update: (bytes) => {
      hash.update(bytes);
    },
    finish: () => hash.digest('hex'),
  };
}
