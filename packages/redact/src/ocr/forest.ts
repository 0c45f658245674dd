/**
 * Boosted decision trees (Friedman 2001) → how likely a word on a screen is sensitive. Made by
 * train/train-forest.ts from screens whose values were exchanged for other ones.
 */
import type { Traits } from './word-traits.ts';

/**
 * The nodes of all trees, each tree from its root down and to the left first: the left child of a node,
 * for values of at most its number, is the next one. A leaf has no trait, and its number is its score.
 */
export interface Forest {
  readonly traits: readonly string[];
  readonly base: number;
  readonly roots: Uint32Array;
  /** Which one a node asks for; -1 of a leaf. */
  readonly trait: Int16Array;
  readonly number: Float32Array;
  /** The right child. */
  readonly right: Uint32Array;
}

/** As JSON holds one: the traits of the nodes and their numbers, little endian, in base 64. */
export interface PackedForest {
  readonly traits: readonly string[];
  readonly base: number;
  readonly trait: string;
  readonly number: string;
}

function bytesOf(packed: string): ArrayBuffer {
  const signs = atob(packed);
  const bytes = new Uint8Array(signs.length);
  for (let at = 0; at < signs.length; at += 1) bytes[at] = signs.charCodeAt(at);
  return bytes.buffer;
}

/** @throws RangeError where a tree breaks off, or asks for what the forest does not name: it would judge wrongly. */
export function unpackForest({ traits, base, ...packed }: PackedForest): Forest {
  const trait = new Int16Array(bytesOf(packed.trait));
  const number = new Float32Array(bytesOf(packed.number));
  if (number.length !== trait.length || trait.some((asked) => asked >= traits.length))
    throw new RangeError('The forest does not hold what its nodes ask for.');
  const right = new Uint32Array(trait.length);
  const roots: number[] = [];
  /** @returns where the next tree or branch begins. */
  const walk = (node: number): number => {
    const asked = trait[node];
    if (asked === undefined) throw new RangeError('The forest breaks off within a tree.');
    if (asked < 0) return node + 1;
    right[node] = walk(node + 1);
    return walk(right[node]);
  };
  for (let node = 0; node < trait.length; node = walk(node)) roots.push(node);
  return { traits, base, roots: Uint32Array.from(roots), trait, number, right };
}

/** @param values in the order of the forest's traits; there may be more. @returns 0..1 */
export function chanceOfValues(
  { base, roots, trait, number, right }: Forest,
  values: Float32Array,
): number {
  let score = base;
  for (const root of roots) {
    let node = root;
    for (let at = trait[node] ?? -1; at >= 0; at = trait[node] ?? -1)
      node = (values[at] ?? 0) <= (number[node] ?? 0) ? node + 1 : (right[node] ?? 0);
    score += number[node] ?? 0;
  }
  return 1 / (1 + Math.exp(-score));
}

/** @throws RangeError where the forest was made for other traits. */
export function valuesOf(names: readonly string[], word: Traits): Float32Array {
  const values = new Float32Array(names.length);
  for (const [at, name] of names.entries()) {
    const value = word[name];
    if (value === undefined)
      throw new RangeError(`The forest asks for "${name}", which no word has.`);
    values[at] = value;
  }
  return values;
}
