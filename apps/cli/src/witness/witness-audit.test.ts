/** Keeper, vault, witness and audit as their own processes, as an operator and a works council run them. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';

// Each step starts a process; only a hang may end a test.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const main = join(import.meta.dirname, '..', 'main.ts');
const run = promisify(execFile);
const children: ChildProcess[] = [];
let dir = '';

interface Answer {
  readonly code: number;
  readonly lines: readonly unknown[];
  readonly error: string;
}

async function understudy(...args: readonly string[]): Promise<Answer> {
  const options = { encoding: 'utf8' } as const;
  try {
    const { stdout } = await run(process.execPath, [main, '--json', ...args], options);
    return { code: 0, lines: parseLines(stdout), error: '' };
  } catch (cause) {
    const failed = z
      .object({ code: z.number(), stdout: z.string(), stderr: z.string() })
      .parse(cause);
    return { code: failed.code, lines: parseLines(failed.stdout), error: failed.stderr };
  }
}

function parseLines(text: string): readonly unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}

/** A server's process; resolves with where it listens. */
async function serve(...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [main, '--json', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    return z.object({ url: z.string() }).parse(JSON.parse(line)).url;
  }
  throw new Error(`${args.join(' ')} ended before it listened.`);
}

const field = (answer: Answer, name: string): string =>
  z.record(z.string(), z.unknown()).parse(answer.lines.at(-1))[name] as string;

const world = { vault: '', keeper: '', logKey: '', witnessKey: '', steward: '' };

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'understudy-audit-'));
  world.steward = join(dir, 'steward.json');
  await understudy('key', 'create', '--kind', 'steward', '--out', world.steward);
  const witness = await understudy('witness', 'init', '--name', 'works', '--dir', join(dir, 'w'));
  world.witnessKey = field(witness, 'verifier');
  await writeFile(join(dir, 'pass'), 'correct horse battery staple', { mode: 0o600 });
  const init = await understudy(
    '--home',
    join(dir, 'operator'),
    'keeper',
    'init',
    '--passphrase-file',
    join(dir, 'pass'),
    '--steward',
    world.steward,
    '--witness',
    world.witnessKey,
  );
  world.logKey = field(init, 'logKey');
  await understudy('--home', join(dir, 'operator'), 'vault', 'trust', world.steward);
  world.keeper = await serve('--home', join(dir, 'operator'), 'keeper', 'run', '--port', '0');
  world.vault = await serve(
    '--home',
    join(dir, 'operator'),
    'vault',
    'run',
    '--port',
    '0',
    '--keeper',
    world.keeper,
  );
});

afterAll(async () => {
  for (const child of children) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    if (child.kill('SIGTERM')) await ended;
  }
  await rm(dir, { recursive: true, force: true });
});

const lockdown = () =>
  understudy('lockdown', '--reason', 'A test.', '--keeper', world.keeper, '--key', world.steward);
const cosign = (home: string) =>
  understudy(
    'witness',
    'run',
    '--once',
    '--dir',
    home,
    '--log-key',
    world.logKey,
    '--vault',
    world.vault,
    '--keeper',
    world.keeper,
  );
const audit = (...source: readonly string[]) =>
  understudy(
    '--home',
    join(dir, 'auditor'),
    'audit',
    '--log-key',
    world.logKey,
    '--witness',
    world.witnessKey,
    ...source,
  );

describe('a works council’s witness', () => {
  test('cosigns the log that it follows, and an audit shows it', async () => {
    expect(await lockdown()).toMatchObject({ code: 0 });
    expect(await cosign(join(dir, 'w'))).toMatchObject({ code: 0 });
    const { code, lines } = await audit('--vault', world.vault, '--entries');
    expect(code).toBe(0);
    expect(lines.at(-1)).toMatchObject({
      scope: 'everything',
      kinds: { lockdown: 1 },
      findings: [],
      witnessed: { by: [{ witness: 'works' }] },
    });
  });

  test('that the keeper does not know has its cosignature refused', async () => {
    await understudy('witness', 'init', '--name', 'stranger', '--dir', join(dir, 'stranger'));
    const refused = await cosign(join(dir, 'stranger'));
    expect(refused.code).toBe(1);
    expect(refused.lines).toEqual([]);
  });

  test('shows every auditor a log that was changed, cut, or taken away on the disk', async () => {
    const log = join(dir, 'operator', 'keeper', 'log');
    const copy = join(dir, 'copy');
    await cp(log, copy, { recursive: true });
    expect(await audit('--log', copy)).toMatchObject({ code: 0 });
    const bundle = join(copy, 'tile', 'entries', '000.p', '1');
    const good = await readFile(bundle);
    const bad = Buffer.from(good);
    bad[9] = (bad[9] ?? 0) ^ 1;
    await writeFile(bundle, bad);
    expect(await audit('--log', copy)).toMatchObject({ code: 1 });
    await rm(bundle);
    expect((await audit('--log', copy)).error).toContain('missing');
    await writeFile(bundle, good);
    await rm(join(copy, 'witnessed'));
    expect((await audit('--log', copy)).error).toContain('notWitnessed');
  });

  test('is told apart from a log of another key', async () => {
    const other = world.logKey.replace(
      /\+([0-9a-f])/,
      (_, digit: string) => `+${digit === '0' ? 1 : 0}`,
    );
    const { code, error } = await understudy('audit', '--vault', world.vault, '--log-key', other);
    expect(code).toBe(1);
    expect(error).toContain('badKey');
  });
});
