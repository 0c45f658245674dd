/** Names of files that are chosen, loaded and shown: their words are joined. */
import { describe, expect, test } from 'vitest';
import { createTextRedactor } from '../src/index.ts';

const redact = (text: string): string => createTextRedactor().redact(text).text;

describe('names of files', () => {
  test.each([
    ['Maria_Lopez_CV.pdf', /Maria|Lopez/u, /^\p{L}+_\p{L}+_\p{L}+\.pdf$/u],
    ['Rechnung_Müller_2024.pdf', /Müller/u, /^Rechnung_\p{L}+_\d{4}\.pdf$/u],
    ['Lohn_Okonkwo.xlsx', /Okonkwo/u, /^\p{L}+_\p{L}+\.xlsx$/u],
    ['passport_X1234567.jpg', /1234567/u, /^passport_X\d{7}\.jpg$/u],
    ['Invoice-MariaLopez.docx, 2 pages', /Maria|Lopez/u, /^Invoice-.+, 2 pages$/u],
    ['see Lena_Vogel for this', /Lena|Vogel/u, /^see \p{L}+_\p{L}+ for this$/u],
  ])('%s', (name, value, shape) => {
    const clean = redact(name);
    expect(clean).not.toMatch(value);
    expect(clean).toMatch(shape);
    expect(redact(clean)).toBe(clean);
  });

  test.each([
    'report_final_v2.pdf',
    'package-lock.json',
    'tsconfig.json and README.md',
    'Budget_Forecast_Template.xlsx',
    'MAX_RETRIES of getUserName() in user_service.ts',
    'Table_Of_Contents',
  ])('%s stays as it is', (text) => {
    expect(redact(text)).toBe(text);
  });
});
