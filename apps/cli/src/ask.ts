/** A question that only a person at a terminal can answer; default is no. */
import { UnderstudyError } from '@understudy/base';
import { createInterface } from 'node:readline/promises';

/** null where nobody is there to be asked. */
export async function askYes(question: string): Promise<boolean | null> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [yes/No] `);
    return answer.trim().toLowerCase() === 'yes';
  } finally {
    terminal.close();
  }
}

class NotConfirmedError extends UnderstudyError<'notConfirmed'> {}

/** @throws NotConfirmedError unless the person says yes, or said so beforehand by `--yes` */
export async function requireYes(
  question: string,
  { yes, otherwise }: { readonly yes: boolean | undefined; readonly otherwise: string },
): Promise<void> {
  if (yes === true || (await askYes(question)) === true) return;
  throw new NotConfirmedError({
    code: 'notConfirmed',
    message: otherwise,
    remedy: 'Say yes at the terminal, or give --yes.',
  });
}
