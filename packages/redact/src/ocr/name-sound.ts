/**
 * How much a word sounds like a name, by the groups of up to six letters in it: what tells a name that
 * is on no list from a word that is on none, in all the languages whose words lists have. The weights
 * (sound.json) were learnt from lists of names and words by train/learn-sound.ts.
 */
import sound from './sound.json' with { type: 'json' };

const leastLetters = 3;
const leastGroup = 2;
const longestGroup = 6;

/** Groups share 2^18 weights by their hash. */
export const weightCount = 2 ** 18;

/** @param folded as foldWord gives it; letters beyond a..z are left out. @returns null for what is too short. */
export function groupsOf(folded: string): readonly number[] | null {
  const letters = folded.replace(/[^a-z]/gu, '');
  if (letters.length < leastLetters) return null;
  const ended = `^${letters}$`;
  const groups: number[] = [];
  for (let from = 0; from < ended.length; from += 1) {
    // FNV-1a (RFC 9923), of each group that begins here in turn.
    let hash = 0x811c9dc5;
    for (let at = from; at < Math.min(ended.length, from + longestGroup); at += 1) {
      hash = Math.imul(hash ^ ended.charCodeAt(at), 0x01000193);
      if (at - from + 1 >= leastGroup)
        groups.push(((hash >>> 0) ^ (hash >>> 15)) & (weightCount - 1));
    }
  }
  return groups;
}

/** Long words have no more to say than short ones. */
export const meanScore = (groups: readonly number[], weights: ArrayLike<number>): number =>
  groups.reduce((sum, group) => sum + (weights[group] ?? 0), 0) / Math.sqrt(groups.length);

const decode = (packed: string): Int8Array =>
  Int8Array.from(atob(packed), (sign) => sign.charCodeAt(0));

let weights: Int8Array | null = null;

/** @param folded as foldWord gives it. @returns over 0 where it sounds like a name; 0 for what is too short. */
export function soundOf(folded: string): number {
  const groups = groupsOf(folded);
  if (groups === null) return 0;
  weights ??= decode(sound.weights);
  return sound.base + sound.step * meanScore(groups, weights);
}
