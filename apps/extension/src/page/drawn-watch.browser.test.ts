import { expect, test } from 'vitest';
import { nowMs } from '../now.ts';
import { watchDrawn } from './drawn-watch.ts';

/** No frame takes as long to where pictures are taken from. */
const longMs = 60_000;

test('a change is in no picture before a frame drew it, and came to where pictures are taken from', async () => {
  const drawn = watchDrawn(() => undefined);
  expect(drawn.until(100)).toBe(100);
  const beforeMs = nowMs();
  drawn.note();
  const notedMs = nowMs();
  expect(drawn.hasBegun(notedMs)).toBe(false);
  expect(drawn.until(notedMs + longMs)).toBeLessThanOrEqual(notedMs);
  expect(await drawn.frame(longMs)).toBe(true);
  expect(drawn.hasBegun(notedMs)).toBe(true);
  expect(drawn.until(notedMs)).toBeGreaterThanOrEqual(beforeMs);
  expect(drawn.until(notedMs + 1)).toBeLessThanOrEqual(notedMs);
  expect(drawn.until(notedMs + longMs)).toBe(notedMs + longMs);
  drawn.stop();
});

test('of what is older than what is remembered nothing is known', async () => {
  const drawn = watchDrawn(() => undefined);
  const beforeMs = nowMs();
  // It remembers 600 frames at most.
  for (let turn = 0; turn < 601; turn += 1) {
    drawn.note();
    await drawn.frame(longMs);
  }
  expect(drawn.until(beforeMs)).toBe(Number.NEGATIVE_INFINITY);
  expect(drawn.until(nowMs() + longMs)).toBeGreaterThan(beforeMs);
  drawn.stop();
});
