/** A question that only a person at a terminal can answer; default is no. */
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
