/** One server as a child process: started, waited for until it listens, stopped; it ends when its parent does. */
import { UnderstudyError } from '@understudy/base';
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export class UpError extends UnderstudyError<'serviceFailed' | 'keeperSealed' | 'portTaken'> {}

export interface ServiceProcess {
  readonly name: string;
  readonly pid: number;
  readonly url: string;
  /** Resolves when the process has ended, however it did. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

const cli = fileURLToPath(new URL('../main.ts', import.meta.url));
const killAfterMs = 5_000;

/**
 * Runs `understudy <args>` and waits for its first line, `{ "url": … }`.
 * @throws UpError serviceFailed with the last line that it wrote to standard error, or where the signal ended it before
 */
export async function startService(
  name: string,
  args: readonly string[],
  home: string,
  signal?: AbortSignal,
): Promise<ServiceProcess> {
  const child = spawn(process.execPath, [cli, '--json', '--home', home, ...args], {
    // The channel tells the child when this process is gone, also by SIGKILL.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const giveUp = (): void => {
    child.kill('SIGTERM');
  };
  signal?.addEventListener('abort', giveUp);
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  child.once('exit', () => {
    end();
  });
  let lastError = '';
  if (child.stderr !== null) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      // Of a crash the words are wanted, not its stack and the version of Node under it.
      if (!/^(?:\s|Node\.js v|$)/.test(line)) lastError = line;
    });
  }
  const url = await Promise.race([firstUrl(child), ended.then(() => null)]);
  signal?.removeEventListener('abort', giveUp);
  if (url === null || child.pid === undefined) {
    throw new UpError({
      code: 'serviceFailed',
      message: `The ${name} did not start: ${readMessage(lastError)}`,
      remedy: 'Put that right and start again.',
    });
  }
  return { name, pid: child.pid, url, ended, stop: () => stop(child, ended) };
}

async function firstUrl(child: ChildProcess): Promise<string | null> {
  if (child.stdout === null) return null;
  const lines = createInterface({ input: child.stdout });
  const { promise, resolve } = Promise.withResolvers<string | null>();
  lines.once('line', (line) => {
    resolve(readUrl(line));
  });
  return promise;
}

function readUrl(line: string): string | null {
  const parsed = urlSchema.safeParse(readJson(line));
  return parsed.success ? parsed.data.url : null;
}

function readMessage(line: string): string {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null && 'message' in value) {
      return String(value.message);
    }
  } catch {
    // Not every last line is one of ours.
  }
  return line === '' ? 'it ended without a word.' : line;
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  await ended;
  clearTimeout(timer);
}

/**
 * Runs `understudy <args>` to its end. @returns its answer
 * @throws UpError serviceFailed with what it wrote to standard error
 */
export async function runOnce(
  args: readonly string[],
  home: string,
): Promise<Readonly<Record<string, unknown>>> {
  const child = spawn(process.execPath, [cli, '--json', '--home', home, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Out of reach of the terminal's Ctrl-C: what it started can only be ended by who knows of it.
    detached: true,
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const parsed = answerSchema.safeParse(readJson(out.split('\n')[0] ?? ''));
  if (parsed.success) return parsed.data;
  throw new UpError({
    code: 'serviceFailed',
    message: `\`understudy ${args[0] ?? ''}\` failed: ${readMessage(err.trim().split('\n').at(-1) ?? '')}`,
    remedy: 'Put that right and start again.',
  });
}

const urlSchema = z.object({ url: z.string() });
const answerSchema = z.record(z.string(), z.unknown());

function readJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // No answer: what it wrote to standard error says why.
    return null;
  }
}
