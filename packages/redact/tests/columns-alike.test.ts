import { describe, expect, test } from 'vitest';
import { coverColumnsAlike } from '../src/ocr/columns-alike.ts';
import { cellsOf } from '../src/ocr/layout.ts';
import type { SensitiveKind, Span } from '../src/span.ts';

/** What is covered of one column of which the first lines are covered. */
function coveredOf(texts: readonly string[], known: number, kind: SensitiveKind): string[] {
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
    rule: 'x',
    confidence: 0.9,
  });
  const decided = new Map(cells.map((cell, row) => [cell, row < known ? [spanOf(cell.text)] : []]));
  return [...coverColumnsAlike(decided)].flatMap(([{ text }, spans]) =>
    spans.length === 0 ? [] : [text],
  );
}

describe('a column of which most is covered', () => {
  test.each([
    ['addresses of the net', 'ip', ['10.20.1.7', '10.20.1.12', '10.20.4.19']],
    ['accounts', 'handle', ['j.ferrant', 'm.szabo', 'c.oduya']],
    ['accounts without a sign', 'handle', ['jferrant', 'mszabo', 'coduya']],
    ['numbers', 'account', ['7K-418827', '7K-220914', '7K-500173']],
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
});
