import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesOf } from './matches.ts';

const patterns = [/\p{Lu}\p{L}*/gu, /(?<sign>\d)|(?=x)/gu, /b*/gu, /(?<=a)./gsu, /^|$/gmu];

test('all matches are those of matchAll, empty ones and those behind them too, whatever was looked for before', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...patterns),
      fc.string({ unit: fc.constantFrom('a', 'b', 'x', 'É', '7', '\n', '😀', ' ') }),
      fc.nat(9),
      (pattern, text, leftAt) => {
        const expected = Array.from(text.matchAll(new RegExp(pattern, pattern.flags)));
        pattern.lastIndex = leftAt;
        const hits = matchesOf(pattern, text);
        expect(hits).toEqual(expected);
        expect(hits.map(({ index }) => index)).toEqual(expected.map(({ index }) => index));
        expect(matchesOf(pattern, text)).toEqual(expected);
      },
    ),
  );
});

test('a pattern that finds the first match alone is refused', () => {
  expect(() => matchesOf(/a/u, 'aa')).toThrow(TypeError);
});
