/** `understudy up` as a real process over a home of its own. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const upSchema = z.object({
  pid: z.int(),
  vault: z.string(),
  keeper: z.string(),
  console: z.string(),
  /** Null with `--servers-only`. */
  desk: z.url().nullable(),
  already: z.boolean(),
  home: z.string(),
  join: z.string(),
  stewards: z.tuple([z.string(), z.string()]),
  researcher: z.string(),
  operator: z.string(),
  passphraseFile: z.string(),
  /** The link that opens the contributor's pages; null with `--servers-only`. */
  contributor: z.string().nullable(),
});

export type UpProcess = z.output<typeof upSchema> & {
  /** All that it has written to its two streams. */
  logs(): string;
  /** Exit code and both streams of `understudy --json --home HOME <args>`. */
  run(...args: string[]): Promise<Ran>;
  /** Ends it and starts it again over the same home. */
  restart(): Promise<UpProcess>;
  /** Ends it and keeps its home. */
  end(): Promise<void>;
  stop(): Promise<void>;
};

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const cli = fileURLToPath(new URL('../src/main.ts', import.meta.url));

export interface UpOptions {
  readonly home?: string;
  /** The whole environment, such as that of a test's desktop. */
  readonly env?: Readonly<Record<string, string>>;
  /** The contributor's pages and a witness too. */
  readonly pages?: boolean;
}

export async function startUp({ home, env, pages }: UpOptions = {}): Promise<UpProcess> {
  const dir = home ?? (await mkdtemp(join(tmpdir(), 'understudy-up-')));
  const child = spawn(
    process.execPath,
    [
      cli,
      '--json',
      '--home',
      dir,
      'up',
      '--vault-port',
      '0',
      '--keeper-port',
      '0',
      ...(pages === true ? [] : ['--servers-only']),
      '--identity-port',
      '0',
      '--witness-port',
      '0',
      '--desk-port',
      '0',
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], ...(env === undefined ? {} : { env: { ...env } }) },
  );
  let logs = '';
  child.stdout.on('data', (data: Buffer) => {
    logs += data.toString();
  });
  child.stderr.on('data', (data: Buffer) => {
    logs += data.toString();
    process.stderr.write(data);
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => {
      reject(new Error(`\`understudy up\` ended with ${code}`));
    });
  });
  const facts = upSchema.parse(JSON.parse(line));
  const end = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  return {
    ...facts,
    logs: () => logs,
    run: (...args) => runCli(['--json', '--home', dir, ...args]),
    end,
    restart: async () => {
      await end();
      return startUp({
        home: dir,
        ...(env === undefined ? {} : { env }),
        ...(pages === undefined ? {} : { pages }),
      });
    },
    stop: async () => {
      await end();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export async function runCli(
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Ran> {
  const stdio = ['ignore', 'pipe', 'pipe'] as const;
  const child = spawn(process.execPath, [cli, ...args], { stdio: [...stdio], env });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString();
  });
  child.stderr.on('data', (data: Buffer) => {
    err += data.toString();
  });
  return new Promise((resolve) => {
    child.once('close', (code) => {
      resolve({ code, out, err });
    });
  });
}
