import { describe, expect, test } from 'vitest';
import { spansOfColumns } from '../src/text/columns.ts';
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

  test.each([
    'sku;name;qty\nLMP-220;desk lamp;12\nCHR-018;folding chair;40',
    'Send me your login, and the name of the ship\nwe wait here, thank you',
    'week,visits,churn\n31,10422,0.021\n32,11037,0.019',
    'INSERT INTO shelves (room, label) VALUES (212, 12), (213, 14);',
  ])('%j holds nobody', (text) => {
    expect(found(text)).toEqual([]);
  });
});
