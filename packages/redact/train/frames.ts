/**
 * Sentences in which one thing is said in many ways, with values in any place: "(call|ring) {person}( today|)".
 * The many ways matter more than the many sentences: no one word beside a value is what tells it.
 */
import { allFakers } from '@faker-js/faker';
import type { Label } from '../src/tagger/tagger.ts';
import { below, pick, type Chance } from './chance.ts';
import type { Sentence } from './corpus.ts';
import frames from './sentence-frames.json' with { type: 'json' };
import { fillings } from './interface-texts.ts';
import { makeAddress, makePerson, makeTown } from './people.ts';

type Pool = ReadonlyMap<Label, readonly string[]>;
interface Value {
  readonly label: Label;
  readonly text: string;
}

const english = allFakers.en;
const nations =
  'American British Canadian German French Spanish Italian Dutch Polish Swedish Danish Norwegian Finnish Russian Ukrainian Turkish Greek Irish Scottish Welsh Portuguese Brazilian Mexican Argentinian Chilean Peruvian Colombian Cuban Chinese Japanese Korean Vietnamese Thai Indian Pakistani Bangladeshi Iranian Iraqi Syrian Lebanese Israeli Egyptian Moroccan Algerian Nigerian Ghanaian Kenyan Ethiopian Somali Congolese Australian Austrian Swiss Belgian Czech Slovak Hungarian Romanian Bulgarian Serbian Croatian Bosnian Albanian Georgian Armenian Afghan Nepalese Filipino Indonesian Malaysian Catholic Protestant Muslim Jewish Buddhist Hindu Kurdish Basque Catalan Tamil Punjabi Arab Latino Hispanic Democrat Republican'.split(
    ' ',
  );
const attribute = (text: string): Value => ({ label: 'attribute', text });
const date = (text: string): Value => ({ label: 'date', text });

const valueOf: Readonly<Record<string, (chance: Chance, pool: Pool) => Value>> = {
  person: (chance, pool) => ({
    label: 'person',
    text: makePerson(chance, pool.get('person') ?? []),
  }),
  location: (chance, pool) => ({
    label: 'location',
    text: chance() < 0.4 ? makeTown(chance) : pick(pool.get('location') ?? [], chance, 'Riga'),
  }),
  organization: (chance, pool) => {
    if (chance() < 0.5)
      return { label: 'organization', text: pick(pool.get('organization') ?? [], chance, 'Acme') };
    english.seed(below(2 ** 31, chance));
    return { label: 'organization', text: english.company.name() };
  },
  address: (chance, pool) => ({
    label: 'address',
    text:
      chance() < 0.6 ? makeAddress(chance) : pick(pool.get('address') ?? [], chance, '1 Elm St'),
  }),
  street: (chance, pool) => {
    const whole =
      chance() < 0.6 ? makeAddress(chance) : pick(pool.get('address') ?? [], chance, '1 Elm St');
    return { label: 'address', text: whole.split(/[,\n]/u)[0]?.replace(/^\d+ /u, '') ?? whole };
  },
  title: (chance) => {
    english.seed(below(2 ** 31, chance));
    const title = chance() < 0.5 ? english.person.jobTitle() : english.person.jobType();
    return attribute(chance() < 0.4 ? title.toLowerCase() : title);
  },
  nation: (chance) => attribute(pick(nations, chance, 'Greek')),
  age: (chance) => attribute(String(1 + below(95, chance))),
  zip: (chance) => {
    const native =
      allFakers[
        pick(['en_US', 'en_US', 'de', 'fr', 'en_GB', 'nl', 'pl', 'en_CA'] as const, chance, 'de')
      ];
    native.seed(below(2 ** 31, chance));
    return { label: 'address', text: native.location.zipCode() };
  },
  date: (chance, pool) =>
    date(
      chance() < 0.6
        ? (fillings['d']?.(chance) ?? '')
        : pick(pool.get('date') ?? [], chance, 'May 4'),
    ),
  year: (chance) => date(String(1930 + below(96, chance))),
};

const digits = (form: string, chance: Chance): string =>
  form.replace(/9/gu, () => String(below(10, chance)));
const plainOf: Readonly<Record<string, (chance: Chance) => string>> = {
  phone: (chance) =>
    digits(
      pick(
        ['(999) 999-9999', '+44 99 9999 9999', '999-999-9999', '0999 999999', '999.999.9999x999'],
        chance,
        '999',
      ),
      chance,
    ),
  card: (chance) =>
    digits(
      pick(
        ['4999999999999999', '5999 9999 9999 9999', '3799-999999-99999'],
        chance,
        '4999999999999999',
      ),
      chance,
    ),
  email: (chance) => {
    english.seed(below(2 ** 31, chance));
    return english.internet.email().toLowerCase();
  },
};

/** Chooses one of "(a|b|c)", from the inside out. */
function choose(frame: string, chance: Chance): string {
  for (let text = frame; ;) {
    const next = text.replace(/\((?<ways>[^()]*\|[^()]*)\)/u, (_, ways: string) =>
      pick(ways.split('|'), chance, ''),
    );
    if (next === text) return text;
    text = next;
  }
}

export function makeFrame(chance: Chance, pool: Pool): Sentence {
  const frame = choose(pick(frames, chance, '{person}'), chance)
    .replace(/ {2,}/gu, ' ')
    .trim();
  let text = '';
  const spans: { start: number; end: number; label: Label }[] = [];
  for (const part of frame.split(/(\{\w+\})/u)) {
    const name = /^\{(?<name>\w+)\}$/u.exec(part)?.groups?.['name'];
    const value = name === undefined ? undefined : valueOf[name]?.(chance, pool);
    if (value === undefined) {
      const fill = name === undefined ? undefined : (plainOf[name] ?? fillings[name]);
      text += fill === undefined ? part : fill(chance);
    } else {
      spans.push({ start: text.length, end: text.length + value.text.length, label: value.label });
      text += value.text;
    }
  }
  const lot = chance();
  if (lot < 0.4 && !frame.startsWith('{')) text = text.charAt(0).toUpperCase() + text.slice(1);
  else if (lot > 0.9 && text.toLowerCase().length === text.length) text = text.toLowerCase();
  return { text, spans };
}
