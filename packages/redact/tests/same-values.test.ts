import { describe, expect, test } from 'vitest';
import { cellsOf } from '../src/ocr/layout.ts';
import { coverSameValues } from '../src/ocr/same-values.ts';
import type { SensitiveKind } from '../src/span.ts';

/** Covers the first line's stretch, and tells what of the second one is covered then. */
function coveredBelow(kind: SensitiveKind, value: string, below: string, rule = 'ip'): string[] {
  const cells = cellsOf(
    [`from ${value}`, below].map((text, row) => ({
      text,
      confidence: 0.9,
      box: { x: 0, y: 30 * row, width: 8 * text.length, height: 12 },
    })),
  );
  const [first, second] = cells;
  if (first === undefined || second === undefined) throw new TypeError('Two lines were given.');
  const span = { start: 5, end: 5 + value.length, kind, rule, confidence: 0.9 };
  const covered = coverSameValues(
    new Map([
      [first, [span]],
      [second, []],
    ]),
  );
  return (covered.get(second) ?? []).map(({ start, end }) => second.text.slice(start, end));
}

describe('a value that stands twice on a screen', () => {
  test.each([
    ['as it is', '10.24.117.8', 'peer=10.24.117.8 up', '10.24.117.8'],
    ['with a full stop lost', '10.24.117.8', 'peer=10.24117.8 up', '10.24117.8'],
    ['with a digit read as a letter', '10.24.117.8', 'peer=l0.24.117.8', 'l0.24.117.8'],
    ['behind a letter that is two in lower case', '10.24.117.8', 'İzmir 10.24117.8', '10.24117.8'],
    ['in capitals', '0a:1b:2d:3c:44:51', '0A:1B:2D:3C:44:51 up', '0A:1B:2D:3C:44:51'],
    ['with blanks', '091244.5117', 'at 0912 44 5117', '0912 44 5117'],
  ])('is covered twice, %s', (_, value, below, found) => {
    expect(coveredBelow('ip', value, below)).toEqual([found]);
  });

  test('is covered twice as who a prompt says is logged in', () => {
    expect(coveredBelow('handle', 'grant', 'grant@web1 ~1$', 'ocr.prompt')).toEqual(['grant']);
    expect(coveredBelow('handle', 'grant', 'grant it now')).toEqual([]);
  });

  test('is covered twice as an account that is no word', () => {
    expect(coveredBelow('handle', 'lwanjiru', 'lwanjiru pts/0')).toEqual(['lwanjiru']);
    expect(coveredBelow('handle', '@lwanjiru', 'lwanjiru pts/0')).toEqual(['lwanjiru']);
  });

  test('is covered twice as who is logged in, whatever told the first one', () => {
    expect(coveredBelow('unknown', 'grant@web1:~$', 'grant@web2:~$ ls', 'screen.word')).toEqual([
      'grant',
    ]);
    expect(coveredBelow('unknown', 'grant@web1:~$', 'grant', 'screen.word')).toEqual(['grant']);
    expect(coveredBelow('unknown', 'grant@web1:~$', 'grant it now', 'screen.word')).toEqual([]);
    expect(coveredBelow('unknown', 'root@web1:~$', 'root@web2:~$ ls', 'screen.word')).toEqual([]);
  });

  test('is covered twice as a name in the name of a file', () => {
    expect(coveredBelow('location', 'Chinwe Okereke', 'scan-chinwe-okereke.jpg')).toEqual([
      'chinwe-okereke',
    ]);
    expect(coveredBelow('name', 'Chinwe Okereke', 'chinwe_okereke2.pdf')).toEqual([]);
    expect(coveredBelow('name', 'Annual Report', 'annual-report.pdf')).toEqual([]);
  });

  test.each([
    ['an account that is a word', 'handle', 'backup', 'backup done'],
    ['a longer number', 'ip', '10.24.117.8', 'peer=10.24.117.81'],
    ['a short number', 'medicalId', '4417', 'room 4417'],
    ['a word that digits may be mistaken for', 'secret', 'Sessions', 'Sessions'],
    ['an order', 'account', '88042188', '88042188'],
    ['a name, which the words decide', 'name', 'route66x77', 'route66x77'],
  ] as const)('%s is another', (_, kind, value, below) => {
    expect(coveredBelow(kind, value, below)).toEqual([]);
  });
});
