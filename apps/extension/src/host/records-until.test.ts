import { expect, test } from 'vitest';
import type { PageBatch } from '../page/page-batch.ts';
import { recordsUntil } from './records-until.ts';

test('of positions that one record gathers only those before the pause are taken', () => {
  const batch: PageBatch = {
    document: 'a',
    sequence: 0,
    framePath: [],
    records: [
      {
        kind: 'moves',
        atMs: 100,
        points: [
          [0, 1, 1],
          [10, 2, 2],
          [50, 3, 3],
        ],
      },
      { kind: 'wheel', atMs: 105, x: 0, y: 0, target: null, dx: 0, dy: 1 },
      { kind: 'wheel', atMs: 120, x: 0, y: 0, target: null, dx: 0, dy: 1 },
    ],
    accounting: { arrived: 5, kept: 5, dropped: {} },
  };
  expect(recordsUntil(batch, 110).records).toEqual([
    {
      kind: 'moves',
      atMs: 100,
      points: [
        [0, 1, 1],
        [10, 2, 2],
      ],
    },
    { kind: 'wheel', atMs: 105, x: 0, y: 0, target: null, dx: 0, dy: 1 },
  ]);
});
