import { expect, test } from 'vitest';
import { createTabFrames } from './tab-frames.ts';

const sender = (frame: number) => ({
  tab: 7,
  frame,
  document: `${frame}`,
  origin: 'https://a.example',
});

test('the frames that spoke are asked; a new document at the top ends all of them', () => {
  const frames = createTabFrames();
  frames.note(sender(0), true);
  frames.note(sender(3), true);
  frames.note(sender(4), false);
  expect(frames.of(7)).toEqual([0, 3, 4]);
  frames.note(sender(0), false);
  expect(new Set(frames.of(7))).toEqual(new Set([0, 3, 4]));
  frames.note(sender(0), true);
  expect(frames.of(7)).toEqual([0]);
  expect(frames.of(8)).toEqual([]);
});

test('of a tab with any number of frames a bounded number is asked', () => {
  const frames = createTabFrames();
  for (let frame = 0; frame < 5_000; frame += 1) frames.note(sender(frame), true);
  expect(frames.of(7).length).toBeLessThan(1_000);
  // Those of a page that makes and unmakes frames for ever do not crowd out the newest.
  expect(frames.of(7)).toContain(4_999);
  expect(frames.of(7)).toContain(0);
});
