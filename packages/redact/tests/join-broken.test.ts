import { expect, test } from 'vitest';
import { joinBroken } from '../src/ocr/join-broken.ts';
import type { Word } from '../src/ocr/tesseract.ts';

const word = (text: string, x: number, width: number, y = 10): Word => ({
  text,
  box: { x, y, width, height: 10 },
  confidence: 0.9,
});
const textsOf = (words: readonly Word[]): string[] => joinBroken(words).map(({ text }) => text);

test('a word that was read apart is one again', () => {
  expect(textsOf([word('marta.', 10, 36), word('lind@north.se', 47, 90)])).toEqual([
    'marta.lind@north.se',
  ]);
});

test('a blank, another line and another column keep words apart', () => {
  expect(textsOf([word('Marta', 10, 30), word('Lind', 43, 30)])).toEqual(['Marta', 'Lind']);
  expect(textsOf([word('Marta', 10, 30), word('Lind', 40, 30, 24)])).toEqual(['Marta', 'Lind']);
  expect(textsOf([word('Marta', 200, 30), word('Lind', 10, 30)])).toEqual(['Marta', 'Lind']);
});
