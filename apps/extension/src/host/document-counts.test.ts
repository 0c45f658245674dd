import { expect, test } from 'vitest';
import { createDocumentCounts } from './document-counts.ts';

test('each batch adds what is new in its document, and one that counts backwards adds nothing', () => {
  const counts = createDocumentCounts();
  expect(counts.add('a', { arrived: 5, kept: 4, dropped: { paused: 1 } })).toEqual({
    arrived: 5,
    dropped: [['paused', 1]],
  });
  expect(counts.add('b', { arrived: 2, kept: 2, dropped: {} })).toEqual({
    arrived: 2,
    dropped: [],
  });
  expect(counts.add('a', { arrived: 3, kept: 3, dropped: {} })).toEqual({
    arrived: 0,
    dropped: [],
  });
  expect(counts.add('a', { arrived: 9, kept: 6, dropped: { paused: 3 } })).toEqual({
    arrived: 4,
    dropped: [['paused', 2]],
  });
});

test('a document that claims any number is counted a bounded part at a time', () => {
  const counts = createDocumentCounts();
  const claim = { arrived: 2_500_000, kept: 0, dropped: { overflow: 2_500_000 } };
  const added = [1, 2, 3, 4].map(() => counts.add('a', claim).arrived);
  expect(added).toEqual([1_000_000, 1_000_000, 500_000, 0]);
});
