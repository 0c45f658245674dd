/** Telephone numbers with a trunk prefix, and dates, which look like them. */
import { expect, test } from 'vitest';
import { detectText } from '../src/text/detect.ts';

const phonesOf = (text: string): string[] =>
  detectText(text, { mode: 'strict' }).flatMap(({ kind, start, end }) =>
    kind === 'phone' ? [text.slice(start, end)] : [],
  );

test.each([
  '01/02/2024',
  'from 01/02/2024 10:30',
  'from 01/02/2024 to 05/02/2024 09:00',
  '02.03.2024 - 05.03.2024',
  'on 03-11-2023',
])('a date is none: %s', (text) => {
  expect(phonesOf(text)).toEqual([]);
});

test.each([
  ['05.12.2024 030 901820', '030 901820'],
  ['03-11-2023 0815 443322', '0815 443322'],
  ['04 12 19 87 55', '04 12 19 87 55'],
  ['06 12 34 56 78', '06 12 34 56 78'],
])('a number is one, behind a date too: %s', (text, phone) => {
  expect(phonesOf(text)).toEqual([phone]);
});
