import { createTextRedactor } from '@understudy/redact';
import { describe, expect, test } from 'vitest';
import { headsAbove, spansOfColumns } from '../src/text/columns.ts';
import { detectText } from '../src/text/detect.ts';

const found = (text: string): string[] =>
  detectText(text, { mode: 'strict', scope: 'identifying' }).map(({ start, end }) =>
    text.slice(start, end),
  );

describe('what heads a column tells what its cells are', () => {
  test.each([
    ['nombre;dni;importe\nCandela Ureña;72610045L;85,50', '72610045L'],
    ['id,login,seats\n7,marlow,3\n8,quince,4', 'quince'],
    ['| ticket | passport |\n| 12 | FK48 2915 |', 'FK48 2915'],
    ['name,ext,bleep\nDr Pell,3308,1147', '3308'],
    ['name,ext,bleep\nDr Pell,3308,1147', '1147'],
    ['firstName\tage\nhope\t31\nRose\t40', 'Rose'],
    ['name,"date of birth",room\n"Ng, Hope","4/7/88",212', '4/7/88'],
    ["INSERT INTO guests (room, login) VALUES (212, 'tender'), (213, 'harbour, old');", 'tender'],
  ])('%j: %s', (text, value) => {
    expect(found(text)).toContain(value);
  });

  test('a quote in a quotation is doubled, and ends none', () => {
    expect(
      found("insert into guests (login, room) values ('tender', 'o''er (old)'), ('quince', 2)"),
    ).toEqual(['tender', 'quince']);
  });

  test.each(["'", "''", "'a", "('", '(', ',', "',", '\n', ' ', '"', "'),("])(
    'as many %j as one likes end at once',
    (pump) => {
      for (const head of ['insert into t (login) values (', 'insert into t (', 'login,x\n', ''])
        expect(spansOfColumns(`${head}${pump.repeat(3000)}`)).toBeInstanceOf(Array);
    },
  );

  test('a blank line ends the table, and so do some rows of another length', () => {
    expect(found('id,login\n7,marlow\n\nplease,tender')).toEqual(['marlow']);
    expect(found('id,login\n7,marlow\none\ntwo\nthree\nplease,tender')).toEqual(['marlow']);
  });

  test('a note over two lines ends none', () => {
    expect(found('id,note,login\n7,"late, and\nwet",marlow\n8,dry,tender')).toContain('tender');
  });

  test('an apostrophe opens no quotation, and a quotation that never ends is none', () => {
    expect(found("room,login,note\n7,marlow,'tis late, or so\n8,quince,5' tall")).toContain(
      'quince',
    );
    expect(found("note,login\n'tis late,tender")).toContain('tender');
    expect(found('note,login\n"late,quince')).toContain('quince');
  });

  const rows = (from: number, count: number): string =>
    Array.from({ length: count }, (_, index) => `${from + index},tender,plain`).join('\n');
  const tendersIn = (text: string): number =>
    createTextRedactor({ mode: 'balanced' })
      .redact(text)
      .spans.filter(({ start, end }) => text.slice(start, end) === 'tender').length;

  test('a table has its heads however long it is', () => {
    for (const count of [500, 3000])
      expect(tendersIn(`id,login,note\n${rows(1, count)}`)).toBe(count);
  });

  test('a row is one however long its note is', () => {
    const note = 'it was late and it rained '.repeat(200);
    expect(found(`id,login,note\n7,tender,${note}\n8,quince,dry`)).toEqual(
      expect.arrayContaining(['tender', 'quince']),
    );
  });

  test.each([',\n', ', ', ','])('so has an insertion, its rows with %j between', (between) => {
    const values = Array.from({ length: 3000 }, (_, index) => `(${index}, 'tender', 'plain')`);
    const text = `INSERT INTO guests (room, login, note) VALUES\n${values.join(between)};`;
    // A row may be cut where a part of the text ends.
    expect(tendersIn(text)).toBeGreaterThan(2990);
  });

  test('a table that ended before a place heads nothing there', () => {
    const text = `id,login\n7,marlow\n\n${'so it goes on, '.repeat(20)}`;
    const above = headsAbove(text);
    expect(above(text.indexOf('marlow'))).toBe('id,login');
    expect(above(text.length - 20)).toBe('');
  });

  test('what is in stock has a name, too', () => {
    expect(spansOfColumns('sku;name;colour\nBR-204;Brunel Chair;oak')).toEqual([]);
    expect(spansOfColumns('order;name;price\nBR-204;Brunel Ochs;12')).toHaveLength(1);
  });

  test.each([
    'sku;name;qty\nLMP-220;desk lamp;12\nCHR-018;folding chair;40',
    'Send me your login, and the name of the ship\nwe wait here, thank you',
    'week,visits,churn\n31,10422,0.021\n32,11037,0.019',
    'INSERT INTO shelves (room, label) VALUES (212, 12), (213, 14);',
  ])('%j holds nobody', (text) => {
    expect(found(text)).toEqual([]);
  });
});
