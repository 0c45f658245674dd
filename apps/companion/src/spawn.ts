/**
 * Starts the companion as a process of its own: no core dumps, no heap
 * snapshots or reports by way of NODE_OPTIONS, and no terminal to die with.
 *
 * [Note: RLIMIT_CORE 1] Where the kernel pipes core dumps to a handler, no
 * limit holds (core(5)), 0 included; but for 1, with which it gives up before
 * it starts the handler (`do_coredump` in Linux's fs/coredump.c). A core file
 * of one byte is below the least that is written.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CompanionError } from './error.ts';
import { findCompanion, type LiveCompanion } from './control.ts';
import type { Home } from './home.ts';

export interface SpawnOptions {
  /** End it when its recording and its jobs are over. */
  readonly untilIdle: boolean;
  readonly port?: number;
  readonly segmentMs?: number;
}

const mainFile = join(import.meta.dirname, 'main.ts');

/** The companion that lives for this home, or a new one. @throws CompanionError */
export async function ensureCompanion(
  home: Home,
  options: SpawnOptions,
): Promise<LiveCompanion & { readonly spawned: boolean }> {
  const live = await findCompanion(home);
  if (live !== null) return { ...live, spawned: false };
  await spawnCompanion(home, options);
  const started = await findCompanion(home);
  if (started !== null) return { ...started, spawned: true };
  throw new CompanionError({
    code: 'companionGone',
    message: 'The companion ended right after it had started.',
    remedy: 'Start it by hand to see why: node apps/companion/src/main.ts --home DIR',
  });
}

/** prlimit is of util-linux; a shell's own `ulimit` counts in blocks and cannot say 1 byte. */
const withoutCores =
  'prlimit --core=1:1 --pid $$ 2>/dev/null || ulimit -c 0 || exit 1; exec "$0" "$@"';

async function spawnCompanion(home: Home, options: SpawnOptions): Promise<void> {
  const args = [
    '--disable-warning=ExperimentalWarning',
    mainFile,
    '--home',
    home.dir,
    ...(options.untilIdle ? ['--until-idle'] : []),
    ...(options.port === undefined ? [] : ['--port', String(options.port)]),
    ...(options.segmentMs === undefined ? [] : ['--segment-ms', String(options.segmentMs)]),
  ];
  // Hooks of the environment that could write memory to the disk stay behind.
  const { NODE_OPTIONS: _options, NODE_V8_COVERAGE: _coverage, ...env } = process.env;
  const child = spawn('/bin/sh', ['-c', withoutCores, process.execPath, ...args], {
    detached: true,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (errors.length < 20) errors.push(line);
  });
  const lines = createInterface({ input: child.stdout });
  const ready = await new Promise<boolean>((resolve) => {
    lines.once('line', () => resolve(true));
    child.once('exit', () => resolve(false));
    child.once('error', () => resolve(false));
  });
  lines.close();
  child.stdout.destroy();
  child.stderr.destroy();
  child.unref();
  if (ready) return;
  throw new CompanionError({
    code: 'companionGone',
    message: `The companion did not start: ${errors.at(-1) ?? 'it said nothing.'}`,
    remedy: 'Mend what it says, then try again.',
  });
}
