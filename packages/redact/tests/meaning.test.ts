import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellsOf } from '../src/ocr/layout.ts';
import {
  decodeMeaning,
  encodeMeaning,
  knownWords,
  levelOf,
  meaningTraits,
  roles,
  scoreOf,
  shippedMeaning,
  type Meaning,
} from '../src/ocr/meaning.ts';
import { wordsOfScreen } from '../src/ocr/screen-words.ts';
import { surroundingsOf } from '../src/ocr/surroundings.ts';
import { shippedTold } from '../src/ocr/told.ts';
import { createMeaningLearner } from '../train/learn-meaning.ts';

/** Lines of words, each line a cell. */
const cellsOfLines = (lines: readonly string[]) =>
  cellsOf(
    lines.flatMap((line, row) =>
      Array.from(line.matchAll(/\S+/gu)).map(({ 0: text, index }) => ({
        text,
        confidence: 0.9,
        box: { x: 8 * index, y: 60 * row, width: 8 * text.length, height: 14 },
      })),
    ),
  );

describe('what a word means', () => {
  const likelihoodOf = (word: string): number => shippedMeaning('own', word) ?? -1;

  test.each([
    ['margaret', 'invoice'],
    ['siobhan', 'warehouse'],
    ['patrick', 'february'],
  ])('"%s" is rather somebody’s than "%s"', (name, thing) => {
    expect(likelihoodOf(name)).toBeGreaterThan(likelihoodOf(thing) + 0.3);
  });

  test('a word behind "dear" is rather somebody’s than one behind "total"', () => {
    expect(shippedMeaning('before', 'dear')).toBeGreaterThan(
      (shippedMeaning('before', 'total') ?? 1) + 0.1,
    );
  });

  test('is unknown of what has no vector', () => {
    expect(shippedMeaning('own', 'xqzzvk')).toBeUndefined();
  });
});

describe('which words are looked up', () => {
  const known = new Set(['first', 'name', 'jose', 'mcdonald', 'mc']);
  test.each([
    ['José,', ['jose']],
    ['McDonald’s', ['mcdonald']],
    ['first_name', ['first', 'name']],
    ['firstName:', ['first', 'name']],
    ['nameXqvkSdfgHjkl', []],
    ['4711', []],
  ])('of "%s"', (text, words) => {
    expect(knownWords(text, (word) => known.has(word))).toStrictEqual(words);
  });
});

describe('the table', () => {
  test('says of each word what was put in, to its nearest level, and nothing of others', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.tuple(
            fc.stringMatching(/^[a-z][a-z'.-]{0,40}$/u),
            fc.float({ min: -1, max: 2, noNaN: true }),
          ),
          { selector: ([word]) => word, minLength: 1 },
        ),
        (entries) => {
          const scores = new Map(entries);
          const words = [...scores.keys()].toSorted();
          const decoded = decodeMeaning(encodeMeaning(words, (_, word) => scores.get(word)));
          for (const word of words)
            for (const role of roles)
              expect(decoded(role, word)).toBe(scoreOf(levelOf(scores.get(word) ?? 0)));
          expect(decoded('own', '#')).toBeUndefined();
        },
      ),
    );
  });
});

describe('what is told of a word on a screen', () => {
  const scores: Readonly<Record<string, number>> = { ship: 0, to: 0.5, mia: 1 };
  const meaning: Meaning = (_, word) => scores[word];
  const cells = cellsOfLines(['Ship to', 'Mia Xqzzvk']);
  const traits = meaningTraits(cells, surroundingsOf(cells), meaning);
  const of = (text: string) =>
    cells.flatMap((cell) =>
      cell.words.flatMap((word, at) => (word.text === text ? [traits.get(cell)?.[at]] : [])),
    )[0];

  test('is what it means itself, and what stands beside it', () => {
    expect(of('to')).toMatchObject({
      'meant.own': 0.5,
      'meant.before': 0,
      'meant.after': -1,
      'meant.near': 0,
    });
    expect(of('Xqzzvk')).toMatchObject({ 'meant.own': -1, 'meant.before': 1 });
  });

  test('is among what the forests are asked with', () => {
    const around = surroundingsOf(cells);
    const words = wordsOfScreen(cells, new Map(), around, shippedTold, meaning);
    expect(words.find(({ word }) => word.text === 'to')?.traits).toMatchObject(of('to') ?? {});
    expect(of('to')).toBeDefined();
  });
});

describe('learning from marked screens', () => {
  /** People lie one way, things the other. */
  const vectors = new Map([
    ['mia', Float64Array.of(1, 0)],
    ['tom', Float64Array.of(0.98, 0.199)],
    ['lea', Float64Array.of(0.98, -0.199)],
    ['box', Float64Array.of(-1, 0)],
    ['pen', Float64Array.of(-0.98, 0.199)],
    ['cup', Float64Array.of(-0.98, -0.199)],
  ]);
  const learnerOf = (screens: readonly (readonly [author: string, lines: string[]])[]) => {
    const learner = createMeaningLearner(vectors);
    for (const [author, lines] of screens) {
      const cells = cellsOfLines(lines);
      const marks = cells.flatMap(({ words }) =>
        words.map(({ text, box }) => ({ ...box, kind: /^\p{Lu}/u.test(text) ? 'name' : null })),
      );
      for (let turn = 0; turn < 20; turn += 1)
        learner.add(author, cells, surroundingsOf(cells), marks);
    }
    return learner;
  };

  test('a word is judged by those like it, though no screen had it', () => {
    const meaning = learnerOf([['a', ['Mia', 'box', 'Tom', 'pen']]]).without('b');
    expect(meaning('own', 'lea')).toBeGreaterThan((meaning('own', 'cup') ?? 1) + 0.3);
    expect(meaning('own', 'xqzzvk')).toBeUndefined();
  });

  test('an author’s own screens tell nothing of them', () => {
    const screens: readonly (readonly [string, string[]])[] = [
      ['a', ['Mia', 'box']],
      ['b', ['mia', 'Box']],
    ];
    const alone = learnerOf([['a', ['Mia', 'box']]]).without('nobody');
    const without = learnerOf(screens).without('b');
    for (const word of vectors.keys()) expect(without('own', word)).toBe(alone('own', word));
    expect(learnerOf(screens).without('a')('own', 'mia')).toBeLessThan(without('own', 'mia') ?? 0);
  });

  test('what stands on a screen again and again counts once', () => {
    const once = learnerOf([['a', ['Mia', 'box']]]).without('b');
    const often = learnerOf([['a', ['Mia', 'box', 'Mia', 'Mia', 'Mia']]]).without('b');
    expect(often('own', 'mia')).toBe(once('own', 'mia'));
  });

  test('what ships says the same as what was learnt', () => {
    const learner = learnerOf([['a', ['Mia', 'box', 'Tom pen']]]);
    const learnt = learner.without('nobody');
    const shipped = decodeMeaning(learner.toTable());
    for (const word of vectors.keys())
      for (const role of roles) expect(shipped(role, word)).toBe(learnt(role, word));
  });
});
