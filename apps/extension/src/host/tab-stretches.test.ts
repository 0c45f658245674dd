import { expect, test } from 'vitest';
import { createTabStretches } from './tab-stretches.ts';

test('what a tab did is of its last stretch in front, or came after it', () => {
  const stretches = createTabStretches();
  expect(stretches.beganNs(1, 5, false)).toBeNull();
  stretches.come(1, 10);
  expect(stretches.beganNs(1, 12, true)).toBe(10);
  // What was before it came is told as of then.
  expect(stretches.beganNs(1, 5, true)).toBe(10);
  stretches.leave(1, 20);
  expect(stretches.beganNs(1, 19, false)).toBe(10);
  expect(stretches.beganNs(1, 20, false)).toBeNull();
});

test('a tab that came by its own word and then by the browser’s came at the earlier of the two', () => {
  const stretches = createTabStretches();
  stretches.come(1, 10);
  stretches.come(1, 8);
  stretches.come(1, 15);
  expect(stretches.beganNs(1, 30, true)).toBe(8);
});

test('a tab that the browser told of, and that another is in front of by its own word, tells nothing', () => {
  const stretches = createTabStretches();
  stretches.come(1, 10);
  expect(stretches.beganNs(1, 12, false)).toBeNull();
});
