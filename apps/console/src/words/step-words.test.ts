/** Steps as a person recognises them. */
import type { CompanionStep } from '@understudy/protocol';
import { expect, test } from 'vitest';
import { stepToWords } from './step-words.ts';

const typed = (text: string): CompanionStep => ({
  kind: 'type',
  text,
  keyCount: text.length,
  index: 0,
  startNs: 0,
  endNs: 1,
  app: 'chromium',
  point: null,
  target: { role: 'button', name: 'Save', box: null },
  frame: null,
});

test.each([
  [' ', 'pressed Space on “Save” (button) in chromium'],
  ['  ', 'pressed Space 2 times on “Save” (button) in chromium'],
  ['a b', 'typed “a b” into “Save” (button) in chromium'],
])('the keys “%s” are told as: %s', (text, words) => {
  expect(stepToWords(typed(text))).toBe(words);
});
