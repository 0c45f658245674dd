/** A text → its words, numbers and signs, with their places; a line break is a token of its own. */
import { wordOf, type Word } from './word.ts';

export interface Token {
  readonly text: string;
  readonly start: number;
  readonly word: Word;
}

const tokenPattern = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*|\p{N}+|\n|[^\s\p{L}\p{M}\p{N}]/gu;

export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const hit of text.matchAll(tokenPattern))
    tokens.push({ text: hit[0], start: hit.index, word: wordOf(hit[0]) });
  return tokens;
}
