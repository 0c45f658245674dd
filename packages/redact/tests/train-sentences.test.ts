/** The sentences that the tagger is trained on: a value stands where its span says, and nothing else has one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Label } from '../src/tagger/tagger.ts';
import { seededChance } from '../train/chance.ts';
import type { Sentence } from '../train/corpus.ts';
import { makeFrame } from '../train/frames.ts';
import { makeProse, readProse } from '../train/prose.ts';

const pool: ReadonlyMap<Label, readonly string[]> = new Map<Label, readonly string[]>([
  ['person', ['Quillonda Zabrek']],
  ['location', ['Trumvale']],
  ['organization', ['Hexanorp Ltd']],
  ['address', ['7 Qwortle Row']],
]);

const valuesOf = ({ text, spans }: Sentence): string[] =>
  spans.map(({ start, end, label }) => `${label}: ${text.slice(start, end)}`);

test('a frame becomes one of its ways, with its values told and nothing left of its signs', () => {
  const chance = seededChance(1);
  for (let index = 0; index < 2000; index += 1) {
    const { text, spans } = makeFrame(chance, pool);
    expect(text).not.toMatch(/[{}|]| {2}/u);
    let from = 0;
    for (const { start, end } of spans) {
      expect(start).toBeGreaterThanOrEqual(from);
      expect(end).toBeGreaterThan(start);
      expect(text.slice(start, end).trim()).toBe(text.slice(start, end));
      from = end;
    }
    expect(from).toBeLessThanOrEqual(text.length);
  }
});

describe("WordNet's examples", () => {
  const folder = mkdtempSync(join(tmpdir(), 'wordnet-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const made: Sentence[] = [];
  beforeAll(() => {
    const files = {
      noun: [
        '00000001 18 n 01 senator 0 001 @ 00000002 n 0000 | one of a house; "the senator slept in the committee"',
        '00000003 15 n 01 Oslo 0 001 @i 00000004 n 0000 | a capital; "they met in Oslo"',
        '00000005 18 n 01 Dane 0 001 @ 00000002 n 0000 | of Denmark; "ask a Dane or two"',
        '00000006 04 n 01 brawl 0 001 @ 00000002 n 0000 | a fight; "it began near Zyxville by night"',
      ],
      verb: [
        '00000007 30 v 01 lend 0 001 @ 00000002 v 0000 | give; "she lent him the old bicycle"',
      ],
      adj: [],
      adv: [],
    };
    for (const [part, lines] of Object.entries(files))
      writeFileSync(join(folder, `data.${part}`), `  1 the licence\n${lines.join('\n')}\n`);
    const prose = readProse(folder);
    const chance = seededChance(2);
    for (let index = 0; index < 1500; index += 1) made.push(makeProse(prose, chance, pool));
  });
  const ofText = (words: RegExp): string[] =>
    made.filter(({ text }) => words.test(text)).flatMap(valuesOf);

  test('name somebody where a pronoun or a noun for people stood', () => {
    const lent = ofText(/lent .+ the old bicycle/iu);
    expect(lent.some((value) => value.startsWith('person: '))).toBe(true);
    expect(made.some(({ text }) => /slept in Hexanorp Ltd/u.test(text))).toBe(true);
    expect(lent.every((value) => /^(?:person|attribute): /u.test(value))).toBe(true);
  });

  test('say of their own capitals what WordNet says of them', () => {
    expect(ofText(/they met in Oslo/iu)).toContain('location: Oslo');
    expect(ofText(/ask a Dane or two/iu)).toContain('attribute: Dane');
  });

  test('are left out where WordNet does not know what has a capital', () => {
    expect(made.filter(({ text }) => /zyxville/iu.test(text))).toEqual([]);
  });
});
