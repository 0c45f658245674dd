import { expect, test } from 'vitest';
import { rawMotionToPath } from './pointer-path.ts';

const screen = { width: 400, height: 300 };
const from = { x: 100, y: 50 };

test.each([
  ['places', [110, 130], 130, [110, 130]],
  ['deltas', [7.4, -3.2], 104, [107, 104]],
  ['deltas up to the right edge', [300, 2, -0.5], 399, [399, 399, 399]],
  ['deltas up to the left edge', [-80, -80, 0.25], 0, [20, 0, 0]],
  ['deltas that led beyond the edge and back', [290, 30, -60], 339, [390, 399, 339]],
  ["deltas up to a monitor's edge", [150, 90, 20], 320, [250, 320, 320]],
  ['neither, where the pointer was put elsewhere', [3, 3], 300, [200, 300]],
  ['an axis that did not move', [undefined, 5], 105, [100, 105]],
])('the numbers of a device are read as %s', (_, xs, toX, expected) => {
  const motions = xs.map((x) => ({ x, y: undefined }));
  const path = rawMotionToPath(from, motions, { x: toX, y: 50 }, screen);
  expect(path).toEqual(expected.map((x) => ({ x, y: 50 })));
});
