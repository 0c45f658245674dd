import { systemRandom } from '@understudy/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aimAt, planMove, planTyping } from '../src/hands/movement.ts';

const place = fc.record({
  x: fc.integer({ min: 0, max: 2000 }),
  y: fc.integer({ min: 0, max: 1200 }),
});

describe('a planned movement', () => {
  test('ends at its target, in whole pixels, a step each 8 ms', () => {
    fc.assert(
      fc.property(place, place, fc.integer({ min: 1, max: 300 }), (from, to, width) => {
        const path = planMove(from, to, width, systemRandom);
        if (Math.hypot(to.x - from.x, to.y - from.y) < 1) {
          expect(path).toEqual([]);
          return;
        }
        expect(path.at(-1)).toMatchObject(to);
        for (const [index, point] of path.entries()) {
          expect(Number.isInteger(point.x) && Number.isInteger(point.y)).toBe(true);
          expect(point.atMs).toBe((index + 1) * 8);
        }
      }),
    );
  });

  test('is slow at both ends and fast in the middle', () => {
    const path = planMove({ x: 0, y: 0 }, { x: 1000, y: 0 }, 40, systemRandom);
    const third = Math.floor(path.length / 3);
    const reached = (index: number): number => path[index]?.x ?? 0;
    const [first, middle, last] = [
      reached(third),
      reached(2 * third) - reached(third),
      1000 - reached(2 * third),
    ];
    expect(middle).toBeGreaterThan(1.5 * first);
    expect(middle).toBeGreaterThan(1.5 * last);
  });

  test('takes longer to a smaller target', () => {
    const mean = (width: number): number => {
      const lengths = Array.from(
        { length: 40 },
        () => planMove({ x: 0, y: 0 }, { x: 800, y: 0 }, width, systemRandom).length,
      );
      return lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
    };
    expect(mean(10)).toBeGreaterThan(mean(200));
  });
});

test('an aim is inside its box, wherever the box is', () => {
  const boxes = fc.record({
    x: fc.integer({ min: 0, max: 1000 }),
    y: fc.integer({ min: 0, max: 1000 }),
    width: fc.integer({ min: 8, max: 500 }),
    height: fc.integer({ min: 8, max: 500 }),
  });
  fc.assert(
    fc.property(boxes, (box) => {
      const { x, y } = aimAt(box, systemRandom);
      expect(x).toBeGreaterThan(box.x);
      expect(x).toBeLessThan(box.x + box.width);
      expect(y).toBeGreaterThan(box.y);
      expect(y).toBeLessThan(box.y + box.height);
    }),
  );
});

test('each character has a pause and a hold that a person could make', () => {
  for (const { pauseMs, holdMs } of planTyping(Array.from('Hello, World 123!'), systemRandom)) {
    expect(pauseMs).toBeGreaterThanOrEqual(25);
    expect(pauseMs).toBeLessThanOrEqual(600);
    expect(holdMs).toBeGreaterThanOrEqual(30);
    expect(holdMs).toBeLessThanOrEqual(160);
  }
});
