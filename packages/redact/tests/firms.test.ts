import { describe, expect, test } from 'vitest';
import { placesOfFirms } from '../src/ocr/firms.ts';

const firmIn = (text: string): string => {
  const words = text.split(' ');
  const places = placesOfFirms(words);
  return words.filter((_, at) => places.has(at)).join(' ');
};

describe('the name of a firm', () => {
  test.each([
    ['a legal form', 'paid to Severnside Tiles Ltd. today', 'Severnside Tiles Ltd.'],
    ['a legal form of partners', 'Alder & Finch LLP', 'Alder & Finch LLP'],
    ['a legal form in Italy', 'Maglificio Lario S.r.l.', 'Maglificio Lario S.r.l.'],
    ['a legal form behind a place', 'Tiles of Bern GmbH, Bern', 'Tiles of Bern GmbH,'],
  ])('ends with %s', (_, text, firm) => {
    expect(firmIn(text)).toBe(firm);
  });

  test.each([
    ['somebody who is named beside it', 'Wade Skye and Ink Ltd', 'Ink Ltd'],
    ['somebody before a comma', 'Maria Santos, Harbour Ltd', 'Harbour Ltd'],
    ['somebody before a word that may end a name', 'Rowan Ashby Bank details', ''],
    ['somebody with a blood group', 'Baxter Hale AB positive', ''],
    ['such a form alone', 'Ltd', ''],
  ])('leaves %s', (_, text, firm) => {
    expect(firmIn(text)).toBe(firm);
  });
});
