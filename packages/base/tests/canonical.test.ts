import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonToCanonicalBytes, type JsonValue } from '../src/index.ts';

const text = (value: JsonValue): string => new TextDecoder().decode(jsonToCanonicalBytes(value));

test('a number that JSON cannot hold is refused', () => {
  expect(() => jsonToCanonicalBytes(Number.NaN)).toThrow();
});

// The example of RFC 8785 §3.2.2 and §3.2.3.
test('the example of RFC 8785 has the form that the RFC gives', () => {
  expect(
    text({
      numbers: [333_333_333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    }),
  ).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test('the order of keys makes no difference', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.integer()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).toReversed());
      expect(text(turned)).toBe(text(value));
    }),
  );
});
