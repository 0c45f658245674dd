import { describe, expect, test } from 'vitest';
import { coverColumnsAlike } from '../src/ocr/columns-alike.ts';
import { cellsOf } from '../src/ocr/layout.ts';
import type { SensitiveKind, Span } from '../src/span.ts';

/** What is covered of one column of which the first lines are covered. */
function coveredOf(
  texts: readonly string[],
  known: number,
  kind: SensitiveKind,
  { chance, rule } = { chance: 0.4, rule: 'x' },
): string[] {
  const cells = cellsOf(
    texts.map((text, row) => ({
      text,
      confidence: 0.9,
      box: { x: 20, y: 26 * row, width: 8 * text.length, height: 12 },
    })),
  );
  const spanOf = (text: string): Span => ({
    start: 0,
    end: text.length,
    kind,
    rule,
    confidence: 0.9,
  });
  const decided = new Map(cells.map((cell, row) => [cell, row < known ? [spanOf(cell.text)] : []]));
  return [...coverColumnsAlike(decided, new Map(cells.map((cell) => [cell, chance])))].flatMap(
    ([{ text }, spans]) => (spans.length === 0 ? [] : [text]),
  );
}

describe('a column of which most is covered', () => {
  test.each([
    ['addresses of the net', 'ip', ['10.20.1.7', '10.20.1.12', '10.20.4.19']],
    ['accounts', 'handle', ['j.ferrant', 'm.szabo', 'c.oduya']],
    ['accounts without a sign', 'handle', ['jferrant', 'mszabo', 'coduya']],
    ['numbers', 'account', ['7K-418827', '7K-220914', '7K-500173']],
    ['days', 'birthDate', ['14.05.2022', '02.09.2021', '27.01.2022']],
    ['an address of which a stop was not read', 'ip', ['10.20.1.7', '10.20.1.12', '10.20.912']],
  ] as const)('is covered whole where it has %s', (_, kind, column) => {
    expect(coveredOf(column, 2, kind)).toEqual(column);
  });

  test.each([
    ['words', 'handle', ['j.ferrant', 'm.szabo', 'admin.panel']],
    ['another form', 'ip', ['10.20.1.7', '10.20.1.12', '10 hosts']],
    ['hours', 'account', ['10:20:11', '11:20:17', '12:21:30']],
    ['states', 'unknown', ['chieze', 'afrost', 'mszabo']],
    ['amounts', 'account', ['€1204', '€1310', '€1455']],
  ] as const)('keeps %s', (_, kind, column) => {
    expect(coveredOf(column, 2, kind)).toEqual(column.slice(0, 2));
  });

  test('is left where little of it is covered', () => {
    const column = ['10.20.1.7', '10.20.1.12', '10.20.4.19', '10.20.4.20', '10.20.4.21'];
    expect(coveredOf(column, 2, 'ip')).toEqual(column.slice(0, 2));
    expect(coveredOf(column.slice(0, 2), 1, 'ip')).toEqual(column.slice(0, 1));
  });

  test('keeps a day that is surely nobody’s', () => {
    const column = ['14.05.2022', '02.09.2021', '27.01.2022'];
    expect(coveredOf(column, 2, 'birthDate', { chance: 0.01, rule: 'x' })).toEqual(
      column.slice(0, 2),
    );
  });
});

describe('a column of which little is covered', () => {
  const column = ['B-8941', 'B-8990', 'B-9017', 'B-9022', 'B-9031'];
  const unsure = { chance: 0.3, rule: 'screen.word' };

  test('is left where only the words around it told of the one that is', () => {
    expect(coveredOf(column, 1, 'unknown', unsure)).toEqual([]);
  });

  test.each([
    ['a rule told of it', column, { ...unsure, rule: 'label.account' }],
    ['it is likely', column, { ...unsure, chance: 0.4 }],
    ['it stands among few', column.slice(0, 3), unsure],
    ['it is the half of a plate', ['EA70', 'MV73', 'KX12', 'WX21', 'SH12'], unsure],
    ['it may be an account', ['anna92', 'node14', 'node15', 'node16', 'node17'], unsure],
    [
      'it may be a birthday',
      ['12/03/1961', '12/03/2026', '13/03/2026', '14/03/2026', '15/03/2026'],
      unsure,
    ],
    ['it is longer', ['0612345678', '1204', '1310', '1455', '1490'], unsure],
  ])('stays so where %s', (_, texts, told) => {
    expect(coveredOf(texts, 1, 'unknown', told)).toEqual(texts.slice(0, 1));
  });
});
