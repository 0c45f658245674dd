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
  /** Standard output as it came. */
  readonly output: string;
  readonly errors: string;
}

interface Command {
  /** "grant approve" */
  readonly verb: string;
  readonly of?: readonly string[];
  /** Without their dashes; `true` for one without a value. */
  readonly options?: Readonly<Record<string, string | true | readonly string[]>>;
  /** Answers for people instead of JSON lines. */
  readonly inWords?: true;
}

export interface Person {
  readonly home: string;
  /** Runs a command to its end. @throws where it is refused or fails */
  readonly run: (command: Command) => Promise<readonly Answer[]>;
  /** As `run`, where a refusal is what we want to see. */
  readonly attempt: (command: Command) => Promise<Ran>;
  /** Starts a command that stays; it ends with the demo at the latest. */
  readonly start: (command: Command) => RunningProcess;
}

export function createPerson(home: string, env: Readonly<Record<string, string>>): Person {
  const full = (command: Command): string[] => [
    cli,
    ...(command.inWords === true ? [] : ['--json']),
    '--home',
    home,
    ...toArguments(command),
  ];
  const attempt = (command: Command): Promise<Ran> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, full(command), {
        env: { ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      let errors = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
      child.once('error', reject);
      child.once('close', (code) => {
        resolve({
          exitCode: code ?? -1,
          answers: parseLines(output),
          output,
          errors: errors.trim(),
        });
      });
    });
  return {
    home,
    attempt,
    run: async (command) => {
      const { exitCode, answers, errors } = await attempt(command);
      if (exitCode === 0) return answers;
      throw new Error(`understudy ${command.verb} ended with ${exitCode}: ${errors}`);
    },
    start: (command) => startProcess(process.execPath, full(command), env),
  };
}

function toArguments({ verb, of = [], options = {} }: Command): readonly string[] {
  const flags = Object.entries(options).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [`--${name}`, ...[value].flat()],
  );
  return [...verb.split(' '), ...of, ...flags];
}

function parseLines(output: string): readonly Answer[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): Answer => JSON.parse(line));
}
