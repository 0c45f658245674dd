import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createWordTable } from '../src/tagger/word-table.ts';

/** Of few letters, so that some words begin others, and some are given twice. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '-', '0'), maxLength: 5 });

describe('a table of words', () => {
  test('tells of every word what a map of them tells: its first place, or that there is none', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), fc.array(word), (held, asked) => {
        const table = createWordTable(held.join(' '));
        for (const one of [...held, ...asked]) {
          expect(table.placeOf(one)).toBe(held.indexOf(one));
          expect(table.has(one)).toBe(held.includes(one));
        }
      }),
    );
  });

  test('finds an entry by its word alone, though more stands behind it', () => {
    const table = createWordTable('one\t1\t2\none more\t3\t4\ntwo\t5\t6', '\n', '\t');
    expect(
      ['one', 'one more', 'two', 'on', 'one\t1', '1', ''].map((one) => table.placeOf(one)),
    ).toEqual([0, 1, 2, -1, -1, -1, -1]);
  });

  test('holds as many words as the lists have', () => {
    const many = Array.from({ length: 70_000 }, (_, nth) => nth.toString(36));
    const table = createWordTable(many.join(' '));
    expect(many.every((one, place) => table.placeOf(one) === place)).toBe(true);
    expect(table.has('zzzz')).toBe(false);
  });
});
