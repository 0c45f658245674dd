/**
 * What the tagger sees of a token: hashed features of the word, its neighbours,
 * their forms and the labels given before. All arithmetic on 32-bit integers:
 * no string is built per feature.
 *
 * Those of one word alone are the same each time it stands in that place, so their weights may be
 * summed once a word (word-weights.ts); the others join several words.
 */
import type { Sight } from './word.ts';

/** Buckets of the hashed features; a power of two. */
export const buckets = 2 ** 17;

/** Beyond the ends of a text. */
export const edge: Sight = {
  hash: 1,
  prefix2: 1,
  prefix3: 1,
  suffix2: 1,
  suffix3: 1,
  shape: 0,
  lexical: 5,
};

/** The bucket of feature number `slot`, which joins up to three things. */
function bucketOf(slot: number, a: number, b = 0, c = 0): number {
  let hash = Math.imul(a ^ Math.imul(slot + 1, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul((hash ^ (hash >>> 13)) + b, 0xc2b2ae35);
  hash = Math.imul((hash ^ (hash >>> 15)) + c, 0x27d4eb2f);
  return (hash ^ (hash >>> 16)) & (buckets - 1);
}

/** Of a word alone, by where it stands from the token that is told. */
export const aloneAs = {
  own: ({ hash, prefix2, prefix3, suffix2, suffix3, shape, lexical }: Sight): number[] => [
    bucketOf(0, 7),
    bucketOf(1, hash),
    bucketOf(6, prefix2),
    bucketOf(7, prefix3),
    bucketOf(8, suffix2),
    bucketOf(9, suffix3),
    bucketOf(10, shape, lexical),
  ],
  left: ({ hash, shape, lexical }: Sight): number[] => [
    bucketOf(2, hash),
    bucketOf(13, shape, lexical),
  ],
  right: ({ hash, shape, lexical }: Sight): number[] => [
    bucketOf(3, hash),
    bucketOf(14, shape, lexical),
  ],
  left2: ({ hash }: Sight): number[] => [bucketOf(4, hash)],
  right2: ({ hash }: Sight): number[] => [bucketOf(5, hash)],
} as const;

/** Of a word alone, behind a token with the label `last`. */
export const aloneAfter = ({ hash, suffix3, shape, lexical }: Sight, last: number): number[] => [
  bucketOf(15, last),
  bucketOf(17, last, hash),
  bucketOf(18, last, shape, lexical),
  bucketOf(29, suffix3, shape, last),
];

/** How many features join several words or labels. */
export const jointCount = 13;

/** Writes the buckets of the joint features of token `at` into `out` (of `jointCount`). */
export function writeJoint(
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
  out[0] = bucketOf(11, own.shape, left.shape, right.shape);
  out[1] = bucketOf(12, own.lexical, left.lexical, right.lexical);
  out[2] = bucketOf(16, last, beforeLast);
  out[3] = bucketOf(19, left.hash, own.hash);
  out[4] = bucketOf(20, own.hash, right.hash);
  out[5] = bucketOf(21, left.hash, own.shape, own.lexical);
  out[6] = bucketOf(22, right.hash, own.shape, own.lexical);
  out[7] = bucketOf(23, left2.hash, left.hash, own.shape);
  out[8] = bucketOf(24, own.shape, right.shape, right2.shape);
  out[9] = bucketOf(25, left2.shape, left.shape, own.shape);
  out[10] = bucketOf(26, last, right.shape, right.lexical);
  out[11] = bucketOf(27, left.suffix3, own.shape);
  out[12] = bucketOf(28, right.suffix3, own.shape);
}
