import { format, inspect } from 'node:util';
import { expect, test } from 'vitest';
import { revealSecret, Secret } from '../src/index.ts';

const inside = 'AGE-SECRET-KEY-THAT-NOBODY-MAY-SEE';
const secret = new Secret(inside);

test.each<[string, string]>([
  ['a string', String(secret)],
  ['JSON', JSON.stringify({ deep: { secret } })],
  ['inspect', inspect({ secret }, { showHidden: true, depth: 9 })],
  ['a console line', format('%s %o %j', secret, secret, secret)],
  ['its own keys', JSON.stringify(Object.getOwnPropertyNames(secret))],
])('a secret does not show in %s', (_, printed) => {
  expect(printed).not.toContain(inside);
});

test('a secret is to be had by its one way out', () => {
  expect(revealSecret(secret)).toBe(inside);
});
