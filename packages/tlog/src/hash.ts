/** Hashing of RFC 6962, section 2.1: leaves and nodes are told apart by a prefix byte. */
import { sha256 } from '#crypto';
import { bytesEqual } from './bytes.ts';

/** 32 bytes of SHA-256. */
export type Hash = Uint8Array;
export const hashSizeBytes = 32;

/** MTH of no entries: SHA-256 of the empty string. */
export const emptyRoot: Hash = sha256(new Uint8Array());

export { sha256 };

export function leafHash(entry: Uint8Array): Hash {
  const input = new Uint8Array(entry.length + 1);
  input.set(entry, 1);
  return sha256(input);
}

// One buffer for every node: sha256 is synchronous and keeps nothing of it.
const nodeInput = new Uint8Array(1 + 2 * hashSizeBytes).fill(1, 0, 1);

export function nodeHash(left: Hash, right: Hash): Hash {
  nodeInput.set(left, 1);
  nodeInput.set(right, 1 + hashSizeBytes);
  return sha256(nodeInput);
}

export function hashesEqual(a: Hash, b: Hash): boolean {
  return bytesEqual(a, b);
}

/** MTH over hashes of equally high, complete subtrees (of which the last may be incomplete). */
export function rootOfHashes(hashes: readonly Hash[]): Hash {
  let row = hashes;
  while (row.length > 1) {
    const above: Hash[] = [];
    for (let index = 0; index < row.length; index += 2) {
      const left = row[index];
      const right = row[index + 1];
      if (left === undefined) break;
      above.push(right === undefined ? left : nodeHash(left, right));
    }
    row = above;
  }
  return row[0] ?? emptyRoot;
}
