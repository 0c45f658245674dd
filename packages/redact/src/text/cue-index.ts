/** Cues → which of them a token has in it, found by the first two letters of each and remembered. */
import { createMemory } from '../memory.ts';
import { wordEdge } from './word-edges.ts';

export interface CueIndex {
  /** @param token a token's text */
  readonly rulesOf: (token: string) => readonly number[];
}

interface Cue {
  readonly text: string;
  readonly index: number;
  readonly startsWord: boolean;
  readonly endsWord: boolean;
}

const rememberedTokens = 20_000;
const keyOf = (text: string, at: number): number =>
  (text.charCodeAt(at) << 16) | (text.charCodeAt(at + 1) || 0);

const readCue = ({ cue, index }: { readonly cue: string; readonly index: number }): Cue => ({
  text: cue.replaceAll(wordEdge, ''),
  index,
  startsWord: cue.startsWith(wordEdge),
  endsWord: cue.endsWith(wordEdge),
});

const isLetter = (text: string, at: number): boolean => /^[a-z]/iu.test(text.charAt(at));

export function createCueIndex(
  cues: readonly { readonly cue: string; readonly index: number }[],
): CueIndex {
  const byHead = Map.groupBy(cues.map(readCue), ({ text }) => keyOf(text, 0));
  const rulesOf = (token: string): readonly number[] => {
    const word = token.toLowerCase();
    // In small letters another sign may be one of ASCII's: only where all are is an edge one.
    const isPlain = /^[\0-\x7f]*$/u.test(token);
    const found = new Set<number>();
    for (let at = 0; at < word.length; at += 1) {
      // Of two letters or more, and of one.
      for (const key of new Set([keyOf(word, at), word.charCodeAt(at) << 16]))
        for (const { text, index, startsWord, endsWord } of byHead.get(key) ?? [])
          if (
            word.startsWith(text, at) &&
            !(isPlain && startsWord && isLetter(word, at - 1)) &&
            !(isPlain && endsWord && isLetter(word, at + text.length))
          )
            found.add(index);
    }
    return [...found];
  };
  return { rulesOf: createMemory(rememberedTokens, rulesOf) };
}
