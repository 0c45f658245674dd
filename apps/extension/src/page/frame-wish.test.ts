import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFrameWish, type PictureCause } from './frame-wish.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function createWish() {
  const told: PictureCause[] = [];
  return { ...createFrameWish((cause) => void told.push(cause)), told };
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
