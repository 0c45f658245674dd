import { describe, expect, test } from 'vitest';
import { cellBelow } from '../src/ocr/find.ts';
import type { Cell } from '../src/ocr/layout.ts';

const heightPx = 20;
const cell = (text: string, x: number, y: number): Cell => ({
  words: [],
  text,
  box: { x, y, width: 300, height: heightPx },
  starts: [],
  label: '',
});

describe('a line of a paragraph', () => {
  const line = cell('– Please write to the office of', 100, 100);

  test.each([0, 0.7, 1.3])(
    'goes on in the line below it that begins %f of its heights to the right, as behind the sign of a list',
    (heights) => {
      const below = cell('our landlord before Friday', 100 + heights * heightPx, 126);
      expect(cellBelow(line, [line, below])).toBe(below);
      const outdented = cell('our landlord before Friday', 100 - heights * heightPx, 126);
      expect(cellBelow(line, [line, outdented])).toBe(outdented);
    },
  );

  test.each([1.5, 3])('goes on in none that begins %f of its heights beside it', (heights) => {
    const beside = cell('our landlord before Friday', 100 + heights * heightPx, 126);
    expect(cellBelow(line, [line, beside])).toBeUndefined();
  });
});
