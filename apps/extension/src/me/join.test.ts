import { expect, test } from 'vitest';
import { joinToPatterns } from './join.ts';

const vault = 'https://vault.example/';

test('the browser is asked for the vault and for each of several keepers', () => {
  const keeper = 'https://one.example,http://127.0.0.1:7411';
  expect(joinToPatterns(JSON.stringify({ vault, keeper }))).toEqual([
    'https://vault.example/*',
    'https://one.example/*',
    'http://127.0.0.1:7411/*',
  ]);
  expect(joinToPatterns(JSON.stringify({ vault, keeper: vault }))).toEqual([
    'https://vault.example/*',
  ]);
});

test.each([
  ['no JSON', 'join'],
  ['no address', JSON.stringify({ vault, keeper: 'keeper.example' })],
  ['one that is none among others', JSON.stringify({ vault, keeper: 'https://one.example,' })],
  ['one of another scheme', JSON.stringify({ vault: 'chrome://settings', keeper: vault })],
])('%s is no join file', (_, text) => {
  expect(joinToPatterns(text)).toBeNull();
});
