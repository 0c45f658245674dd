/** Steps as a person recognises them. */
import type { CompanionStep } from '@understudy/protocol';
import { expect, test } from 'vitest';
import { stepToWords } from './step-words.ts';

const step = {
  index: 0,
  startNs: 0,
  endNs: 1,
  app: 'chromium',
  point: null,
  target: { role: 'button', name: 'Save', box: null },
  frame: null,
};
const typed = (text: string): CompanionStep => ({
  kind: 'type',
  text,
  keyCount: text.length,
  ...step,
});

test.each([
  ['a b', 'pasted “a b” into “Save” (button) in chromium'],
  [null, 'pasted something that was not recorded into “Save” (button) in chromium'],
])('what was pasted (%s) is told as: %s', (text, words) => {
  expect(stepToWords({ kind: 'paste', text, ...step })).toBe(words);
});

test.each([
  [' ', 'pressed Space on “Save” (button) in chromium'],
  ['  ', 'pressed Space 2 times on “Save” (button) in chromium'],
  ['a b', 'typed “a b” into “Save” (button) in chromium'],
])('the keys “%s” are told as: %s', (text, words) => {
  expect(stepToWords(typed(text))).toBe(words);
});
