import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const kinds = new Set(
  'name email phone address town location birthDate card iban account nationalId secret ip mac handle medicalId employeeId customerId plate geo either'.split(
    ' ',
  ),
);

const screens = ['marked', 'traps'].flatMap((name) => {
  const folder = new URL(`${name}/`, import.meta.url);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.page'))
    .map((file) => ({ file, source: readFileSync(new URL(file, folder), 'utf8') }));
});

describe.each(screens)('$file', ({ source }) => {
  const marks = [...source.matchAll(/\[\[(?<kind>\w+):[^\]]+\]\]/gu)];

  test('begins with the size and the scale of its screen', () => {
    expect(source).toMatch(/^<!--\d+x\d+@[\d.]+-->\n/u);
  });

  test('marks values by known kinds and leaves no mark open', () => {
    expect(marks.length).toBeGreaterThan(3);
    expect(
      marks.map(({ groups }) => groups?.['kind'] ?? '').filter((kind) => !kinds.has(kind)),
    ).toEqual([]);
    expect(source.match(/\[\[|\]\]/gu)).toHaveLength(2 * marks.length);
  });

  test('has ordinary words beside them', () => {
    const ordinary = source
      .replaceAll(/<style>.*?<\/style>|<[^>]+>|\[\[[^\]]+\]\]/gsu, ' ')
      .match(/\p{L}{3,}/gu);
    expect(ordinary?.length).toBeGreaterThan(40);
  });
});
