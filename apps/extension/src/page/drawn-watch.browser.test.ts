import { expect, test, vi } from 'vitest';
import { nowMs } from '../now.ts';
import { watchDrawn } from './drawn-watch.ts';

/** No frame takes as long to where pictures are taken from. */
const longMs = 60_000;
const options = { isInTransition: () => false, onTransitionEnd: () => undefined };

test('a change is in no picture before a frame drew it, and came to where pictures are taken from', async () => {
  const drawn = watchDrawn(options);
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
  const drawn = watchDrawn(options);
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

test('where no frame comes nobody waits for one again, before one came', async () => {
  const asked: FrameRequestCallback[] = [];
  const spy = vi
    .spyOn(globalThis, 'requestAnimationFrame')
    .mockImplementation((callback) => asked.push(callback));
  const drawn = watchDrawn(options);
  expect(await drawn.frame(1)).toBe(false);
  expect(await drawn.frame(longMs)).toBe(false);
  expect(asked).toHaveLength(1);
  for (const callback of asked.splice(0)) callback(performance.now());
  const frame = drawn.frame(longMs);
  await expect.poll(() => asked.length).toBe(1);
  for (const callback of asked.splice(0)) callback(performance.now());
  expect(await frame).toBe(true);
  drawn.stop();
  spy.mockRestore();
});

test('the end of a view transition is told once, also of one that takes long to look for', async () => {
  let isIn = true;
  let looks = 0;
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const isInTransition = (): boolean => {
    looks += 1;
    for (const endMs = performance.now() + 5; performance.now() < endMs;);
    return isIn;
  };
  const drawn = watchDrawn({ isInTransition, onTransitionEnd: resolve });
  drawn.note();
  await expect.poll(() => looks).toBe(1);
  isIn = false;
  await ended;
  expect(looks).toBe(2);
  drawn.stop();
});
