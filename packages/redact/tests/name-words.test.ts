import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTextRedactor } from '../src/index.ts';
import { createSurrogateTable } from '../src/surrogate/table.ts';
import { isReserved } from '../src/surrogate/reserved.ts';
import type { SensitiveKind } from '../src/span.ts';
import { seededRandom } from './world.ts';

const given = fc.constantFrom('Maria', 'José', 'Wanjiru', 'Li', 'Torbjörn', 'Agnieszka');
const family = fc.constantFrom(
  'Schmidt',
  'Núñez',
  'Okonkwo',
  'Wu',
  'Featherstonhaugh',
  'Lagerkrantz',
);

/** What a person is called in one place, and what it must be where `g` and `f` stand for the two names. */
type Form = readonly [kind: SensitiveKind, write: (g: string, f: string) => string];
const forms: readonly Form[] = [
  ['name', (g, f) => `${g} ${f}`],
  ['name', (g, f) => `${g} ${f}`.toUpperCase()],
  ['name', (g, f) => `${f}, ${g}`],
  ['name', (g, f) => `${g.charAt(0)}. ${f}`],
  ['name', (g, f) => `${g} ${f}'s`],
  ['unknown', (_, f) => f],
  ['unknown', (_, f) => `Mrs ${f}`],
  ['email', (g, f) => `${g}.${f}@corp.test`.toLowerCase()],
  ['email', (g, f) => `${g.charAt(0)}.${f}@corp.test`.toLowerCase()],
];
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '');

test('a person is one person, whichever way and in whichever order the names are written', () => {
  fc.assert(
    fc.property(
      given,
      family,
      fc.integer(),
      fc.shuffledSubarray([...forms], { minLength: forms.length }),
      fc.boolean(),
      (g, f, seed, order, hasAccents) => {
        const table = createSurrogateTable(seededRandom(seed));
        const put = ([kind, write]: Form): string => {
          const value = hasAccents ? write(g, f) : plain(write(g, f));
          return table.surrogateOf(value, kind);
        };
        for (const form of order) put(form);
        const [g2 = '', f2 = ''] = table.surrogateOf(`${g} ${f}`, 'name').split(' ');
        for (const form of order) {
          const [kind, write] = form;
          const made = put(form);
          expect(isReserved(made, kind)).toBe(true);
          if (kind !== 'email') expect(made).toBe(write(g2, f2));
          else expect(made).toMatch(new RegExp(`^${g2}\\.${f2}\\d{0,2}@example\\.`, 'iu'));
        }
      },
    ),
  );
});

test('what was made stays, whatever else of the person comes later', () => {
  fc.assert(
    fc.property(
      given,
      family,
      fc.integer(),
      fc.shuffledSubarray([...forms], { minLength: forms.length }),
      (g, f, seed, order) => {
        const table = createSurrogateTable(seededRandom(seed));
        const put = ([kind, write]: Form): string => table.surrogateOf(write(g, f), kind);
        const first = order.map(put);
        expect(order.map(put)).toEqual(first);
      },
    ),
  );
});

test('a double name is made of its parts, a genitive of its name', () => {
  const table = createSurrogateTable(seededRandom(4));
  const of = (value: string): string => table.surrogateOf(value, 'name');
  expect(of('Anna-Lena Schmidt-Bauer')).toBe(
    `${of('Anna')}-${of('Lena')} ${of('Schmidt')}-${of('Bauer')}`,
  );
  expect(of('Schmidts')).toBe(`${of('Schmidt')}s`);
  expect(isReserved(of('Schmidts'), 'name')).toBe(true);
});

test('what is written with single letters and strokes is no double name', () => {
  const table = createSurrogateTable(seededRandom(4));
  expect(table.surrogateOf('A-B-4', 'unknown')).not.toMatch(/[AB4]-|-[AB4]/u);
});

test('different people keep different names while there are some left', () => {
  const table = createSurrogateTable(seededRandom(8));
  const names = ['Mary', 'Anna', 'Olga', 'Ruth', 'Ines', 'Lena', 'Emma', 'Sara', 'Nora', 'Rosa'];
  expect(new Set(names.map((name) => table.surrogateOf(name, 'name'))).size).toBe(names.length);
});

test.each([
  ['Maria Schmidt'],
  ['M. Schmidt', 'Maria Schmidt'],
  ['m.schmidt@corp.test', 'Maria Schmidt'],
])('who has the initial and the family of %s is somebody else', (...before) => {
  const table = createSurrogateTable(seededRandom(8));
  for (const value of before) table.surrogateOf(value, value.includes('@') ? 'email' : 'name');
  const [maria, martin] = ['Maria Schmidt', 'Martin Schmidt'].map((name) =>
    table.surrogateOf(name, 'name').split(' '),
  );
  expect(martin?.[0]).not.toBe(maria?.[0]);
  expect(martin?.[1]).toBe(maria?.[1]);
});

test('a stand-in is about as long as its name', () => {
  const lengthOf = (name: string): number =>
    Array.from(
      { length: 20 },
      (_, seed) => createSurrogateTable(seededRandom(seed)).surrogateOf(name, 'name').length,
    ).reduce((sum, length) => sum + length / 20, 0);
  expect(lengthOf('Ada Wu')).toBeLessThan(lengthOf('Bartholomew Featherstonhaugh') - 3);
});

test('two sessions call a person differently', () => {
  const made = [1, 2, 3, 4].map(
    (seed) =>
      createTextRedactor({ random: seededRandom(seed) }).redact('Maria Schmidt called').text,
  );
  expect(new Set(made).size).toBe(4);
});
