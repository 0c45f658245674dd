import { describe, expect, test } from 'vitest';
import { decideWords } from '../src/ocr/decide-words.ts';
import { cellsOf } from '../src/ocr/layout.ts';
import { judgeWords } from '../src/ocr/judge-words.ts';
import type { Span } from '../src/span.ts';

const line = 'Blue chairs from the north';
const words = Array.from(line.matchAll(/\S+/gu)).map(({ 0: text, index }) => ({
  text,
  confidence: 0.9,
  box: { x: 8 * index, y: 0, width: 8 * text.length, height: 12 },
}));
const cells = cellsOf(words);

/** What stays of a span over "chairs", which no forest takes for anybody's. */
function keptOf(rule: string, confidence: number): Span[] {
  const span: Span = { start: 5, end: 11, kind: 'unknown', rule, confidence };
  const spansOf = new Map(cells.map((cell) => [cell, [span]]));
  return [...decideWords(judgeWords(cells, spansOf), spansOf, 'balanced').values()].flat();
}

describe('what is decided word by word', () => {
  test.each([
    ['card.luhn', 0.97],
    ['label.secret', 0.85],
    ['number.long', 0.85],
  ])('%s stays covered whatever the forest says', (rule, confidence) => {
    expect(keptOf(rule, confidence)).toMatchObject([{ start: 5, end: 11 }]);
  });

  test('a plain word that only context told may be left', () => {
    expect(keptOf('word.unknown', 0.5)).toEqual([]);
  });
});
