import { expect, test } from 'vitest';
import { createWrittenKeys } from './written-keys.ts';

const ms = 1e6;

test('news of text is of the oldest key that was not told of', () => {
  const keys = createWrittenKeys();
  keys.pressed(100 * ms);
  keys.pressed(200 * ms);
  expect(keys.told(250 * ms)).toBe(100 * ms);
  keys.pressed(300 * ms);
  expect(keys.told(350 * ms)).toBe(200 * ms);
  expect(keys.told(360 * ms)).toBe(300 * ms);
  expect(keys.told(370 * ms)).toBeNull();
});

test('a key that put no text is waited for no longer than two seconds', () => {
  const keys = createWrittenKeys();
  keys.pressed(0);
  expect(keys.told(2001 * ms)).toBeNull();
});
