import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTextRedactor } from '../src/index.ts';
import type { SensitiveKind } from '../src/span.ts';
import { isReserved } from '../src/surrogate/reserved.ts';
import { createSurrogateTable } from '../src/surrogate/table.ts';
import { accounting, seededRandom, testRedactor, windowTo } from './world.ts';

/** What others write as examples is a value like any other: only our own stand-ins stay. */
const examples: readonly (readonly [string, string])[] = [
  ['address for documentation, IPv4', '192.0.2.1'],
  ['address for documentation, IPv4', '198.51.100.7'],
  ['address for documentation, IPv4', '203.0.113.58'],
  ['address for documentation, IPv6', '2001:db8::1'],
  ['address for documentation, IPv6', '2001:db8:85a3::8a2e:370:7334'],
  ['number for fiction', '(305) 555-0147'],
  ['number for fiction', '+1-202-555-0173'],
  ['number for fiction', '+44 7700 900123'],
  ['range for documentation, MAC', '00:00:5E:00:53:AF'],
  ['domain for documentation', 'john.doe@example.com'],
  ['domain for documentation', 'jane@example.org'],
  ['social security area that was never issued', '000-12-3456'],
  ['account of zeros', 'Account 000123456789'],
  ['key of the documentation', 'AKIAIOSFODNN7EXAMPLE'],
  ['card for tests', '4111 1111 1111 1111'],
  ['street of examples', '123 Example Street'],
  ['street of examples', '12 Example Street'],
];

/** The value whole: a stand-in may begin as it does. */
const shown = (value: string): RegExp =>
  new RegExp(`${RegExp.escape(value.replace(/^Account /u, ''))}(?![\\p{L}\\p{N}])`, 'u');

describe('values of the ranges that stand-ins come from', () => {
  test.each(examples)('%s: %s is replaced in a text', (_, value) => {
    const { text } = createTextRedactor({ random: seededRandom(5) }).redact(`Note: ${value}, seen`);
    expect(text).not.toMatch(shown(value));
  });

  test.each(examples)('%s: %s is replaced in a title', async (_, value) => {
    const redactor = testRedactor();
    redactor.push([windowTo(0, `Note: ${value}, seen`)]);
    const { events } = await redactor.finish(accounting);
    expect(JSON.stringify(events)).not.toMatch(shown(value));
  });
});

const digits = (length: number): fc.Arbitrary<string> =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((all) => all.join(''));

test('of accounts that begin with three zeros, about one in a thousand passes for a stand-in', () => {
  const random = seededRandom(9);
  const tails = Array.from({ length: 4000 }, () =>
    Array.from(random.bytes(7), (byte) => String(byte % 10)).join(''),
  );
  expect(tails.filter((tail) => isReserved(`000${tail}`, 'account')).length).toBeLessThan(12);
});

const values = fc.oneof(
  digits(7).map((tail) => `Call (415) ${tail.slice(0, 3)}-${tail.slice(3)}`),
  digits(9).map((tail) => `Call +44 ${tail.slice(0, 4)} ${tail.slice(4)}0`),
  fc.ipV4().map((address) => `from ${address}`),
  fc.ipV6().map((address) => `from ${address}`),
  digits(6).map((tail) => `MRN: ${tail}`),
  digits(10).map((number) => `Account: ${number}`),
  digits(9).map((tail) => `SSN: ${tail.slice(0, 3)}-${tail.slice(3, 5)}-${tail.slice(5)}`),
  digits(2).map((number) => `lives at ${number} Elm Road, Northwich, CW9 5AB`),
  fc.stringMatching(/^[a-zA-Z0-9]{24}$/u).map((code) => `api_key=${code}`),
);

test('a stand-in is known as one by another session', () => {
  fc.assert(
    fc.property(values, fc.integer(), (text, seed) => {
      const clean = createTextRedactor({ random: seededRandom(seed) }).redact(text).text;
      expect(createTextRedactor({ random: seededRandom(seed + 1) }).redact(clean).text).toBe(clean);
    }),
  );
});

test.each([
  'Sig.ra Bianca Monaco',
  'la pratica della dott.ssa Rossella Neri',
  'dhr. Van Oosterhout',
])('the title stays, and the name behind it is known as a stand-in: %s', (text) => {
  const clean = createTextRedactor({ random: seededRandom(1) }).redact(text).text;
  expect(clean).not.toBe(text);
  expect(createTextRedactor({ random: seededRandom(2) }).redact(clean).text).toBe(clean);
});

describe('a stand-in fits where its value did', () => {
  const made = (value: string, kind: SensitiveKind): readonly string[] =>
    [1, 2, 3, 4, 5, 6, 7, 8].map((seed) =>
      createSurrogateTable(seededRandom(seed)).surrogateOf(value, kind),
    );

  test.each([
    ['Li Wu', 'name', 12],
    ['Ruiz', 'name', 6],
    ['Kiel', 'location', 6],
    ['rsal', 'handle', 6],
    ['tgreaves', 'handle', 8],
    ['@finch', 'handle', 7],
  ] as const)('%s (%s): at most %i signs', (value, kind, most) => {
    for (const other of made(value, kind)) {
      expect(other.length).toBeLessThanOrEqual(most);
      expect(isReserved(other, kind)).toBe(true);
    }
  });

  test('accounts that begin like a short one are nobody’s stand-in', () => {
    for (const value of ['ex_4', 'ex_ada', 'rex_42', 'export_42', 'ex_1984', '@ex_40112', 'ex_42z'])
      expect(isReserved(value, 'handle')).toBe(false);
  });

  test('of the thousand for numbers of eight digits nearly all are used before one stands for two', () => {
    const table = createSurrogateTable(seededRandom(1));
    const others = Array.from({ length: 990 }, (_, at) =>
      table.surrogateOf(String(41_800_000 + 7 * at), 'account'),
    );
    expect(new Set(others).size).toBeGreaterThan(980);
  });
});

describe('two telephone numbers that were read as one', () => {
  const number = fc.oneof(
    digits(10).map((all) => `0${all.slice(0, 3)} ${all.slice(3, 6)} ${all.slice(6)}`),
    digits(10).map((all) => `+49 ${all.slice(0, 3)} ${all.slice(3)}`),
    digits(10).map((all) => `(${all.slice(0, 3)}) ${all.slice(3, 6)}-${all.slice(6)}`),
    digits(11),
  );
  const both = fc.tuple(number, fc.constantFrom(' · ', ' - ', '/', ', ', ' '), number);

  test('become two that are nobody’s', () => {
    fc.assert(
      fc.property(both, fc.integer(), ([one, between, two], seed) => {
        const joined = one + between + two;
        const table = createSurrogateTable(seededRandom(seed));
        const made = isReserved(joined, 'phone') ? joined : table.surrogateOf(joined, 'phone');
        expect(made).toHaveLength(joined.length);
        expect(isReserved(made, 'phone')).toBe(true);
        const [first, second] = [made.slice(0, one.length), made.slice(one.length)];
        for (const part of [first, second]) expect(isReserved(part, 'phone')).toBe(true);
      }),
    );
  });

  test('of which one is a stand-in are none', () => {
    for (const joined of ['0161 832 4417 - 02005 550 127', '(415) 820-7713 / (200) 555-0127'])
      expect(isReserved(joined, 'phone')).toBe(false);
  });

  test('of a long number no more stays than its country’s code', () => {
    const made = [1, 2, 3, 4, 5, 6].map((seed) =>
      createSurrogateTable(seededRandom(seed)).surrogateOf('+971817342906615', 'phone'),
    );
    for (const each of made) expect(each).toMatch(/^\+971\d\d[2-467]0055501\d\d$/u);
    expect(new Set(made.map((each) => each.slice(4, 6))).size).toBeGreaterThan(1);
  });
});

describe('a date with its month in words', () => {
  const month = /\p{L}{3,}/u;
  test.each([
    '12 October 1961',
    'OCT 12, 1961',
    '12. März 1961',
    '12 août 1961',
    '12 de octubre de 1961',
    '12 października 1961',
    '12 okt. 1961',
  ])('%s gets another month, of the same language and as short', (date) => {
    const made = Array.from({ length: 60 }, (_, seed) =>
      createSurrogateTable(seededRandom(seed)).surrogateOf(date, 'birthDate'),
    );
    const own = month.exec(date)?.[0] ?? '';
    const others = new Set(made.map((other) => month.exec(other)?.[0] ?? ''));
    expect(others).not.toContain(own);
    expect(others.size).toBeGreaterThan(8);
    for (const other of made) {
      expect(isReserved(other, 'birthDate')).toBe(true);
      expect(other.replace(month, '').replace(/\d+/gu, '')).toBe(
        date.replace(month, '').replace(/\d+/gu, ''),
      );
    }
  });

  test('keeps what is no month of any language', () => {
    const made = createSurrogateTable(seededRandom(1)).surrogateOf('born 12 10 1961', 'birthDate');
    expect(made).toMatch(/^born \d\d \d\d 1904$/u);
  });
});
