import { expect, test } from 'vitest';
import { createWrittenKeys } from './written-keys.ts';

const ms = 1e6;

test('text from before a Tab, told after it, tells nothing of where the Tab led; the next text does', () => {
  const keys = createWrittenKeys();
  const movers = [250 * ms];
  keys.pressed(100 * ms);
  keys.pressed(200 * ms);
  keys.pressed(300 * ms);
  expect(keys.tellsOfPress(260 * ms, movers)).toBe(false);
  expect(keys.tellsOfPress(310 * ms, movers)).toBe(false);
  expect(keys.tellsOfPress(320 * ms, movers)).toBe(true);
});

test('text that no key is left for is what the press itself wrote', () => {
  const keys = createWrittenKeys();
  keys.pressed(100 * ms);
  expect(keys.tellsOfPress(110 * ms, [])).toBe(true);
  expect(keys.tellsOfPress(260 * ms, [250 * ms])).toBe(true);
});

test('a key that put no text is waited for no longer than two seconds', () => {
  const keys = createWrittenKeys();
  keys.pressed(0);
  expect(keys.tellsOfPress(2001 * ms, [1990 * ms])).toBe(true);
});
