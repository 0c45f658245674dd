import { expect, test } from 'vitest';
import { createSleeps } from './sleeps.ts';

const ms = 1e6;

test('who looks every 50 ms does not sleep', () => {
  const sleeps = createSleeps(0);
  for (const at of [50, 100, 150]) sleeps.noteLooked(at * ms, at * ms);
  expect([sleeps.sinceNs(120 * ms), sleeps.untilNs(120 * ms)]).toEqual([120 * ms, 120 * ms]);
});

test('what is done in a sleep is judged until its end, and what is read then since its begin', () => {
  const sleeps = createSleeps(0);
  sleeps.noteLooked(400 * ms, 400 * ms);
  expect([sleeps.sinceNs(400 * ms), sleeps.untilNs(150 * ms)]).toEqual([0, 400 * ms]);
});

test('what came after the one was read, before it was dealt with, is judged until the end of the next', () => {
  const sleeps = createSleeps(0);
  // The timer said when all had been read that had come; then a round of callbacks took 400 ms.
  sleeps.noteLooked(50 * ms, 450 * ms);
  sleeps.noteLooked(452 * ms, 452 * ms);
  expect(sleeps.untilNs(150 * ms)).toBe(452 * ms);
  expect(sleeps.sinceNs(452 * ms)).toBe(50 * ms);
});
