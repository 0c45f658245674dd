import { describe, expect, test } from 'vitest';
import { isCalendarRow } from '../src/ocr/calendar-grid.ts';

describe('the small month beside a calendar', () => {
  test.each([
    'Mo Tu We Th Fr Sa Su',
    'S M T W T F S',
    'Mo Di Mi Do Fr Sa So',
    'L M M J V S D',
    '12 13 14 15 16 17 18',
    '28 29 30 1 2 3 4',
  ])('%s is a row of it', (text) => {
    expect(isCalendarRow({ text, label: '' })).toBe(true);
  });

  test.each([
    ['a phone number', '06 12 34 56 78'],
    ['digits that go on to the next month too early', '20 21 22 1 2'],
    ['three numbers', '4 5 6'],
    ['initials', 'MO TU WE TH FR SA'],
    ['days that no month has', '30 31 32 33'],
    ['a phone number whose pairs go up', '06 07 08 09 10'],
  ])('%s is none', (_, text) => {
    expect(isCalendarRow({ text, label: '' })).toBe(false);
  });

  test('what a label asks for is none', () => {
    expect(isCalendarRow({ text: '4 5 6 7', label: 'PIN' })).toBe(false);
  });
});
