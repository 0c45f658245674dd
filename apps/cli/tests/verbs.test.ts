/** How the command line picks a verb, and what it says of a wrong one. */
import { expect, test } from 'vitest';
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

test('every verb of the table is listed by help, under its own name', async () => {
  const { out, code } = await runCli(['help']);
  expect(code).toBe(0);
  for (const name of Object.keys(verbs)) expect(out).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
});

test.each([[['no-such-verb']], [['version', '--no-such-option']], [['cut']]])(
  'wrong usage %j ends with 2 and says what is right',
  async (args) => {
    const { code, err } = await runCli(args);
    expect(code).toBe(2);
    expect(err).toMatch(/Usage: understudy|error:/);
  },
);
