import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { secretFamilies } from '../src/secrets/families.ts';
import { templateToSample } from '../src/secrets/template.ts';
import { tokenize } from '../src/tagger/token.ts';
import { demandOf } from '../src/text/demand.ts';
import kept from '../src/text/demands.json' with { type: 'json' };
import { textRules } from '../src/text/detect.ts';
import { demandOfRule, keyOf } from '../src/text/known-demands.ts';
import { createRuleSet, spansByRule } from '../src/text/rule-set.ts';
import { pairsIn } from '../src/text/sign-pairs.ts';

describe('what a pattern demands of a text', () => {
  test.each([
    ['letters in a row', /(?<!\w)ghp_[a-z]{36}/gu, { digits: 0, stretch: 40, cues: ['\bghp\b'] }],
    [
      'one of several words',
      /(?:pin|otp)\b/giu,
      { digits: 0, stretch: 3, cues: ['pin\b', 'otp\b'] },
    ],
    ['each spelling of a word', /k[öo]ln/giu, { digits: 0, stretch: 4, cues: ['köln', 'koln'] }],
    ['nothing that may be left out', /(?:tel )?\d{3}/gu, { digits: 3, stretch: 3, cues: null }],
    ['a sign', /\d+@\d+/gu, { digits: 2, stretch: 3, cues: ['@'] }],
    ['a stretch up to a blank', /\d{4} \d{3}/gu, { digits: 7, stretch: 4, cues: null }],
    ['what is looked ahead for', /(?=\d{9})\d/gu, { digits: 9, stretch: 1, cues: null }],
    ['no look ahead twice', /(?:(?=\d\d)a?)\d\d/gu, { digits: 2, stretch: 2, cues: null }],
    ['a word of one letter', /(?<!\p{L})m\.?[ ]\p{L}/giu, { cues: ['\bm\b'] }],
    ['no edge beside what may be a letter', /[a-z]*pin[- ]/gu, { cues: ['pin\b'] }],
    [
      'an edge of a part by what stands around it',
      /\b(?:age:|i am) \d/gu,
      { cues: ['\bage\b', '\bam\b'] },
    ],
    ['digits in a row', /\d{3} ?\d{2}[\dX]/gu, { digits: 5, digitRun: 3, cues: null }],
    ['no apostrophe, which joins words', /l'\d/gu, { digits: 1, stretch: 3, cues: null }],
  ])('%s', (_, pattern, demand) => {
    expect(demandOf(pattern)).toMatchObject(demand);
  });

  test.each([
    ['two signs side by side', /[A-Z]\d[a-z]/gu, ['a7'], ['a 7', '7 7', 'ab']],
    ['what may be left out between them', /[a-z]{3}[_.-]?\d/gu, ['a7', '-7'], ['ab', 'a-', '7a']],
    ['one of several forms', /\d{2}_|x@/gu, ['7_', 'x@'], ['7', '_7']],
    ['what is looked ahead for', /(?=\d:)\S+/gu, ['7:'], [':7']],
    ["another case of ASCII's letters", /k_/giu, ['k_', '\u212a_'], ['k']],
  ])('asks for %s', (_, pattern, some, none) => {
    const { pairs } = demandOf(pattern);
    const has = (text: string): boolean => {
      const found = pairsIn(text);
      return (pairs ?? []).some((pair) => found[pair] === 1);
    };
    expect([some.filter(has), none.filter(has)]).toEqual([some, []]);
  });
});

describe('a set of rules', () => {
  const texts = [
    ...secretFamilies.flatMap(({ forms, labels, values }) => [
      ...(forms ?? []).map(templateToSample),
      ...(values ?? []).flatMap((value) =>
        (labels ?? []).map((label) => `${label}_key = "${templateToSample(value)}"`),
      ),
    ]),
    'Herr Dr. Jürgen Weiß, geb. 03.04.1961, Kölner Straße 5a, 50667 Köln, Tel. 0221 4710 815',
    "L'adresse: 14 bis, rue des Lavandières, 69001 LYON; née le 3 mai 1977; FR76 3000 6000 0112 3456 7890 189",
    'POST https://user:s3cr3tpass@db.example.net:5432/x?token=abc&id=9 from fe80::1ff:fe23:4567:890a',
    'SSN 219-09-9999, DL# S530-4607-8204, MRN 00482913, card 4012 8888 8888 1881, x.com/kenji_m42',
    '31.2304, 121.4737 | 00:1b:44:11:3a:b7 | WVWZZZ1JZXW000001 | +81 3-1234-5678 | @ada.l',
    'ＡＢＣ １２３ ٣٤٥ 東京都千代田区 Ω\u2028\u00a0\u000b',
  ];

  const find = createRuleSet(textRules);
  const expectAllFound = (text: string): void => {
    const alone = textRules.flatMap((rule) => spansByRule(text, rule));
    expect(find(text, tokenize(text))).toEqual(alone);
  };

  test('finds what each of its rules finds', () => {
    for (const text of texts) expectAllFound(text);
  });

  test('finds it in texts with other signs put in, too', () => {
    const sign = fc.oneof(
      fc.constantFrom(...Array.from(' \t\n\u00a0.,:-_/@=1x٣é東🙂İ\u212a')),
      fc.string({ maxLength: 2 }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(80), fc.nat(3), sign, (text, at, gone, put) => {
        expectAllFound(text.slice(0, at) + put + text.slice(at + gone));
      }),
    );
  });
});

describe('what is kept of the demands of the shipped rules', () => {
  const patterns = textRules.map(({ pattern }) => pattern);

  test('is what they demand (else: node packages/redact/train/demands.ts)', () => {
    for (const pattern of patterns) expect(demandOfRule(pattern)).toEqual(demandOf(pattern));
    expect(Object.keys(kept).toSorted()).toEqual([...new Set(patterns.map(keyOf))].toSorted());
  });

  test('a pattern that is not among it is read as it comes', () => {
    const pattern = /(?<!\p{L})zorbel-\d{4}/gu;
    expect(demandOfRule(pattern)).toEqual(demandOf(pattern));
    expect(demandOfRule(pattern).digitRun).toBe(4);
  });
});
