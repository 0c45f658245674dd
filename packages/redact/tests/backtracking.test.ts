/** Every pattern is attacked by recheck's fuzzer, and every text function by long hostile texts. */
import { check } from 'recheck';
import { describe, expect, test } from 'vitest';
import { tokenize } from '../src/tagger/token.ts';
import { spansOfOrganizations } from '../src/text/organizations.ts';
import { joinedNames } from '../src/ocr/joined-names.ts';
import { looseRules } from '../src/ocr/loose-rules.ts';
import { wholeAddresses } from '../src/ocr/whole-addresses.ts';
import type { Span } from '../src/span.ts';
import { familyRules } from '../src/secrets/family-rules.ts';
import { detectText, textRules } from '../src/text/detect.ts';

/** Families differ in letters and lengths only: one with a form of its own, one behind a label. */
const families = [familyRules[0], familyRules.at(-1)].filter((rule) => rule !== undefined);
const rules = [...new Set(textRules).difference(new Set(familyRules)), ...families, ...looseRules];

describe('patterns', () => {
  test.each(rules.map(({ rule, pattern }): [string, RegExp] => [rule, pattern]))(
    '%s never backtracks without end',
    async (_, pattern) => {
      // Found by signs read, not by time: a busy machine makes nothing vulnerable.
      const { status } = await check(pattern.source, pattern.flags, {
        timeout: 400,
        attackTimeout: null,
        incubationTimeout: null,
        attackLimit: 1e8,
        maxAttackStringSize: 20_000,
      });
      expect(status).not.toBe('vulnerable');
    },
  );
});

const street: Span = {
  start: 0,
  end: 1,
  kind: 'address',
  rule: 'address.street',
  confidence: 0.86,
};

describe('hostile texts', () => {
  const pumps = [
    'a',
    'A',
    '1',
    ' ',
    '-',
    '.',
    '@',
    ':',
    '=',
    "'",
    '_',
    '1 ',
    '1-',
    'A ',
    'Ab ',
    'a.',
    'a@',
    '(1',
    ', ',
    'and ',
    'Aa and ',
    'password ',
    'token=',
    'curl -u ',
    'eyJ',
    'AKIA',
    'http://',
    'DE89 ',
    '١',
    'Ω',
    '東',
    '🙂',
    '\n',
    '-----BEGIN PRIVATE KEY-----',
    'kind: Secret data: a: b ',
  ];

  test.each(pumps)('a text of 20,000 signs of %j ends', (pump) => {
    const text = pump.repeat(Math.ceil(20_000 / pump.length));
    const spans = detectText(`${text}!`, { mode: 'strict', scope: 'all' });
    for (const { start, end } of spans) expect(end).toBeGreaterThan(start);
    for (const { start, end } of joinedNames(text, new Set(['okereke'])))
      expect(end).toBeGreaterThan(start);
    expect(wholeAddresses(text, [{ ...street, end: pump.length }])).toHaveLength(1);
    const firm = `${text.slice(0, 4000)} Inc`;
    expect(spansOfOrganizations(firm, tokenize(firm)).length).toBeLessThanOrEqual(1);
  });
});
