/** Cues → which of them a word has in it, found by the first two letters of each and remembered. */
import { createMemory } from '../memory.ts';

export interface CueIndex {
  /** @param word a token's text in lower case. */
  readonly rulesOf: (word: string) => readonly number[];
}

const rememberedWords = 20_000;
const keyOf = (text: string, at: number): number =>
  (text.charCodeAt(at) << 16) | (text.charCodeAt(at + 1) || 0);

export function createCueIndex(
  cues: readonly { readonly cue: string; readonly index: number }[],
): CueIndex {
  const byHead = Map.groupBy(cues, ({ cue }) => keyOf(cue, 0));
  const rulesOf = (word: string): readonly number[] => {
    const found = new Set<number>();
    for (let at = 0; at < word.length; at += 1) {
      for (const { cue, index } of byHead.get(keyOf(word, at)) ?? [])
        if (word.startsWith(cue, at)) found.add(index);
    }
    return [...found];
  };
  return { rulesOf: createMemory(rememberedWords, rulesOf) };
}
