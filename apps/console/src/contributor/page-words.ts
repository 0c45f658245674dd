/**
 * What the companion says, as a page says it: it names commands, for the
 * command line is its other face; a page names its own pages instead.
 */
import { ProtocolError } from '@understudy/protocol';
import { strings } from '../strings/strings.ts';
import { errorToWords, wordsOf } from '../words/error-words.ts';

const { errors } = strings.contributor;

export function errorToPageWords(error: unknown): string {
  const code = error instanceof ProtocolError ? error.details['code'] : undefined;
  const known = typeof code === 'string' ? codeToPageWords(code) : undefined;
  return known ?? withoutCommands(errorToWords(error));
}

/** What ended a job, by its code where that says all, else as the companion told it. */
export const jobToPageWords = (words: string, errorCode: string | null): string =>
  (errorCode === null ? undefined : codeToPageWords(errorCode)) ?? withoutCommands(words);

const codeToPageWords = (code: string): string | undefined =>
  wordsOf({ ...strings.errors.codes, ...errors }, code);

/** Without the sentences that tell what to type. */
export function withoutCommands(words: string): string {
  return words
    .split(/(?<=[.!?])\s+/)
    .filter((sentence) => !/\bunderstudy (--)?[a-z]+/.test(sentence))
    .join(' ');
}
