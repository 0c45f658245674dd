import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFrameWish, type PictureCause } from './frame-wish.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** @param stillAtMs from when on the page stands still */
function createWish(stillAtMs = 0) {
  const told: PictureCause[] = [];
  const onWanted = (cause: PictureCause): void => void told.push(cause);
  const startMs = performance.now();
  const restMs = (): number => Math.max(0, startMs + stillAtMs - performance.now());
  return { ...createFrameWish({ onWanted, restMs }), told };
}

test('an action is told at once, and the next one soon after it', () => {
  const wish = createWish();
  wish.act();
  expect(wish.told).toEqual(['use']);
  wish.act();
  vi.advanceTimersByTime(250);
  expect(wish.told).toEqual(['use', 'use']);
});

test('actions in a storm are told hardly more often than a browser takes pictures', () => {
  const wish = createWish();
  for (let turn = 0; turn < 100; turn += 1) {
    wish.act();
    wish.change();
    vi.advanceTimersByTime(50);
  }
  expect(wish.told.every((cause) => cause === 'use')).toBe(true);
  expect(wish.told).toHaveLength(11);
});

test('an action waits for no change that is still to be told', () => {
  const wish = createWish();
  wish.act();
  wish.change();
  wish.act();
  vi.advanceTimersByTime(250);
  expect(wish.told).toEqual(['use', 'use']);
  vi.advanceTimersByTime(10_000);
  expect(wish.told).toEqual(['use', 'use']);
});

test('an action right after a change was told is told at once', () => {
  const wish = createWish();
  wish.change();
  vi.advanceTimersByTime(500);
  wish.act();
  expect(wish.told).toEqual(['change', 'use']);
});

test('many changes are told once', () => {
  const wish = createWish();
  for (let turn = 0; turn < 20; turn += 1) wish.change();
  vi.advanceTimersByTime(500);
  expect(wish.told).toEqual(['change']);
});

test('nothing is told before the page stands still, and then what was wanted most, once', () => {
  const wish = createWish(2_000);
  wish.change();
  vi.advanceTimersByTime(600);
  for (let turn = 0; turn < 10; turn += 1) wish.act();
  wish.change();
  vi.advanceTimersByTime(1_399);
  expect(wish.told).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(wish.told).toEqual(['use']);
  vi.advanceTimersByTime(10_000);
  expect(wish.told).toEqual(['use']);
});

test('a picture that could not be explained is wished for again', () => {
  const wish = createWish();
  wish.again();
  wish.again();
  vi.advanceTimersByTime(100);
  expect(wish.told).toEqual(['change']);
});
