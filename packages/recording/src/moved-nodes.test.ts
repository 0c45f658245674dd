import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWhole, movedNodesToPlaces, placesToMovedNodes } from './moved-nodes.ts';

const edge = fc.integer({ min: -5000, max: 5000 });
const placed = fc.record({
  id: fc.nat(60),
  box: fc.record({ x: edge, y: edge, width: fc.nat(5000), height: fc.nat(5000) }),
});

test('places come back from their columns, in the order of their ids', () => {
  fc.assert(
    fc.property(fc.uniqueArray(placed, { selector: ({ id }) => id }), (places) => {
      const moved = placesToMovedNodes(places);
      expect(isWhole(moved)).toBe(true);
      expect([...movedNodesToPlaces(moved)]).toEqual(places.toSorted((a, b) => a.id - b.id));
    }),
  );
});

test('columns that do not fit their ids are seen', () => {
  const whole = { ids: [[4, 2]], x: [1, 2], y: [1, 2], width: [1, 2], height: [1, 2] } as const;
  expect(isWhole(whole)).toBe(true);
  expect(isWhole({ ...whole, y: [1] })).toBe(false);
  expect(isWhole({ ...whole, ids: [[4, 2 ** 40]] })).toBe(false);
});
