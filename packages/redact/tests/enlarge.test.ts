import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBitmaps } from '../src/ocr/bitmap.ts';
import { enlarge } from '../src/ocr/enlarge.ts';

const keys = (away: number): number => {
  const x = Math.abs(away);
  if (x >= 2) return 0;
  return x < 1 ? (1.5 * x - 2.5) * x * x + 1 : ((-0.5 * x + 2.5) * x - 4) * x + 2;
};

/** The sum of Keys' kernel over all of the picture, pixel by pixel, as the paper has it. */
function byKernel(
  { data, width, height }: { data: Uint8Array; width: number; height: number },
  size: { width: number; height: number },
): number[] {
  const at = (x: number, y: number): number =>
    data[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))] ?? 0;
  return Array.from({ length: size.width * size.height }, (_, pixel) => {
    const x = ((pixel % size.width) * width) / size.width - 0.5;
    const y = (Math.floor(pixel / size.width) * height) / size.height - 0.5;
    let sum = 0;
    for (let row = Math.floor(y) - 1; row <= Math.floor(y) + 2; row += 1)
      for (let column = Math.floor(x) - 1; column <= Math.floor(x) + 2; column += 1)
        sum += keys(x - column) * keys(y - row) * at(column, row);
    return Math.min(255, Math.max(0, sum));
  });
}

const side = fc.integer({ min: 1, max: 24 });
/** Mostly white, as what is read is. */
const picture = fc.tuple(side, side).chain(([width, height]) =>
  fc
    .array(fc.oneof({ weight: 4, arbitrary: fc.constant(255) }, fc.integer({ min: 0, max: 255 })), {
      minLength: width * height,
      maxLength: width * height,
    })
    .map((greys) => ({ width, height, data: Uint8Array.from(greys) })),
);

describe('a picture that is enlarged', () => {
  test('is at every pixel what cubic convolution makes of it, whatever was in the memory before', () => {
    const bitmapOf = createBitmaps();
    fc.assert(
      fc.property(picture, (small) => {
        const size = {
          width: Math.round(small.width * 1.5),
          height: 2 * Math.ceil(small.height * 0.9),
        };
        const bitmap = bitmapOf(size);
        enlarge(small, bitmap);
        const pixels = Array.from({ length: size.height }, (_, row) => [
          ...bitmap.rowAt(row),
        ]).flat();
        const wanted = byKernel(small, size);
        const farthest = Math.max(...pixels.map((own, at) => Math.abs(own - (wanted[at] ?? 0))));
        // Rounded to whole greys.
        expect(farthest).toBeLessThanOrEqual(0.501);
      }),
    );
  });

  test('leaves nothing of the one before it, not even behind the ends of its rows', () => {
    const bitmapOf = createBitmaps();
    const bytesOf = (size: { width: number; height: number }, grey: number, fresh = bitmapOf) => {
      const bitmap = fresh(size);
      const data = new Uint8Array(size.width * size.height).fill(grey);
      enlarge({ ...size, data }, bitmap);
      return Buffer.from(bitmap.bytes);
    };
    bytesOf({ width: 40, height: 20 }, 7);
    const size = { width: 9, height: 6 };
    expect(bytesOf(size, 255)).toEqual(bytesOf(size, 255, createBitmaps()));
  });
});
