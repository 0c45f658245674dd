import { describe, expect, test } from 'vitest';
import { placesOfFirms } from '../src/ocr/firms.ts';

const firmIn = (text: string): string => {
  const words = text.split(' ');
  const places = placesOfFirms(words);
  return words.filter((_, at) => places.has(at)).join(' ');
};

describe('the name of a firm or an institution', () => {
  test.each([
    ['a legal form', 'paid to Severnside Tiles Ltd. today', 'Severnside Tiles Ltd.'],
    ['a trade', 'Hollin Ridge Primary', 'Hollin Ridge Primary'],
    ['partners', 'Alder & Finch Solicitors', 'Alder & Finch Solicitors'],
    ['a legal form in Italy', 'Maglificio Lario S.r.l.', 'Maglificio Lario S.r.l.'],
    ['a place', 'the Hospital of Bern University', 'Hospital of Bern University'],
  ])('ends with %s', (_, text, firm) => {
    expect(firmIn(text)).toBe(firm);
  });

  test.each([
    ['somebody who is named beside it', 'Wade Skye and Ink Studio', 'Ink Studio'],
    ['somebody before a comma', 'Maria Santos, Harbour Bank', 'Harbour Bank'],
    ['words in small letters', 'our school trust', ''],
    ['such a word alone', 'Bank', ''],
  ])('leaves %s', (_, text, firm) => {
    expect(firmIn(text)).toBe(firm);
  });
});
