/**
 * What the tagger sees of a token: hashed features of the word, its neighbours,
 * their forms and the labels given before. All arithmetic on 32-bit integers:
 * no string is built per feature.
 */
import type { Sight } from './word.ts';

/** Buckets of the hashed features; a power of two. */
export const buckets = 2 ** 17;

const edge: Sight = {
  hash: 1,
  prefix2: 1,
  prefix3: 1,
  suffix2: 1,
  suffix3: 1,
  shape: 0,
  lexical: 5,
};

export const featureCount = 30;

/** Writes the buckets of the features of token `at` into `out` (of `featureCount`). */
export function writeFeatures(
  out: Int32Array,
  sights: readonly Sight[],
  at: number,
  last: number,
  beforeLast: number,
): void {
  const own = sights[at] ?? edge;
  const left = sights[at - 1] ?? edge;
  const right = sights[at + 1] ?? edge;
  const left2 = sights[at - 2] ?? edge;
  const right2 = sights[at + 2] ?? edge;
  let slot = 0;
  const put = (a: number, b = 0, c = 0): void => {
    let hash = Math.imul(a ^ Math.imul(slot + 1, 0x9e3779b1), 0x85ebca6b);
    hash = Math.imul((hash ^ (hash >>> 13)) + b, 0xc2b2ae35);
    hash = Math.imul((hash ^ (hash >>> 15)) + c, 0x27d4eb2f);
    out[slot] = (hash ^ (hash >>> 16)) & (buckets - 1);
    slot += 1;
  };
  put(7);
  put(own.hash);
  put(left.hash);
  put(right.hash);
  put(left2.hash);
  put(right2.hash);
  put(own.prefix2);
  put(own.prefix3);
  put(own.suffix2);
  put(own.suffix3);
  put(own.shape, own.lexical);
  put(own.shape, left.shape, right.shape);
  put(own.lexical, left.lexical, right.lexical);
  put(left.shape, left.lexical);
  put(right.shape, right.lexical);
  put(last);
  put(last, beforeLast);
  put(last, own.hash);
  put(last, own.shape, own.lexical);
  put(left.hash, own.hash);
  put(own.hash, right.hash);
  put(left.hash, own.shape, own.lexical);
  put(right.hash, own.shape, own.lexical);
  put(left2.hash, left.hash, own.shape);
  put(own.shape, right.shape, right2.shape);
  put(left2.shape, left.shape, own.shape);
  put(last, right.shape, right.lexical);
  put(left.suffix3, own.shape);
  put(right.suffix3, own.shape);
  put(own.suffix3, own.shape, last);
}
