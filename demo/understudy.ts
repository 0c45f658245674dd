/**
 * `understudy` as a person runs it: one child process a command, JSON lines back.
 * Several people at one machine are several homes.
 */
import { startProcess, type RunningProcess } from '@understudy/testkit';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../apps/cli/src/main.ts', import.meta.url));

export type Answer = Readonly<Record<string, unknown>>;

export interface Ran {
  readonly exitCode: number;
  /** Every line of the answer. */
  readonly answers: readonly Answer[];
  readonly errors: string;
}

export interface Person {
  readonly home: string;
  /** Runs a command to its end. @throws where it is refused or fails */
  readonly run: (...args: readonly string[]) => Promise<readonly Answer[]>;
  /** As `run`, where a refusal is what we want to see. */
  readonly attempt: (...args: readonly string[]) => Promise<Ran>;
  /** Starts a command that stays; it ends with the demo at the latest. */
  readonly start: (...args: readonly string[]) => RunningProcess;
}

export function createPerson(home: string, env: Readonly<Record<string, string>>): Person {
  const full = (args: readonly string[]): string[] => [cli, '--json', '--home', home, ...args];
  const attempt = (...args: readonly string[]): Promise<Ran> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, full(args), {
        env: { ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      let errors = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
      child.once('error', reject);
      child.once('close', (code) => {
        resolve({ exitCode: code ?? -1, answers: parseLines(output), errors: errors.trim() });
      });
    });
  return {
    home,
    attempt,
    run: async (...args) => {
      const { exitCode, answers, errors } = await attempt(...args);
      if (exitCode === 0) return answers;
      throw new Error(`understudy ${args.slice(0, 2).join(' ')} ended with ${exitCode}: ${errors}`);
    },
    start: (...args) => startProcess(process.execPath, full(args), env),
  };
}

function parseLines(output: string): readonly Answer[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): Answer => JSON.parse(line));
}
