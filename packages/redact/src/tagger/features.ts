/**
 * What the tagger sees of a token: hashed features of the word, its neighbours,
 * their forms and the labels given before. All arithmetic on 32-bit integers:
 * no string is built per feature.
 */
import { classOfWord, isNameWord } from './lexicon.ts';
import type { Token } from './token.ts';

/** Buckets of the hashed features; a power of two. */
export const buckets = 2 ** 17;

/** Added to the class of a word that is a name as well; above all classes. */
const nameMark = 6;

export interface Sight {
  readonly lower: number;
  readonly prefix2: number;
  readonly prefix3: number;
  readonly suffix2: number;
  readonly suffix3: number;
  readonly shape: number;
  readonly lexical: number;
}

function hashOf(text: string, from = 0, to = text.length): number {
  let hash = 0x811c9dc5;
  for (let index = Math.max(0, from); index < to; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

const firstUpper = /^\p{Lu}/u;
const anyLower = /\p{Ll}/u;
const latin = /^[\p{Script=Latin}\p{M}'’]+$/u;

/** 1 to 12: the form of a token, without its signs. */
export function shapeOf(text: string): number {
  const code = text.charCodeAt(0);
  if (text === '\n') return 1;
  if (code >= 48 && code <= 57) return 1 + Math.min(5, text.length);
  if (/^[\p{L}\p{M}]/u.test(text)) {
    if (!latin.test(text)) return 12;
    if (!firstUpper.test(text)) return 8;
    if (text.length === 1) return 9;
    return anyLower.test(text) ? 10 : 11;
  }
  return 7;
}

const sights = new Map<string, Sight>();
const rememberedWords = 20_000;

function sightOf(text: string): Sight {
  const held = sights.get(text);
  if (held !== undefined) return held;
  const shape = shapeOf(text);
  const word = shape >= 8;
  const lower = word ? text.toLowerCase() : text;
  const numeric = shape >= 2 && shape <= 6;
  const { length } = lower;
  const sight: Sight = {
    lower: numeric ? hashOf(`#${length}`) : hashOf(lower),
    prefix2: hashOf(lower, 0, 2),
    prefix3: hashOf(lower, 0, 3),
    suffix2: hashOf(lower, length - 2),
    suffix3: hashOf(lower, length - 3),
    shape,
    lexical: word ? classOfWord(lower) + (isNameWord(lower) ? nameMark : 0) : 4,
  };
  if (sights.size >= rememberedWords) sights.clear();
  sights.set(text, sight);
  return sight;
}

const edge: Sight = {
  lower: 1,
  prefix2: 1,
  prefix3: 1,
  suffix2: 1,
  suffix3: 1,
  shape: 0,
  lexical: 5,
};

export function sightsOf(tokens: readonly Token[]): Sight[] {
  return tokens.map(({ text }) => sightOf(text));
}

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
  put(own.lower);
  put(left.lower);
  put(right.lower);
  put(left2.lower);
  put(right2.lower);
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
  put(last, own.lower);
  put(last, own.shape, own.lexical);
  put(left.lower, own.lower);
  put(own.lower, right.lower);
  put(left.lower, own.shape, own.lexical);
  put(right.lower, own.shape, own.lexical);
  put(left2.lower, left.lower, own.shape);
  put(own.shape, right.shape, right2.shape);
  put(left2.shape, left.shape, own.shape);
  put(last, right.shape, right.lexical);
  put(left.suffix3, own.shape);
  put(right.suffix3, own.shape);
  put(own.suffix3, own.shape, last);
}
