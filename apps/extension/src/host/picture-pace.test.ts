import { expect, test } from 'vitest';
import { createPicturePace } from './picture-pace.ts';

function createPace() {
  let atMs = 10_000;
  const pace = createPicturePace(() => atMs);
  return {
    ...pace,
    /** Takes the next picture as soon as it may be taken. @returns how long that was. */
    next: (cause: 'use' | 'change') => {
      const waitMs = pace.waitMs(cause);
      atMs += waitMs;
      pace.asked(cause);
      return waitMs;
    },
  };
}

test('in use there are two pictures within a second, and no third', () => {
  const pace = createPace();
  expect([1, 2, 3, 4].map(() => pace.next('use'))).toEqual([0, 0, 1_050, 0]);
});

test('a page that changes by itself rests ever longer between two pictures', () => {
  const pace = createPace();
  const waits = Array.from({ length: 7 }, () => pace.next('change'));
  expect(waits).toEqual([0, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
});

test('what an action leads to is seen at once, what goes on changing once a second', () => {
  const pace = createPace();
  pace.used();
  const waits = (['use', 'change', 'change', 'change'] as const).map((cause) => {
    pace.used();
    return pace.next(cause);
  });
  expect(waits).toEqual([0, 500, 1_000, 1_000]);
});

test('once the person is back, it is looked at as often as in use', () => {
  const pace = createPace();
  for (let turn = 0; turn < 5; turn += 1) pace.next('change');
  expect(pace.waitMs('change')).toBe(8_000);
  expect(pace.waitMs('use')).toBe(0);
  pace.used();
  expect(pace.waitMs('change')).toBe(1_000);
});
