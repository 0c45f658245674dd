/** An error as a page tells it: by its code where that says all, else in the words of whoever refused. */
import { errorToLine, UnderstudyError } from '@understudy/base';
import { strings } from '../strings/strings.ts';

const { codes, names, unexpected } = strings.errors;

export function errorToWords(error: unknown): string {
  if (error instanceof UnderstudyError) return codes[error.code] ?? errorToLine(error);
  if (!(error instanceof Error)) return unexpected;
  // What a page itself refuses is a plain error with the page's own words.
  return error.name === 'Error' ? error.message : (names[error.name] ?? unexpected);
}
