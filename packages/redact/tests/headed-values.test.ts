import { describe, expect, test } from 'vitest';
import { headedValues } from '../src/ocr/headed-values.ts';
import { cellsOf } from '../src/ocr/layout.ts';

/** One column, its lines as far apart as is given. */
const valuesIn = (texts: readonly string[], step = 26): string[] => {
  const words = texts.map((text, row) => ({
    text,
    confidence: 0.9,
    box: { x: 20, y: step * row, width: 8 * text.length, height: 12 },
  }));
  return [...headedValues(cellsOf(words))].flatMap(([{ text }, spans]) =>
    spans.map(({ kind }) => `${kind} ${text}`),
  );
};

describe('a column that asks for somebody', () => {
  test.each([
    ['accounts', ['Logon', 'chieze', 'afrost'], ['handle chieze', 'handle afrost']],
    ['numbers', ['Pers.-Nr.', '00014', '00021'], ['employeeId 00014', 'employeeId 00021']],
    ['claims', ['Claim no', 'MB/1234/2024'], ['employeeId MB/1234/2024']],
    ['hospital numbers', ['Hospital no', 'KD 114 208'], ['employeeId KD 114 208']],
    ['contracts', ['Vertragsnr', 'V-440812'], ['employeeId V-440812']],
    ['plates', ['Targa', 'FX 418 LM'], ['plate FX 418 LM']],
    [
      'accounts of machines',
      ['Principal', 'svc-deploy', 'jferrant'],
      ['handle svc-deploy', 'handle jferrant'],
    ],
    ['who owns a thing', ['Owner', 'backup-robot'], ['handle backup-robot']],
    ['who works on a thing', ['Bearbeiter', 'hbel', 'tnow'], ['handle hbel', 'handle tnow']],
    ['accounts of a database', ['usename', 'app_billing'], ['handle app_billing']],
  ])('has %s', (_, column, found) => {
    expect(valuesIn(column)).toEqual(found);
  });

  test.each([
    ['words', ['User', 'admin', 'viewer']],
    ['what every machine has', ['User', 'postgres', 'root', 'cron']],
    ['what runs by itself under another head', ['Service', 'svc-deploy', 'deploy-bot']],
    ['amounts and dates', ['Account no', '1204.50', '12.03.2024', '2,400.00']],
    ['short numbers', ['Case no', '12', '340']],
    ['what stands under another head', ['Total', '00014']],
    ['numbers under the next field of a form', ['Pers.-Nr.', 'Eintritt', '00014']],
  ])('has no %s', (_, column) => {
    expect(valuesIn(column)).toEqual([]);
  });

  test('ends at a gap', () => {
    expect(valuesIn(['Pers.-Nr.', '00014'], 90)).toEqual([]);
  });
});
