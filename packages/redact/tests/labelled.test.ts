import { expect, test } from 'vitest';
import { detectText } from '../src/text/detect.ts';

const found = (text: string): string[] =>
  detectText(text, { mode: 'strict', scope: 'identifying' }).map(({ start, end }) =>
    text.slice(start, end),
  );

test.each([
  ['send the photos to the insurer, claim CLM/2291/77', 'CLM/2291/77'],
  ['{"user_id":"u_83f19c","step":3}', 'u_83f19c'],
  ['FASTER PAYMENT  P K RAMASWAMY  REF RENT', 'P K RAMASWAMY'],
  ['the name on it is L. M. Featherstonhaugh', 'L. M. Featherstonhaugh'],
])('%s: %s is covered whole', (text, value) => {
  expect(found(text)).toContain(value);
});

test.each(['the claim and/or the policy of 2026', 'see A B Testing and the U S Market'])(
  '%s holds nobody',
  (text) => {
    expect(found(text)).toEqual([]);
  },
);
