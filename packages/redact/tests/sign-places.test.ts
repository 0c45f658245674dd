import { describe, expect, test } from 'vitest';
import { boxesOfStretch, cellsOf, type Cell } from '../src/ocr/layout.ts';
import { evenStepAround } from '../src/ocr/sign-places.ts';

const key = 'SMTP_PASSWORD=';
const value = 'herring-lamp-42';

/** A line `key=value` between others, in a face whose signs are as wide as `widthOf` says. */
function screenOf(widthOf: (text: string) => number): { cells: Cell[]; line: Cell } {
  const lines = ['import settings', 'from storage', key + value, 'while running', 'return it'];
  const cells = cellsOf(
    lines.flatMap((text, row) =>
      Array.from(text.matchAll(/\S+/gu)).map(({ 0: word, index }) => ({
        text: word,
        confidence: 0.9,
        box: {
          x: widthOf(text.slice(0, index)),
          y: 20 * row,
          width: widthOf(word),
          height: 12,
        },
      })),
    ),
  );
  const line = cells.find(({ text }) => text.startsWith(key));
  if (line === undefined) throw new TypeError('The line is there.');
  return { cells, line };
}

function startOfValue(widthOf: (text: string) => number): number {
  const { cells, line } = screenOf(widthOf);
  const [box] = boxesOfStretch(line, key.length, line.text.length, evenStepAround(line, cells));
  return box?.x ?? Number.NaN;
}

test.each(['root@', 'from="'])('what stands behind %s leaves it', (head) => {
  const { cells } = screenOf((text) => 8 * text.length);
  const text = `${head}192.0.2.146`;
  const [line] = cellsOf([
    { text, confidence: 0.9, box: { x: 0, y: 100, width: 8 * text.length, height: 12 } },
  ]);
  if (line === undefined) throw new TypeError('The line is there.');
  const [box] = boxesOfStretch(line, head.length, text.length, evenStepAround(line, cells));
  expect(box?.x).toBeGreaterThan(8 * (head.length - 1) - 1);
  expect(box?.x).toBeLessThanOrEqual(8 * head.length);
});

describe('a value behind its key, in one word', () => {
  test('is covered from its first sign on where all signs are of one width', () => {
    const from = startOfValue((text) => 8 * text.length);
    expect(from).toBeLessThanOrEqual(8 * key.length);
    expect(from).toBeGreaterThan(8 * (key.length - 1));
  });

  test('is covered from before its first sign where capitals are wide', () => {
    const widthOf = (text: string): number =>
      Array.from(text).reduce((sum, sign) => sum + (/[A-Z]/u.test(sign) ? 11 : 7), 0);
    const from = startOfValue(widthOf);
    expect(from).toBeLessThanOrEqual(widthOf(key));
    expect(from).toBeGreaterThan(0.65 * widthOf(key));
  });

  test('is covered from before its first sign where nothing around tells the face', () => {
    const text = `${key}till-fill-1il`;
    const [line] = cellsOf([
      { text, confidence: 0.9, box: { x: 0, y: 0, width: 8 * text.length, height: 12 } },
    ]);
    if (line === undefined) throw new TypeError('The line is there.');
    const step = evenStepAround(line, [line]);
    expect(boxesOfStretch(line, key.length, text.length, step)[0]?.x).toBeLessThanOrEqual(
      8 * key.length,
    );
  });
});
