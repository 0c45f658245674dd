import { beforeAll, expect, test } from 'vitest';
import type { noticeToWords } from './notice-words.ts';

let toWords: typeof noticeToWords;

beforeAll(async () => {
  process.env['TZ'] = 'Pacific/Auckland';
  ({ noticeToWords: toWords } = await import('./notice-words.ts'));
});

test('the times of a notice stand in the zone of who reads it', () => {
  const words = toWords('Between 2026-11-22 12:32 UTC and 2026-11-22 13:05 UTC, 5 pieces.');
  expect(words).toMatch(/^Between .*\b23\b.*\b1:32 AM and .*\b23\b.*\b2:05 AM, 5 pieces\.$/);
});

test('what else it says stays as it is', () => {
  const text = 'For reference: inc_01m81qb8, 2026-11-22.';
  expect(toWords(text)).toBe(text);
});
