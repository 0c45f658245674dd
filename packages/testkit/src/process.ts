/** Child processes that cannot outlive their test: each leads its own process group. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export interface RunningProcess {
  readonly pid: number;
  /** Resolves with the exit code (null after a signal). */
  readonly ended: Promise<number | null>;
  /** The first line of standard output, from the start, that is wanted. @throws where it ended first */
  line(wanted: (line: string) => boolean): Promise<string>;
  /** What it wrote to standard error so far. */
  errors(): string;
  stop(): Promise<void>;
}

const groups = new Set<number>();

// A test runner that is killed politely, or ends by itself, takes its children along.
process.on('exit', () => {
  for (const pid of groups) killGroup(pid, 'SIGKILL');
});

export function startProcess(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): RunningProcess {
  const child = spawn(command, args, {
    env: { ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid !== undefined) groups.add(pid);
  const lines = createLines(child);
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-20_000);
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // A failed start is reported to whoever awaits `ended` or `line`.
  ended.catch(() => undefined);
  const failure = ended.then((code): never => {
    throw new Error(`${command} ended with ${code}: ${errors.trim()}`);
  });
  failure.catch(() => undefined);

  return {
    pid: pid ?? -1,
    ended,
    line: (wanted) => Promise.race([lines(wanted), failure]),
    errors: () => errors,
    stop: async () => {
      if (pid === undefined) return;
      if (child.exitCode === null && child.signalCode === null) {
        killGroup(pid, 'SIGTERM');
        const impatient = setTimeout(() => killGroup(pid, 'SIGKILL'), 3000);
        await ended.catch(() => undefined);
        clearTimeout(impatient);
      }
      // Whatever of its group it left behind.
      killGroup(pid, 'SIGKILL');
      groups.delete(pid);
    },
  };
}

export function readFirstLine(started: RunningProcess): Promise<string> {
  return started.line((line) => line !== '').then((line) => line.trim());
}

function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // ESRCH: nobody is left in the group, which is what we want.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function createLines(child: ChildProcessByStdio<null, Readable, Readable>) {
  const seen: string[] = [];
  const waiting: { wanted(line: string): boolean; resolve(line: string): void }[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    seen.push(line);
    if (seen.length > 1000) seen.shift();
    for (const [index, entry] of [...waiting.entries()].toReversed()) {
      if (!entry.wanted(line)) continue;
      waiting.splice(index, 1);
      entry.resolve(line);
    }
  });
  return (wanted: (line: string) => boolean): Promise<string> => {
    const found = seen.find(wanted);
    if (found !== undefined) return Promise.resolve(found);
    return new Promise((resolve) => {
      waiting.push({ wanted, resolve });
    });
  };
}
