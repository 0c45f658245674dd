import { describe, expect, test } from 'vitest';
import { decideWords } from '../src/ocr/decide-words.ts';
import { findInWords } from '../src/ocr/find.ts';
import { cellsOf } from '../src/ocr/layout.ts';
import { judgeWords } from '../src/ocr/judge-words.ts';
import type { Span } from '../src/span.ts';
import { createSurrogateTable } from '../src/surrogate/table.ts';
import { createTextLayer } from '../src/text/text-layer.ts';
import { seededRandom } from './world.ts';

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
    ['handle.host', 0.8],
    ['handle.prompt', 0.8],
    ['handle.session', 0.82],
    ['handle.quotedDoer', 0.82],
  ])('%s stays covered whatever the forest says', (rule, confidence) => {
    expect(keptOf(rule, confidence)).toMatchObject([{ start: 5, end: 11 }]);
  });

  test('a plain word that only context told may be left', () => {
    expect(keptOf('word.unknown', 0.5)).toEqual([]);
  });

  test.each([
    ['export RESTIC_PASSWORD=wuQ7-hedge-Lantern-31', 'wuQ7-hedge-Lantern-31'],
    ['with sender="quince.marlow" today', 'quince.marlow"'],
    // No setting is called so: it may be a password.
    ['with Kx7=hedge today', 'Kx7=hedge'],
    // Who has it, and what.
    ['seats Kowalski=4 today', 'Kowalski=4'],
    ['right anna.kowalski=admin today', 'anna.kowalski=admin'],
    ['seats Okonkwitz=9 today', 'Okonkwitz=9'],
  ])('of %s what is set is covered', (text, value) => {
    const read = cellsOf(
      Array.from(text.matchAll(/\S+/gu)).map(({ 0: word, index }) => ({
        text: word,
        confidence: 0.9,
        box: { x: 8 * index, y: 0, width: 8 * word.length, height: 12 },
      })),
    );
    const none = new Map(read.map((cell): [(typeof read)[number], Span[]] => [cell, []]));
    const judged = judgeWords(read, none).map(({ word }) => ({
      word,
      chance: word.word.text.includes('=') ? 0.95 : 0.001,
    }));
    const covered = [...decideWords(judged, none, 'strict')].flatMap(([cell, spans]) =>
      spans.map(({ start, end }) => cell.text.slice(start, end)),
    );
    expect(covered).toEqual([value]);
  });

  test('the number of a street goes with it', () => {
    const [street, number] = ['Vlierstraat', '58'].map((text, at) => ({
      text,
      confidence: 0.9,
      box: { x: 100 * at, y: 0, width: 8 * text.length, height: 12 },
    }));
    const read = cellsOf([street, number].flatMap((word) => word ?? []));
    const judged = read.flatMap((cell) =>
      cell.words.map((word, at) => {
        const start = cell.starts[at] ?? 0;
        const end = start + word.text.length;
        return {
          word: { word, cell, start, end, traits: { 'by.any': 1 } },
          chance: 0.6 - 0.6 * at,
        };
      }),
    );
    const span = { start: 0, end: 14, kind: 'address', confidence: 0.6 } as const;
    const coveredBy = (rule: string): string[] =>
      [
        ...decideWords(judged, new Map(read.map((cell) => [cell, [{ ...span, rule }]])), 'strict'),
      ].flatMap(([{ text }, spans]) => spans.map(({ start, end }) => text.slice(start, end)));
    expect(coveredBy('address.streetEnd')).toEqual(['Vlierstraat 58']);
    expect(coveredBy('tagger.address')).toEqual(['Vlierstraat']);
  });

  test.each([
    ['Name', 'Born', ['Mia Okonkwo', 'Tom Ortiz', 'Lea Vogel'], 3],
    ['Text', 'Date', ['Card payment', 'Rent', 'Transfer'], 0],
  ])('recent dates are told apart by what stands around them', (head, date, beside, covered) => {
    const dates = ['12.03.2019', '04.11.2020', '23.07.2018'];
    const rows = [[head, date], ...beside.map((text, line) => [text, dates[line] ?? ''])];
    const read = rows.flatMap((row, line) =>
      row.flatMap((cell, column) =>
        Array.from(cell.matchAll(/\S+/gu)).map(({ 0: text, index }) => ({
          text,
          confidence: 0.9,
          box: { x: 220 * column + 8 * index, y: 26 * line, width: 8 * text.length, height: 14 },
        })),
      ),
    );
    const texts = createTextLayer(createSurrogateTable(seededRandom(7)), {
      mode: 'strict',
      scope: 'identifying',
      rules: {},
    });
    const found = findInWords(read, texts, 'strict');
    expect(found.filter(({ text }) => /\d{4}/u.test(text))).toHaveLength(covered);
  });
});
