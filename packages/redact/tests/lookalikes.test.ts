import { describe, expect, test } from 'vitest';
import { findByRules } from '../src/ocr/find.ts';
import { createSurrogateTable } from '../src/surrogate/table.ts';
import { createTextLayer } from '../src/text/text-layer.ts';
import { seededRandom } from './world.ts';

/** What the rules find in the lines of a screen. */
function foundIn(line: string): string[] {
  const texts = createTextLayer(createSurrogateTable(seededRandom(7)), {
    mode: 'strict',
    scope: 'identifying',
    rules: {},
  });
  const words = line.split('\n').flatMap((row, at) =>
    Array.from(row.matchAll(/\S+/gu)).map(({ 0: text, index }) => ({
      text,
      confidence: 0.9,
      box: { x: 8 * index, y: 20 * at, width: 8 * text.length, height: 14 },
    })),
  );
  return [...findByRules(words, texts, 'strict').spansOf].flatMap(([cell, spans]) =>
    spans.map(({ start, end }) => cell.text.slice(start, end)),
  );
}

describe('what looks like a secret on a screen', () => {
  test.each([
    ['a setting of a log', 'stock low sku=CHR-BLU-04 left'],
    ['a commit', 'commit 9f31c07d2f4a0b1c0e8837ac5d4e92f01b6a7c35'],
    [
      'a commit of which one sign was read as two',
      'commit 9f31c07d2f4a6bl1c0e8837ac5d4e92f01b6a7c35',
    ],
    ['a commit of which a sign was misread', 'commit 9f31c07d2f4aób1c0e8837ac5d4e92f01b6a7c35'],
  ])('%s is none', (_, line) => {
    expect(foundIn(line)).toEqual([]);
  });

  test.each([
    ['what is set as a password', 'with pwd=Chr-Blu$04 today', 'Chr-Blu$04'],
    ['what anything else is set to', 'see AUTH=Mango-Tree#77 today', 'Mango-Tree#77'],
    ['such a number without a commit', '9f31c07d2f4aób1c0e8837ac5d4e92f01b6a7c35 x'],
  ])('%s is one', (_, line, secret = line.slice(0, 40)) => {
    expect(foundIn(line).join(' ')).toContain(secret);
  });
});

test('an address of the net is found with the size of its part', () => {
  expect(foundIn('from 185.12.44.200/29 only')).toEqual(['185.12.44.200/29']);
});

test('a code makes an address of what stands before it', () => {
  expect(foundIn('sent to The Old Rectory, Church Lane, Navenby LN5 0EG or')).toContain(
    'The Old Rectory, Church Lane, Navenby LN5 0EG',
  );
});

describe('behind the account of a machine', () => {
  test.each([
    ['a machine of ordinary words', 'wmunro@print-srv2 said no', ['wmunro']],
    [
      'the machine itself',
      'see db://booking:Vk93-Lumo-xeT@localhost:5432/all',
      ['booking:Vk93-Lumo-xeT'],
    ],
  ])('%s is nobody’s', (_, line, found) => {
    expect(foundIn(line)).toEqual(found);
  });

  test.each([
    ['a machine that is called as somebody', 'wmunro@nadias-mac said no', '@nadias-mac'],
    ['and as somebody with a short name', 'ssh w.munro@lee now', '@lee'],
    ['an address of mail', 'to wmunro@print-works.de today', 'wmunro@print-works.de'],
    ['somebody who is spoken to', 'ask @nadiab today', '@nadiab'],
  ])('%s is found', (_, line, value) => {
    expect(foundIn(line).join('|')).toContain(value);
  });
});

test.each(['[sudo] password for wmunro:', 'Password for user wmunro:'])(
  'what is typed behind %s is not shown under it',
  (question) => {
    expect(foundIn(`${question}\nFilesystem`).join('|')).not.toContain('Filesystem');
    expect(foundIn('Password for anyone:\nFilesystem').join('|')).toContain('Filesystem');
  },
);

test('of a card and a day behind it the card is one', () => {
  expect(foundIn('card 4485 0211 7730 9982 2024-11-21').join('|')).toContain('9982');
});

test('a card is one, though a day stands before it', () => {
  expect(foundIn('2026-11-23 4539 1488 0343 6467').join('|')).toContain('4539 1488 0343 6467');
});

test('what shows a secret and copies it is none', () => {
  expect(foundIn('Password   Kx7-hedge-Lantern Hide Copy').join('|')).not.toMatch(/Hide|Copy/u);
});

test('days in two lines are no card', () => {
  expect(foundIn('2026-11-23 10 51\n2026-11-23 10 53 17 UTC')).toEqual([]);
});

test('the machine itself is nobody’s address of the net', () => {
  expect(foundIn('redis://127.0.0.1:6379/0')).toEqual([]);
  expect(foundIn('redis://127.10.0.1:6379/0')).toEqual(['127.10.0.1']);
});
