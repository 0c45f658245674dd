import { describe, expect, test } from 'vitest';
import { findByRules } from '../src/ocr/find.ts';
import { createSurrogateTable } from '../src/surrogate/table.ts';
import { createTextLayer } from '../src/text/text-layer.ts';
import { seededRandom } from './world.ts';

/** What the rules find in one line of a screen. */
function foundIn(line: string): string[] {
  const texts = createTextLayer(createSurrogateTable(seededRandom(7)), {
    mode: 'strict',
    scope: 'identifying',
    rules: {},
  });
  const words = Array.from(line.matchAll(/\S+/gu)).map(({ 0: text, index }) => ({
    text,
    confidence: 0.9,
    box: { x: 8 * index, y: 0, width: 8 * text.length, height: 14 },
  }));
  return [...findByRules(words, texts, 'strict').spansOf].flatMap(([cell, spans]) =>
    spans.map(({ start, end }) => cell.text.slice(start, end)),
  );
}

describe('what looks like a secret on a screen', () => {
  test.each([
    ['a setting of a log', 'stock low sku=CHR-BLU-04 left'],
    ['a commit', 'commit 9f31c07d2f4a0b1c0e8837ac5d4e92f01b6a7c35'],
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
