/** How the command line picks a verb, and what it says of a wrong one. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { verbOf, verbs } from '../src/verbs.ts';
import { runCli } from './up-process.ts';

test.each([
  [['version'], 'version'],
  [['--home', 'record', 'stop'], 'stop'],
  [['--json', 'verify-session', 'x'], 'verify-session'],
  [['help', 'record'], null],
  [['--help'], null],
  [['toString'], null],
  [[], null],
])('%j names %j', (args, verb) => {
  expect(verbOf(args)).toBe(verb);
});

test('every verb of the table is listed by help, under who needs it', async () => {
  const { out, code } = await runCli(['help']);
  expect(code).toBe(0);
  for (const [group, loads] of Object.entries(verbs)) {
    const listed = out.split(`\n${group}:\n`)[1]?.split('\n\n')[0];
    for (const name of Object.keys(loads)) expect(listed).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
  }
});

test.each([[['no-such-verb']], [['version', '--no-such-option']], [['cut']]])(
  'wrong usage %j ends with 2 and says what is right',
  async (args) => {
    const { code, err } = await runCli(args);
    expect(code).toBe(2);
    expect(err).toMatch(/Usage: understudy|error:/);
  },
);

test('a verb that there is not is answered by its name and the nearest one, not by the whole list', async () => {
  const { err } = await runCli(['recrod']);
  expect(err).toBe(
    "error: unknown command 'recrod'\n(Did you mean record?)\nSee every verb with: understudy help\n",
  );
});

test.each([
  [['up', '--vault-port', 'abc'], 'Give a whole number from 0 to 65535.'],
  [['vault', 'run', '--port', '70000'], 'Give a whole number from 0 to 65535.'],
  [['keeper', 'init', '--shares', '1'], 'Give a whole number from 2 to 255.'],
  [['grant', 'request', '--days', '1.5'], 'Give a whole number from 1 on.'],
])('of %j it is told which numbers there are', async (args, said) => {
  const { code, err } = await runCli(args);
  expect(code).toBe(2);
  expect(err).toContain(said);
});

test('who has joined no vault is told to join one before a program is asked for', async () => {
  const home = await mkdtemp(join(tmpdir(), 'understudy-home-'));
  onTestFinished(() => rm(home, { recursive: true }));
  const { code, err } = await runCli(['--home', home, 'record']);
  expect(code).toBe(1);
  expect(err).toContain('Get join.json from your operator and run: understudy record --join FILE');
});
