import { expect, test } from 'vitest';
import { rawMotionToPath } from './pointer-path.ts';

const from = { x: 100, y: 50 };

test.each([
  ['places', [110, 130], 130, [110, 130]],
  ['deltas', [7.4, -3.2], 104, [107, 104]],
  ['deltas that the right edge stopped', [300, 2, -0.5], 399, [399, 399, 399]],
  ['deltas that the left edge stopped', [-80, -80, 0.25], 0, [20, 0, 0]],
  ['neither, where the pointer was put elsewhere', [3, 3], 300, [200, 300]],
  ['an axis that did not move', [undefined, 5], 105, [100, 105]],
])('the numbers of a device are read as %s', (_, xs, toX, expected) => {
  const motions = xs.map((x) => ({ x, y: undefined }));
  const path = rawMotionToPath(from, motions, { x: toX, y: 50 });
  expect(path).toEqual(expected.map((x) => ({ x, y: 50 })));
});
