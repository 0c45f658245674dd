/** Names with initials between, greeted in small letters, and firms and places by what stands around them. */
import { expect, test } from 'vitest';
import { detectText } from '../src/text/detect.ts';

const found = (text: string, scope: 'all' | 'identifying' = 'identifying'): string[] =>
  detectText(text, { mode: 'strict', scope }).map(({ start, end }) => text.slice(start, end));

test.each([
  ['approved by Grace T. Hope today', 'Grace T. Hope'],
  ['please ask grace t. hartley about it', 'grace t. hartley'],
  ['happy birthday torgny! see you', 'torgny'],
  ['thanks fintan', 'fintan'],
  ['hola itziar, que tal', 'itziar'],
  ['send it to 3911 fourth avenue suite 112', '3911 fourth avenue suite 112'],
  ['12 Feld\nNijmegen\nNetherlands 62971', '62971'],
  ['1428 elmhollow road', '1428 elmhollow road'],
  ['Address:12 Elm Row', '12 Elm Row'],
  ['Apt 12, Larnaca, Cyprus (Greek) 13475', '13475'],
  ['at 0538 15 Millicent Drive', '0538 15 Millicent Drive'],
])('%s: %s is covered', (text, value) => {
  expect(found(text).some((hit) => hit.includes(value))).toBe(true);
});

test.each([
  ['an interview with Second Nature', 'Second Nature'],
  ['Round Robin is a small design agency', 'Round Robin'],
  ['an offer from northgate supplies ltd', 'northgate supplies ltd'],
  ['We are hiring a sewer pipe cleaner in Spain', 'sewer pipe cleaner'],
  ['Ruth Stone, nurse at the clinic', 'nurse'],
  ['Assistant property manager Joseph will see you', 'Assistant property manager'],
])('%s: all of %s, where describing facts are covered', (text, value) => {
  // By several rules, word for word.
  const hits = found(text, 'all').join(' ');
  expect(value.split(' ').filter((word) => !hits.includes(word.replace(/\.$/u, '')))).toEqual([]);
});

test.each([
  'Appendix A. Overview, Plan B Option, Vitamin B. Complex, Section C. Terms',
  'thanks all, hello there, hi team, welcome back!',
  '5 minutes down the road, 3 other street lights, 2 people on the street',
  'in Germany 2023, France 12000 units, made in Spain 4500 pieces',
  '500 gb drive, 2 tb hard drive, 1 network drive, 12 test drive',
  '2 tennis court, 3 high court, 4 lane highway',
  'Press F Key, Case B Study',
  '17:00 and 12 min late',
  'printer driver and a looking glass; hiring is on hold',
  'says hello at noon, the price of a plan i think',
])('%s: nothing is covered', (text) => {
  expect(found(text)).toEqual([]);
});

test.each(['She joined Teams', 'an account with Reports', 'npm inc and value inc'])(
  '%s: no firm',
  (text) => {
    const rules = detectText(text, { mode: 'strict', scope: 'all' }).map(({ rule }) => rule);
    expect(rules.filter((rule) => rule.startsWith('organization'))).toEqual([]);
  },
);

test.each(['Spain 4500, Revenue Spain 4500', 'Orders by country\nGermany 2500\nFrance 1800'])(
  '%s: a count is no code',
  (text) => {
    const rules = detectText(text, { mode: 'strict', scope: 'all' }).map(({ rule }) => rule);
    expect(rules).not.toContain('address.countryAndCode');
  },
);

test.each([
  ['17:00 12 Elm Row', '12 Elm Row'],
  ['Attention T. Ransom', 'T. Ransom'],
  ['Pharmacy N. Xavier', 'N. Xavier'],
])('%s: only %s', (text, value) => {
  const [first = ''] = text.split(' ');
  expect(found(text).join(' ')).toContain(value.split(' ').at(-1));
  expect(found(text).join(' ')).not.toContain(first);
});
