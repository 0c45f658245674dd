/**
 * Labelled sentences for the tagger: presidio-research's generated sentences
 * (MIT), WNUT 2017 (CC-BY 4.0, Derczynski et al.), WordNet's examples with values
 * put in, and texts of interfaces and sentences made here out of their values and of
 * dictionary words.
 */
import { readFileSync } from 'node:fs';
import { inventedTowns } from '../src/surrogate/names.ts';
import type { Label } from '../src/tagger/tagger.ts';
import { seededChance, type Chance } from './chance.ts';
import { makeFrame } from './frames.ts';
import { makeInterfaceText } from './interface-texts.ts';
import { makePerson } from './people.ts';
import { makeProse, readProse } from './prose.ts';

export interface Sentence {
  readonly text: string;
  readonly spans: readonly {
    readonly start: number;
    readonly end: number;
    readonly label: Label;
  }[];
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
  readonly template_id?: number;
}

export interface Labelled {
  /** Which of the published sentences with gaps it was made of; null where that was not told. */
  readonly template: number | null;
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
      template: row.template_id ?? null,
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

const lowered = ({ text, spans }: Sentence): Sentence => ({ text: text.toLowerCase(), spans });
const isSameLength = ({ text }: Sentence): boolean => text.toLowerCase().length === text.length;

const interfaceTexts = 30_000;
const proseTexts = 30_000;
const framedTexts = 20_000;
/** How often each labelled sentence is told again with other values. */
const swaps = 3;

export interface CorpusSources {
  readonly presidio: readonly string[];
  readonly wnut: string;
  /** The folder of WordNet 3.0's data files. */
  readonly wordnet: string;
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
  for (let index = 0; index < 4000; index += 1) people.push(makePerson(chance, []));
  const sentences: Sentence[] = [...wnut, ...presidio];
  for (const sentence of presidio) {
    for (let swap = 0; swap < swaps; swap += 1) sentences.push(swapValues(sentence, pool, chance));
    if (chance() < 0.12 && isSameLength(sentence)) sentences.push(lowered(sentence));
  }
  for (let index = 0; index < interfaceTexts; index += 1) {
    const made = makeInterfaceText(chance, pool);
    sentences.push(chance() < 0.06 && isSameLength(made) ? lowered(made) : made);
  }
  const prose = readProse(sources.wordnet);
  for (let index = 0; index < proseTexts; index += 1)
    sentences.push(makeProse(prose, chance, pool));
  for (let index = 0; index < framedTexts; index += 1) sentences.push(makeFrame(chance, pool));
  return sentences;
}
