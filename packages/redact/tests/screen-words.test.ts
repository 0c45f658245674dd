import { describe, expect, test } from 'vitest';
import { traitsOfCells } from '../src/ocr/cell-traits.ts';
import { cellsOf } from '../src/ocr/layout.ts';
import { wordsOfScreen } from '../src/ocr/screen-words.ts';
import { surroundingsOf } from '../src/ocr/surroundings.ts';
import { formTraits } from '../src/ocr/word-traits.ts';

/** Rows of cells, 300 px apart. */
const cellsOfTable = (rows: readonly (readonly string[])[]) =>
  cellsOf(
    rows.flatMap((row, line) =>
      row.flatMap((cell, column) =>
        Array.from(cell.matchAll(/\S+/gu)).map(({ 0: text, index }) => ({
          text,
          confidence: 0.9,
          box: { x: 300 * column + 8 * index, y: 26 * line, width: 8 * text.length, height: 14 },
        })),
      ),
    ),
  );

describe('what a word is by itself', () => {
  test.each([
    ['Kundenservice', 1],
    ['Lohnabrechnung', 1],
    ['Kundtjänst', 1],
    ['Okonkwo', 0],
    ['Wanjiru', 0],
  ])('%s is made of two words: %i', (word, compound) => {
    expect(formTraits(word)).toMatchObject({ compound });
  });

  test.each([
    ['PrewittImay', 1],
    ['JavaScript', 0],
    ['Okonkwo', 0],
  ])('%s holds a name that was read without its blank: %i', (word, glued) => {
    expect(formTraits(word)).toMatchObject({ glued });
  });
});

describe('the language of a screen', () => {
  const spokenOf = (line: string, word: string) =>
    wordsOfScreen(
      ...((cells) => [cells, new Map(), surroundingsOf(cells)] as const)(
        cellsOfTable([[line, word]]),
      ),
    ).find(({ word: { text } }) => text === word)?.traits;

  test('tells of a word whose root is of that language', () => {
    const swedish = 'vi behöver hämta bilen hos verkstaden innan veckan är slut';
    expect(spokenOf(swedish, 'Fredag')?.['screen.northern']).toBeGreaterThan(0.3);
    expect(spokenOf(swedish, 'Fredag')?.['rootSpoken']).toBeGreaterThan(0.3);
    expect(spokenOf('please take the blue chair before noon today', 'Fredag')).toMatchObject({
      rootSpoken: 0,
    });
  });
});

describe('where a cell stands', () => {
  const cells = cellsOfTable([
    ['Person', 'State'],
    ['Mia Ortiz', 'Paid'],
    ['Tom Vogel', 'Paid'],
    ['Lea Okonkwo', 'Paid'],
  ]);
  const around = surroundingsOf(cells);
  const traits = traitsOfCells(cells, new Map(), around);
  const traitsAt = (text: string) =>
    [...traits].filter(([cell]) => cell.text === text).map(([, own]) => own)[0];

  test('the head of a column is the first of it, in a row of heads', () => {
    expect(traitsAt('State')).toMatchObject({ 'column.rank': 0, 'row.heads': 1 });
    expect(traitsAt('Tom Vogel')).toMatchObject({ 'column.rank': 2, 'row.heads': 0 });
  });

  test('states stand again and again, names once', () => {
    expect(traitsAt('Paid')).toMatchObject({ 'column.distinct': 0.5, 'column.same': 2 });
    expect(traitsAt('Tom Vogel')).toMatchObject({ 'column.distinct': 1, 'column.same': 0 });
  });
});

describe('what the words of a screen share', () => {
  const shared = (line: string) => {
    const cells = cellsOfTable([[line]]);
    return wordsOfScreen(cells, new Map(), surroundingsOf(cells))[0]?.traits;
  };

  test('tells German by its capitals, and words of no list', () => {
    const german = shared(
      'bitte die Rechnung und den Beleg für die Kiste mit der Farbe an das Amt',
    );
    const english = shared(
      'please send the invoice with the slip about the crate and with the paint',
    );
    expect(german?.['screen.innerCapitals']).toBeGreaterThan(0.4);
    expect(english).toMatchObject({
      'screen.innerCapitals': 0,
      'screen.unknown': 0,
      'screen.english': 1,
    });
  });

  test('is not told of few words', () => {
    expect(shared('please pay')).toMatchObject({
      'screen.innerCapitals': -1,
      'screen.english': -1,
    });
  });
});
