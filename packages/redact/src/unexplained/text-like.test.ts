/** Lines of text on real pixels, of which structure says nothing; and what only resembles one. */
import type { Box } from '@understudy/recording';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { findTextLike } from './text-like.ts';

const size = { width: 480, height: 160 };

async function picture(content: string, ground = 'white'): Promise<Uint8Array> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}"><rect width="100%" height="100%" fill="${ground}"/>${content}</svg>`;
  return sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer();
}

const line = (text: string, px: number, fill = 'black'): string =>
  `<text x="40" y="80" font-family="DejaVu Sans" font-size="${px}" fill="${fill}">${text}</text>`;

/** Of the columns in which the picture has ink, how many lie in the boxes. */
function shareCovered(pixels: Uint8Array, boxes: readonly Box[]): number {
  const ground = pixels[0] ?? 0;
  let inked = 0;
  let covered = 0;
  for (let column = 0; column < size.width; column += 1) {
    const rows = Array.from({ length: size.height }, (_, row) => row).filter(
      (row) => Math.abs((pixels[(row * size.width + column) * 4] ?? 0) - ground) > 60,
    );
    if (rows.length === 0) continue;
    inked += 1;
    const isIn = ({ x, y, width, height }: Box): boolean =>
      column >= x && column <= x + width && rows.every((row) => row >= y - 1 && row <= y + height);
    if (boxes.some(isIn)) covered += 1;
  }
  return covered / inked;
}

describe('a line that nothing tells of', () => {
  test.each([11, 12, 13, 14, 16, 20, 28, 40])('is found at %i px', async (px) => {
    const pixels = await picture(line('Maria Brandt', px));
    expect(shareCovered(pixels, findTextLike(pixels, size, []))).toBeGreaterThan(0.9);
  });

  test.each([
    ['light on dark', '#dddddd', '#1d1f21'],
    ['grey', '#8a8a8a', 'white'],
    ['coloured', '#c0392b', '#fdf6e3'],
  ])('is found where it is %s', async (_, ink, ground) => {
    const pixels = await picture(line('+1 202-555-0143', 14, ink), ground);
    expect(findTextLike(pixels, size, [])).toHaveLength(1);
  });

  test('is found in a table, whose lines touch all of its cells', async () => {
    const rules = [0, 30, 60, 90, 120, 150]
      .map((y) => `<path d="M20 ${y}.5H460" stroke="#999"/>`)
      .concat([20, 200, 460].map((x) => `<path d="M${x}.5 0V150" stroke="#999"/>`));
    const names = ['Ana Ruiz', 'Bo Lindqvist', 'Wen Li'].map(
      (name, row) =>
        `<text x="25" y="${20 + row * 30}" font-family="DejaVu Sans" font-size="13">${name}</text>`,
    );
    const pixels = await picture([...rules, ...names].join(''));
    expect(findTextLike(pixels, size, [])).toHaveLength(3);
  });

  test('is found where the text that is told stands elsewhere', async () => {
    const pixels = await picture(line('Maria Brandt', 14));
    const told = { x: 300, y: 68, width: 90, height: 16 };
    expect(findTextLike(pixels, size, [told])).toHaveLength(1);
  });

  test.each([11, 12, 14])(
    'is found at %i px in a paragraph whose lines touch each other',
    async (px) => {
      const lines = [
        'Maria Brandt lives by the quay',
        'with Jurgen, her young spaniel',
        'and plays jazz by night',
        'in Quayside Gardens',
      ].map(
        (words, row) =>
          `<text x="40" y="${30 + row * px}" font-family="DejaVu Sans" font-size="${px}">${words}</text>`,
      );
      const pixels = await picture(lines.join(''));
      const found = findTextLike(pixels, size, []);
      const height = found.reduce((sum, box) => sum + box.height, 0);
      expect(height).toBeGreaterThan(3.5 * px);
    },
  );
});

describe('nothing is found', () => {
  test('where the text is told in its place', async () => {
    const pixels = await picture(line('Maria Brandt', 14));
    expect(findTextLike(pixels, size, [{ x: 40, y: 67, width: 92, height: 17 }])).toEqual([]);
  });

  test.each([
    [
      'icons in a row',
      [0, 1, 2, 3, 4]
        .map(
          (at) =>
            `<g transform="translate(${40 + at * 32} 60)"><circle cx="9" cy="9" r="8" fill="none" stroke="black" stroke-width="2"/><path d="M9 4v5l4 3" fill="none" stroke="black" stroke-width="2"/></g>`,
        )
        .join(''),
    ],
    [
      'rules and frames',
      '<path d="M10 40.5H470M10 90.5H470" stroke="black"/><rect x="30.5" y="50.5" width="120" height="28" rx="5" fill="none" stroke="#777"/>',
    ],
    [
      'a shade',
      '<defs><linearGradient id="g"><stop stop-color="#3366ff"/><stop offset="1" stop-color="#ffcc00"/></linearGradient></defs><rect x="20" y="20" width="440" height="30" fill="url(#g)"/>',
    ],
    [
      'bars of a chart',
      [0, 1, 2, 3, 4, 5]
        .map(
          (at) =>
            `<rect x="${40 + at * 40}" y="${30 + at * 15}" width="24" height="${120 - at * 15}" fill="#3b82f6"/>`,
        )
        .join(''),
    ],
  ])('in %s', async (_, content) => {
    expect(findTextLike(await picture(content), size, [])).toEqual([]);
  });
});
