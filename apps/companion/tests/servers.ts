/** A real keeper and a real vault as processes of their own, with one published program, for one test. */
import { parseId, type ProgramId } from '@understudy/base';
import { startProcess, type RunningProcess } from '@understudy/testkit';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { findFreePort } from '../../cli/src/up/free-port.ts';

const cliFile = join(import.meta.dirname, '..', '..', 'cli', 'src', 'main.ts');

export interface TestServers {
  readonly dir: string;
  readonly joinFile: string;
  readonly program: ProgramId;
  readonly vaultUrl: string;
  readonly keeperUrl: string;
  readonly stewardKeys: readonly [string, string];
  cli(...args: readonly string[]): Promise<CliResult>;
  stopVault(): Promise<void>;
  startVault(): Promise<void>;
  stopKeeper(): Promise<void>;
  startKeeper(): Promise<void>;
  unsealKeeper(): Promise<void>;
  stop(): Promise<void>;
}

export interface CliResult {
  readonly code: number | null;
  /** Standard output, one JSON value a line. */
  readonly answers: readonly unknown[];
  readonly errors: string;
}

const environment = (): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  LANG: 'C.UTF-8',
});

export function startCli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = environment(),
): RunningProcess {
  return startProcess(process.execPath, [cliFile, '--json', ...args], env);
}

/** Runs a verb to its end. */
export async function runCli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = environment(),
): Promise<CliResult> {
  const answers: unknown[] = [];
  const running = startCli(args, env);
  const collecting = running
    .line((line) => {
      if (line.trim() !== '') answers.push(JSON.parse(line));
      return false;
    })
    .catch(() => null);
  const code = await running.ended;
  await collecting;
  return { code, answers, errors: running.errors() };
}

const publicSchema = z
  .object({ id: z.string(), publicJwk: z.unknown() })
  .transform(({ id, publicJwk }) => ({ steward: id, publicJwk }));
const urlSchema = z.object({ url: z.string() });

export interface ProgramDraft {
  readonly apps?: readonly unknown[];
  readonly tiers?: readonly string[];
  readonly startsAt?: string;
  readonly endsAt?: string;
  readonly alwaysCover?: unknown;
}

export async function startServers(draft: ProgramDraft = {}): Promise<TestServers> {
  const dir = await mkdtemp(join(tmpdir(), 'understudy-servers-'));
  const file = (name: string): string => join(dir, name);
  const mustRun = async (...args: readonly string[]): Promise<unknown> => {
    const { code, answers, errors } = await runCli(args);
    if (code !== 0) throw new Error(`understudy ${args.join(' ')}: ${code} ${errors}`);
    return answers[0];
  };
  const [steward] = await Promise.all(
    ['steward', 'steward2', 'operator'].map((name) =>
      mustRun('key', 'create', '--kind', name.replace('2', ''), '--out', file(name)),
    ),
  );
  await writeFile(file('passphrase'), 'correct horse battery staple\n');
  const serverHome = file('servers');
  const init = z
    .object({ logKey: z.string(), keys: z.array(z.unknown()) })
    .parse(
      await mustRun(
        `--home=${serverHome}`,
        'keeper',
        'init',
        `--passphrase-file=${file('passphrase')}`,
        `--operator=${file('operator')}`,
        '--steward',
        file('steward'),
        file('steward2'),
      ),
    );
  await mustRun('--home', serverHome, 'vault', 'trust', file('steward'), file('steward2'));

  let keeper: RunningProcess | null = null;
  let vault: RunningProcess | null = null;
  let keeperUrl = '';
  let vaultUrl = '';
  const firstUrl = async (running: RunningProcess): Promise<string> =>
    urlSchema.parse(JSON.parse(await running.line((line) => line.startsWith('{')))).url;
  // Known before, so that each can be ended and started again in its place.
  const keeperPort = await findFreePort();
  const vaultPort = await findFreePort([keeperPort]);

  const startKeeper = async (): Promise<void> => {
    keeper = startCli(['--home', serverHome, 'keeper', 'run', `--port=${keeperPort}`]);
    keeperUrl = await firstUrl(keeper);
  };
  const unsealKeeper = async (): Promise<void> => {
    const passphrase = ['--passphrase-file', file('passphrase')];
    await mustRun('keeper', 'unseal', '--keeper', keeperUrl, ...passphrase);
  };
  const startVault = async (): Promise<void> => {
    const at = [`--port=${vaultPort}`, '--keeper', keeperUrl];
    vault = startCli(['--home', serverHome, 'vault', 'run', ...at]);
    vaultUrl = await firstUrl(vault);
  };
  const stop = async (): Promise<void> => {
    await vault?.stop();
    await keeper?.stop();
    await rm(dir, { recursive: true, force: true });
  };
  try {
    await startKeeper();
    await unsealKeeper();
    await startVault();
    await writeFile(
      file('program.json'),
      JSON.stringify({
        title: 'Order desk',
        controller: 'Example Works',
        purposes: ['agentTraining'],
        purposeText: 'To teach software to keep addresses up to date.',
        apps: draft.apps ?? [{ kind: 'app', app: 'mousepad' }],
        tiers: draft.tiers ?? ['motion', 'actions', 'text', 'screen'],
        region: 'EU',
        retentionDays: 30,
        ...(draft.startsAt === undefined ? {} : { startsAt: draft.startsAt }),
        ...(draft.endsAt === undefined ? {} : { endsAt: draft.endsAt }),
        ...(draft.alwaysCover === undefined ? {} : { alwaysCover: draft.alwaysCover }),
      }),
    );
    const published = z
      .object({ program: z.string() })
      .parse(
        await mustRun(
          'programs',
          'publish',
          `--vault=${vaultUrl}`,
          `--key=${file('steward')}`,
          `--file=${file('program.json')}`,
        ),
      );
    await writeFile(
      file('join.json'),
      JSON.stringify({
        vault: vaultUrl,
        keeper: keeperUrl,
        stewards: [publicSchema.parse(steward)],
        keeperKeys: init.keys,
        logKey: init.logKey,
      }),
    );
    return {
      dir,
      joinFile: file('join.json'),
      program: parseId('program', published.program),
      get vaultUrl() {
        return vaultUrl;
      },
      get keeperUrl() {
        return keeperUrl;
      },
      stewardKeys: [file('steward'), file('steward2')],
      cli: (...args) => runCli(args),
      stopVault: async () => vault?.stop(),
      startVault,
      stopKeeper: async () => keeper?.stop(),
      startKeeper,
      unsealKeeper,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
