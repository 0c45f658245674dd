import { describe, expect, test } from 'vitest';
import { cellsOf } from '../src/ocr/layout.ts';
import { listedValues } from '../src/ocr/listed-values.ts';

/** Lines as an editor shows them, in a face whose signs are of one width. */
const readFrom = (lines: readonly string[]) =>
  cellsOf(
    lines.flatMap((line, row) =>
      Array.from(line.matchAll(/\S+/gu)).map(({ 0: text, index }) => ({
        text,
        confidence: 0.9,
        box: { x: 8 * index, y: 20 * row, width: 8 * text.length, height: 12 },
      })),
    ),
  );

const valuesIn = (lines: readonly string[]): string[] =>
  [...listedValues(readFrom(lines))].flatMap(([cell, spans]) =>
    spans.map(({ kind, start, end }) => `${kind} ${cell.text.slice(start, end)}`),
  );

describe('lists that are kept as text', () => {
  test('what stands in a column is what the first line says', () => {
    const lines = ['title,login_username,login_password', 'Library,4410275,sunset-garden'];
    expect(valuesIn(lines)).toEqual(['handle 4410275', 'secret sunset-garden']);
  });

  test('numbers of lines and quotes are no part of it', () => {
    const lines = ['1 title;user name;pin', '2 "Bank";"ilse.w";"0917"'];
    expect(valuesIn(lines)).toEqual(['handle ilse.w', 'secret 0917']);
  });

  test('a secret is found from the end, too, where a separator was misread', () => {
    const lines = ['title,folder,notes,password', 'Bank.work,old one,river-stone'];
    expect(valuesIn(lines)).toContain('secret river-stone');
  });

  test('a row that could be a first line takes nothing from the rows under it', () => {
    const lines = [
      'site,user,password,notes',
      'mail,alice,hunter,token',
      'bank,bob.k,river-stone,none',
    ];
    expect(valuesIn(lines)).toContain('secret river-stone');
  });

  test('a secret may be words', () => {
    const lines = ['title,user,password', 'bank,bob,correct horse battery staple'];
    expect(valuesIn(lines)).toContain('secret correct horse battery staple');
  });

  test('columns may have numbers and dashes in their names', () => {
    const lines = ['title,e-mail,password,address 1', 'bank,a@b.example,river-stone,none'];
    expect(valuesIn(lines)).toEqual(['email a@b.example', 'secret river-stone']);
  });

  test('a list ends at a gap', () => {
    expect(valuesIn(['title,folder,password', '', '', 'red,green,blue'])).toEqual([]);
  });

  test.each([
    ['a sentence', ['Bring name, address, and a phone that rings loudly', 'a, b, c']],
    ['columns that ask for nothing of anybody', ['item,size,colour', 'chair,small,blue']],
  ])('%s begins none', (_, lines) => {
    expect(valuesIn(lines)).toEqual([]);
  });
});
