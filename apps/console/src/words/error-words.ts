/** An error as a page tells it: by its code where that says all, else in the words of whoever refused. */
import { errorToLine, UnderstudyError } from '@understudy/base';
import { strings } from '../strings/strings.ts';

const { codes, names, unexpected } = strings.errors;

/** The key comes from a server: it may name what every object has. */
export const wordsOf = (words: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(words, key) ? words[key] : undefined;

export function errorToWords(error: unknown): string {
  if (error instanceof UnderstudyError) return wordsOf(codes, error.code) ?? errorToLine(error);
  if (!(error instanceof Error)) return unexpected;
  // What a page itself refuses is a plain error with the page's own words.
  return error.name === 'Error' ? error.message : (wordsOf(names, error.name) ?? unexpected);
}
