/**
 * What the companion says, as a page says it: its remedies name commands, for
 * the command line is its other face; a page names its own pages instead.
 */
import { errorToLine, UnderstudyError } from '@understudy/base';
import { ProtocolError } from '@understudy/protocol';
import { strings } from '../strings/strings.ts';

const { remedies } = strings.contributor;

export function errorToPageWords(error: unknown): string {
  const code = error instanceof ProtocolError ? error.details['code'] : undefined;
  const remedy = typeof code === 'string' ? remedies[code] : undefined;
  if (remedy !== undefined && error instanceof UnderstudyError) return `${error.message} ${remedy}`;
  return withoutCommands(errorToLine(error));
}

/** Without the sentences that tell what to type. */
export function withoutCommands(words: string): string {
  return words
    .split(/(?<=[.!?])\s+/)
    .filter((sentence) => !/\bunderstudy (--)?[a-z]+/.test(sentence))
    .join(' ');
}
