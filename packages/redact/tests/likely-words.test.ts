import { describe, expect, test } from 'vitest';
import { decideWords } from '../src/ocr/decide-words.ts';
import { findByRules } from '../src/ocr/find.ts';
import { cellsOf, type Cell } from '../src/ocr/layout.ts';
import { judgeWords } from '../src/ocr/judge-words.ts';
import type { Span } from '../src/span.ts';
import { createSurrogateTable } from '../src/surrogate/table.ts';
import { createTextLayer } from '../src/text/text-layer.ts';
import { seededRandom } from './world.ts';

/** Lines of words as they were read, one below the other. */
const readLines = (lines: readonly string[]) =>
  lines.flatMap((line, row) =>
    Array.from(line.matchAll(/\S+/gu)).map(({ 0: text, index }) => ({
      text,
      confidence: 0.9,
      box: { x: 8 * index, y: 20 * row, width: 8 * text.length, height: 14 },
    })),
  );

/** What is covered of a line if each of its words is as likely as is given, or else surely nobody's. */
function coveredOf(
  line: string,
  chances: Readonly<Record<string, number>>,
  span: Span | null = null,
): string[] {
  const cells = cellsOf(readLines([line]));
  const spansOf = new Map(cells.map((cell): [Cell, Span[]] => [cell, span === null ? [] : [span]]));
  const judged = judgeWords(cells, spansOf).map(({ word }) => ({
    word,
    chance: chances[word.word.text] ?? 0.001,
  }));
  return [...decideWords(judged, spansOf, 'strict')].flatMap(([{ text }, spans]) =>
    spans.map(({ start, end }) => text.slice(start, end)),
  );
}

describe('how likely a word has to be', () => {
  const spanOf = (rule: string): Span => ({
    start: 0,
    end: 9,
    kind: 'unknown',
    rule,
    confidence: 0.5,
  });
  test.each([
    ['that a rule found', spanOf('tagger.address'), 0.1, 0.06],
    ['that only a rule for names found', spanOf('tagger.person'), 0.17, 0.12],
    ['that only a rule for places found', spanOf('tagger.location'), 0.17, 0.12],
    ['that no rule found', null, 0.21, 0.19],
  ])('one %s', (_, span, enough, tooLittle) => {
    expect(coveredOf('Tharnwick', { Tharnwick: enough }, span)).toEqual(['Tharnwick']);
    expect(coveredOf('Tharnwick', { Tharnwick: tooLittle }, span)).toEqual([]);
  });

  test('one in capitals that joins a name to a common word is more easily somebody’s', () => {
    for (const file of ['BRANDT_INVOICE', 'NGUYEN_CONTRACT', 'SCAN_ADEYEMI', 'KOWALSKI_REPORT'])
      expect(coveredOf(file, { [file]: 0.17 })).toEqual([file]);
    for (const constant of ['GRANT_REQUEST', 'ORDER_STATUS', 'MARK_TASK'])
      expect(coveredOf(constant, { [constant]: 0.19 })).toEqual([]);
  });

  test('one with digits is more easily a number of somebody’s', () => {
    expect(coveredOf('7K-118840', { '7K-118840': 0.14 })).toEqual(['7K-118840']);
    expect(coveredOf('7K-118840', { '7K-118840': 0.1 })).toEqual([]);
  });
});

describe('words that stand beside what is covered', () => {
  test('are no part of a number whose stand-in keeps the words between its digits', () => {
    const line = 'Ada Ortiz, 020 7946 0018';
    const phone: Span = { start: 11, end: 24, kind: 'phone', rule: 'phone', confidence: 0.9 };
    const sure = { Ada: 0.9, 'Ortiz,': 0.9 };
    expect(coveredOf(line, sure, phone)).toEqual(['Ada Ortiz,', '020 7946 0018']);
  });

  test.each([
    ['on both sides', 'Tom Ortiz i Vogel', { Ortiz: 0.9, i: 0.12, Vogel: 0.9 }, 'Ortiz i Vogel'],
    ['in an address', 'Kai 17 u. 4', { Kai: 0.9, '17': 0.9, 'u.': 0.04, '4': 0.9 }, 'Kai 17 u. 4'],
    ['as initials of a name', 'call K.R. Ortiz now', { Ortiz: 0.9 }, 'K.R. Ortiz'],
    ['as initials read as one', 'ME Ortiz now', { ME: 0.01, Ortiz: 0.9 }, 'ME Ortiz'],
    ['as letters of a number', 'TP 3308 4471', { TP: 0.05, 3308: 0.8, 4471: 0.8 }, 'TP 3308 4471'],
    ['as the door in a house', 'Kai 83, bajo', { Kai: 0.9, '83,': 0.9 }, 'Kai 83, bajo'],
    ['as a bare address of the net', 'at 10.20.119', { '10.20.119': 0.95 }, '10.20.119'],
  ])('are covered with it %s', (_, line, chances, covered) => {
    expect(coveredOf(line, chances)).toEqual([covered]);
  });

  test.each([
    ['what is counted in units', 'Ortiz 32 min', { Ortiz: 0.95, '32': 0.4 }, ['Ortiz']],
    ['what asks for a value', 'Preparer: Ortiz', { Ortiz: 0.95, 'Preparer:': 0.3 }, ['Ortiz']],
    ['hours from and to', 'Ortiz 2-2:30pm', { Ortiz: 0.95, '2-2:30pm': 0.9 }, ['Ortiz']],
    ['a kernel', 'Ortiz 6.1.0-28-amd64', { Ortiz: 0.95, '6.1.0-28-amd64': 0.9 }, ['Ortiz']],
    ['a recent year', 'Ortiz, September 20, 2025', { 'Ortiz,': 0.95, '2025': 0.4 }, ['Ortiz,']],
    ['the day of a recent date', 'Ortiz 16 May 2026', { Ortiz: 0.9, '16': 0.4 }, ['Ortiz']],
    ['a speed', 'Ortiz 38 Mbit/s', { Ortiz: 0.95, '38': 0.4 }, ['Ortiz']],
    ['a currency', 'Ortiz 38 AUD', { Ortiz: 0.95, AUD: 0.4 }, ['Ortiz']],
    ["a bill's number", 'Ortiz FV/112/11/2026', { Ortiz: 0.9, 'FV/112/11/2026': 0.4 }, ['Ortiz']],
    ['a version', 'Ortiz 24.10.119', { Ortiz: 0.95, '24.10.119': 0.4 }, ['Ortiz']],
    ['a unit behind a number', 'Ortiz 402 kWp', { Ortiz: 0.95, kWp: 0.95 }, ['Ortiz']],
    ['a unit that was read badly', 'Ortiz mgldL', { Ortiz: 0.95, mgldL: 0.95 }, ['Ortiz']],
    ['a commit', 'e2b7704 Ortiz', { e2b7704: 0.85, Ortiz: 0.95 }, ['Ortiz']],
    ['an account of everybody', 'deploy by Ortiz', { deploy: 0.55, Ortiz: 0.95 }, ['Ortiz']],
    [
      'what every machine has',
      'Ortiz 127.0.0.1:80',
      { Ortiz: 0.9, '127.0.0.1:80': 0.9 },
      ['Ortiz'],
    ],
    ['what runs', 'up orders-7c9d6f5b8-4xk2p', { 'orders-7c9d6f5b8-4xk2p': 0.95 }, []],
    ['what runs on each machine', 'up log-agent-4xk2p', { 'log-agent-4xk2p': 0.95 }, []],
    [
      'a commit in a log, of which a sign was read as two',
      'commit 9f31c07d2f4a6bl1c0e8837ac5d4e92f01b6a7c35',
      { '9f31c07d2f4a6bl1c0e8837ac5d4e92f01b6a7c35': 0.95 },
      [],
    ],
    ['what is pressed', 'Ortiz Copy', { Ortiz: 0.9, Copy: 0.5 }, ['Ortiz']],
    ['letters before a plain number', 'TP 3308', { TP: 0.05 }, []],
    ['initials beside a plain word', 'press K.R. now', {}, []],
    ['a word between two that are unsure', 'Tom oder Vogel', { Tom: 0.9, oder: 0.01 }, ['Tom']],
  ])('are left as %s', (_, line, chances, covered) => {
    expect(coveredOf(line, chances)).toEqual(covered);
  });
});

test('the year of a birthday is covered though it is recent, and one that no day stands before', () => {
  expect(coveredOf('Ortiz, September 20, 2025', { '2025': 0.8 })).toEqual(['2025']);
  expect(coveredOf('Ortiz pin 2025', { '2025': 0.6 })).toEqual(['2025']);
});

test.each(['7.654.321-9', '12.345.678-5', '12.345.678', '12.345.678-Z'])(
  '%s may be on an identity card: it is covered where it is likely',
  (number) => {
    expect(coveredOf(`doc ${number}`, { [number]: 0.6 })).toEqual([number]);
  },
);

test('a name that rules took for one is covered whole, unless it is in small letters', () => {
  const span: Span = { start: 0, end: 9, kind: 'name', rule: 'tagger.person', confidence: 0.8 };
  expect(coveredOf('Tom Ortiz', { Tom: 0.03, Ortiz: 0.16 }, span)).toEqual(['Tom Ortiz']);
  expect(coveredOf('tom Ortiz', { tom: 0.03, Ortiz: 0.16 }, span)).toEqual(['Ortiz']);
  const longer = { ...span, end: 12 };
  expect(coveredOf('Frau Brandtz', { Frau: 0.03, Brandtz: 0.9 }, longer)).toEqual(['Frau Brandtz']);
  expect(coveredOf('Nurse Brandtz', { Nurse: 0.03, Brandtz: 0.9 }, { ...span, end: 13 })).toEqual([
    'Brandtz',
  ]);
});

test('an account of which a rule saw a part is covered whole', () => {
  const span: Span = { start: 3, end: 8, kind: 'name', rule: 'name.x', confidence: 0.6 };
  expect(coveredOf('by maria_k now', { maria_k: 0.5 }, span)).toEqual(['maria_k']);
});

test.each(['fietsbel-kanaal-12', 'Maria_Kowal_x', 'larch-under-snow', '18-WK-NR'])(
  'so is %s, as a word with dashes',
  (text) => {
    const span: Span = { start: 3, end: 8, kind: 'name', rule: 'name.x', confidence: 0.6 };
    expect(coveredOf(`by ${text} now`, { [text]: 0.5 }, span)).toEqual([text]);
  },
);

test.each([
  ["a student's number", 'c1048823', 0.6],
  ["a person's workspace", 'lab-mvondracek-7d9f8-x2k9p', 0.6],
  ['a password of a network', 'wlan-7fx92-kq4mz', 0.95],
  ['an account of ordinary words', 'night_porter', 0.45],
  ['another', 'dyer.of.delft', 0.45],
])(
  '%s is covered where it is likely, though it looks like what a machine makes',
  (_, text, chance) => {
    expect(coveredOf(`by ${text} now`, { [text]: chance })).toEqual([text]);
  },
);

test('what several people share is covered where it is the password, and where it is very likely', () => {
  expect(coveredOf('password is oracle', { oracle: 0.5 })).toEqual(['oracle']);
  expect(coveredOf('told rocky so', { rocky: 0.7 })).toEqual(['rocky']);
});

test('a part of a house that is written as a role is no account', () => {
  expect(coveredOf('Anger 4 app. 3', { Anger: 0.9, '4': 0.9, 'app.': 0.9, '3': 0.9 })).toEqual([
    'Anger 4 app. 3',
  ]);
});

test('an account that is surely one is covered wherever it stands', () => {
  const [first, ...others] = coveredOf('by mbeauchamp and mbeauchamp too', { mbeauchamp: 0.61 });
  expect([first, ...others]).toEqual(['mbeauchamp', 'mbeauchamp']);
});

test('a house with a letter is covered though it looks like hours', () => {
  expect(coveredOf('Am Anger 4 h', { Anger: 0.9, '4': 0.8 })).toContain('Anger 4');
});

test('an hour whose colons were not read is left', () => {
  expect(coveredOf('10 41 02 118 INFO', { '10': 0.3, '41': 0.3, '02': 0.3, '118': 0.2 })).toEqual(
    [],
  );
});

describe('a number in groups', () => {
  const line = 'no 2 84 03 75 116';
  const span: Span = { start: 3, end: 17, kind: 'nationalId', rule: 'id.x', confidence: 0.6 };

  test('is covered whole where most of it is', () => {
    expect(coveredOf(line, { '84': 0.9, '75': 0.9, '116': 0.9, '03': 0.9 }, span)).toEqual([
      '2 84 03 75 116',
    ]);
  });

  test('is left to its words where little of it is covered', () => {
    expect(coveredOf(line, { '75': 0.9 }, span)).toEqual(['75']);
  });
});

test.each([
  ['a sort code', 'by standing order to sort code 20-47-', '61, in the name of the firm', '61'],
  ['a plate', 'one car, a red one (41-XK-', '08), wants in', '08'],
])('%s that a dash and a line break cut is found on both lines', (_, above, below, rest) => {
  const texts = createTextLayer(createSurrogateTable(seededRandom(7)), {
    mode: 'strict',
    scope: 'identifying',
    rules: {},
  });
  const found = [...findByRules(readLines([above, below]), texts, 'strict').spansOf];
  const [, second] = found.map(([{ text }, spans]) =>
    spans.map(({ start, end }) => text.slice(start, end)),
  );
  expect(second?.[0] ?? '').toBe(rest);
});

describe('an address of mail that a line break cuts', () => {
  const foundIn = (lines: readonly string[]): string[] => {
    const texts = createTextLayer(createSurrogateTable(seededRandom(7)), {
      mode: 'strict',
      scope: 'identifying',
      rules: {},
    });
    return [...findByRules(readLines(lines), texts, 'strict').spansOf].flatMap(
      ([{ text }, spans]) =>
        spans
          .filter(({ rule }) => rule === 'ocr.atBreak')
          .map(({ start, end }) => text.slice(start, end)),
    );
  };

  test('is covered on both lines', () => {
    expect(foundIn(['write to claims@nordfjell-', 'fittings.com, or call'])).toEqual([
      'claims@nordfjell-',
      'fittings.com',
    ]);
  });

  test('ends with its sentence', () => {
    expect(foundIn(['write to claims@nordfjell.com.', 'we are glad'])).toEqual([]);
  });

  test('takes no word with it that begins the next line', () => {
    expect(foundIn(['write to claims@nordfjell', 'Collection at noon'])).toEqual([]);
  });
});
