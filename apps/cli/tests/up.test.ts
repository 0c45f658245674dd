/** How `understudy up` begins and ends where it is not let: a taken port, a Ctrl-C before it is up, a closed terminal. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findFreePort } from '../src/up/free-port.ts';
import { runCli } from './up-process.ts';

const cli = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const anyPorts = ['vault', 'keeper', 'identity', 'witness', 'desk'].flatMap((of) => [
  `--${of}-port`,
  '0',
]);
let home = '';

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'understudy-up-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

test('a port that is taken is told with its option before anything is made', async () => {
  const taken = createServer();
  await once(taken.listen(0, '127.0.0.1'), 'listening');
  const address = taken.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  try {
    const args = ['--home', join(home, 'up'), 'up', ...anyPorts, '--witness-port', port];
    const { code, err } = await runCli(args);
    expect({ code, err }).toEqual({
      code: 1,
      err: `Port ${port} of this computer is taken by another program. End that program, or name another port: --witness-port 0 takes any that is free.\n`,
    });
    expect(existsSync(join(home, 'up'))).toBe(false);
  } finally {
    taken.close();
  }
});

test('a port that two servers are meant to take is told with the option of the second', async () => {
  const port = String(await findFreePort());
  const ports = ['--vault-port', port, '--keeper-port', port];
  const { code, err } = await runCli(['--home', join(home, 'up'), 'up', ...anyPorts, ...ports]);
  expect({ code, err }).toEqual({
    code: 1,
    err: `Port ${port} is meant for two servers. Name another port: --keeper-port 0 takes any that is free.\n`,
  });
});

test.each([
  // A terminal's Ctrl-C reaches every process of the group, a supervisor's signal the one that it started.
  { signal: 'SIGINT', reaches: 'group', during: 'Starting the vault …' },
  { signal: 'SIGTERM', reaches: 'itself', during: 'Starting the development sign-in …' },
  { signal: 'SIGHUP', reaches: 'group', during: 'Starting the witness …' },
] as const)(
  '$signal to $reaches during “$during” ends it in peace, and nothing is left behind',
  async ({ signal, reaches, during }) => {
    const up = spawn(process.execPath, [cli, '--home', home, 'up', ...anyPorts], {
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
    const said: string[] = [];
    const exited = once(up, 'exit');
    let services: readonly number[] = [];
    for await (const line of createInterface({ input: up.stderr })) {
      said.push(line);
      if (line !== during) continue;
      services = await childrenOf(up);
      process.kill(reaches === 'group' ? -(up.pid ?? 0) : (up.pid ?? 0), signal);
    }
    expect(await exited).toEqual([0, null]);
    expect(said.at(-1)).toBe('Stopped before everything was up.');
    expect(services.length).toBeGreaterThan(0);
    expect(services.filter(isAlive)).toEqual([]);
  },
);

/** By the kernel's own list. */
async function childrenOf({ pid }: ChildProcess): Promise<readonly number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.trim().split(' ').filter(Boolean).map(Number);
}

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}
