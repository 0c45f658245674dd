/**
 * WordNet's example sentences → labelled sentences: English that nobody wrote about data, with people,
 * places and firms put where a pronoun or a noun tells that one stands. So what is learnt of the words
 * around a name is not what one author of templates thinks of.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDictionaryWord } from '../src/tagger/lexicon.ts';
import type { Label } from '../src/tagger/tagger.ts';
import { below, pick, type Chance } from './chance.ts';
import type { Sentence } from './corpus.ts';
import { makeAddress, makePerson, makeTown } from './people.ts';

type Pool = ReadonlyMap<Label, readonly string[]>;

/** Of WordNet's lexicographer files: groups, places, people. */
const labelOfFile: Readonly<Record<string, Label>> = {
  '14': 'organization',
  '15': 'location',
  '18': 'person',
};

/** One sense of a line of data.noun and the like. */
interface Sense {
  readonly file: string;
  readonly isInstance: boolean;
  readonly lemmas: readonly string[];
  readonly examples: readonly string[];
}

function readSenses(folder: string, part: string): Sense[] {
  return readFileSync(join(folder, `data.${part}`), 'latin1')
    .split('\n')
    .filter((line) => /^\d{8} /u.test(line))
    .map((line) => {
      const bar = line.indexOf(' | ');
      const fields = line.slice(0, bar).split(' ');
      const count = Number.parseInt(fields[3] ?? '0', 16);
      const gloss = line.slice(bar + 3);
      return {
        file: fields[1] ?? '',
        isInstance: fields.includes('@i'),
        lemmas: Array.from({ length: count }, (_, at) =>
          (fields[4 + 2 * at] ?? '').replaceAll('_', ' '),
        ),
        examples: Array.from(
          gloss.matchAll(/"(?<said>[^"]{12,200})"/gu),
          ({ groups }) => groups?.['said'] ?? '',
        ),
      };
    });
}

export interface Prose {
  readonly examples: readonly string[];
  /** What a capitalised run of words is; by its text. */
  readonly named: ReadonlyMap<string, Label>;
  /** Nouns for people: "senator", "aunt". */
  readonly personNouns: ReadonlySet<string>;
}

/** @param folder of WordNet 3.0's data files, as Debian's wordnet-base has them. */
export function readProse(folder: string): Prose {
  const parts = ['noun', 'verb', 'adj', 'adv'].map((part) => readSenses(folder, part));
  const named = new Map<string, Label>();
  const personNouns = new Set<string>();
  for (const { file, isInstance, lemmas } of parts[0] ?? []) {
    const label = labelOfFile[file];
    if (label === undefined) continue;
    for (const lemma of lemmas) {
      if (/^\p{Lu}/u.test(lemma)) {
        if (isInstance) named.set(lemma, label);
        // "Russian", "Catholic": whom somebody belongs to.
        else if (label === 'person' && !named.has(lemma)) named.set(lemma, 'attribute');
      } else if (label === 'person' && /^\p{Ll}{3,12}$/u.test(lemma)) personNouns.add(lemma);
    }
  }
  return { examples: parts.flat().flatMap(({ examples }) => examples), named, personNouns };
}

const firms =
  /^(?:company|firm|committee|school|university|bank|government|team|party|army|hospital|museum|church|factory|association|council|agency|club|newspaper|court|corporation|business|college|board|union|department|organization|institution|store|shop|band|orchestra)$/u;
const towns =
  /^(?:city|town|village|capital|country|island|state|region|area|coast|valley|county)$/u;
const houses =
  /^(?:house|building|hotel|restaurant|office|station|library|hall|street|road|corner|apartment|room|garden|park|door|bridge)$/u;
const behindObject =
  /^(?:[.,;:!?]|$|to|in|on|at|for|from|with|by|as|that|when|while|because|after|before|until|and|or|but|about|into|out|off|up|down|over|of|again|very|so|not|a|an|the|if|how|why|what|who|under)$/u;
const plainCapitals =
  /^(?:I|I'\p{Ll}+|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Christmas|Easter|God|TV|English)$/u;
const monthName =
  /^(?:January|February|March|April|May|June|July|August|September|October|November|December)$/u;
const titles = ['Mr.', 'Mrs.', 'Ms.', 'Dr.', 'Mr', 'Ms', 'Miss', 'Prof.', 'Sir'];

interface Piece {
  readonly text: string;
  readonly label: Label | null;
}

const plain = (text: string): Piece => ({ text, label: null });

function valueOf(label: Label, chance: Chance, pool: Pool): Piece[] {
  const known = pool.get(label) ?? [];
  switch (label) {
    case 'person': {
      const name = { text: makePerson(chance, known), label };
      return chance() < 0.1
        ? [{ text: pick(titles, chance, 'Mr.'), label: 'attribute' }, plain(' '), name]
        : [name];
    }
    case 'location':
      return [{ text: chance() < 0.6 ? makeTown(chance) : pick(known, chance, 'Riga'), label }];
    case 'address':
      return [
        { text: chance() < 0.7 ? makeAddress(chance) : pick(known, chance, '1 Elm St'), label },
      ];
    case 'organization':
    case 'attribute':
    case 'date':
    case 'none':
      return [{ text: pick(known, chance, 'Acme'), label }];
  }
}

/** The longest run of words from `at` on that is somebody's or something's name. */
function namedFrom(
  words: readonly string[],
  at: number,
  named: Prose['named'],
): { label: Label; length: number } | null {
  for (let length = Math.min(7, words.length - at); length > 0; length -= 2) {
    const label = named.get(words.slice(at, at + length).join(''));
    if (label !== undefined) return { label, length };
  }
  return null;
}

/** null where something has a capital that is not known: nobody could say what it is. */
function labelled(
  text: string,
  { named, personNouns }: Prose,
  chance: Chance,
  pool: Pool,
): Piece[] | null {
  // Words and what stands between them, in turn.
  const words = text.split(/(\s+|[^\p{L}\p{N}'’-]+)/u).filter((word) => word !== '');
  const pieces: Piece[] = [];
  let hero: Piece[] | null = null;
  const put = chance() < 0.7;
  const take = (label: Label, word: string, share: number): void => {
    if (put && chance() < share) pieces.push(...valueOf(label, chance, pool));
    else pieces.push(plain(word));
  };
  const somebody = (): Piece[] => {
    const held = hero !== null && chance() < 0.5 ? hero : valueOf('person', chance, pool);
    hero = held;
    return held;
  };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const behind =
      (words[at + 1] ?? '').trim() === '' ? (words[at + 2] ?? '') : (words[at + 1] ?? '').trim();
    const before = at >= 2 ? (words[at - 2] ?? '') : '';
    const hit = /^\p{Lu}/u.test(word) ? namedFrom(words, at, named) : null;
    if (hit !== null && (at > 0 || hit.length > 1 || !isDictionaryWord(word.toLowerCase()))) {
      const own: Piece = { text: words.slice(at, at + hit.length).join(''), label: hit.label };
      pieces.push(...(put && chance() < 0.8 ? valueOf(hit.label, chance, pool) : [own]));
      at += hit.length - 1;
    } else if (/^(?:He|She|he|she)$/u.test(word) && behind !== '' && put && chance() < 0.75)
      pieces.push(...somebody());
    else if (
      (word === 'him' || (word === 'her' && behindObject.test(behind))) &&
      put &&
      chance() < 0.7
    )
      pieces.push(...somebody());
    else if (
      (/^(?:his|His|Her)$/u.test(word) || (word === 'her' && !behindObject.test(behind))) &&
      put &&
      chance() < 0.35
    )
      pieces.push(...somebody(), plain(chance() < 0.9 ? "'s" : '’s'));
    else if (/^the$/iu.test(word) && put && /^\p{Ll}+$/u.test(behind) && words[at + 1] === ' ') {
      const label: Label | null = firms.test(behind)
        ? 'organization'
        : towns.test(behind)
          ? 'location'
          : houses.test(behind) && /^(?:at|in|to|near|from|on|by|of|behind|outside)$/u.test(before)
            ? 'address'
            : personNouns.has(behind)
              ? 'person'
              : null;
      if (label === null || chance() >= (label === 'person' ? 0.5 : 0.7)) pieces.push(plain(word));
      else {
        pieces.push(...valueOf(label, chance, pool));
        at += 2;
      }
    } else if (
      /^(?:here|there)$/u.test(word) &&
      behindObject.test(behind) &&
      before !== '' &&
      put &&
      chance() < 0.3
    )
      pieces.push(plain('in '), ...valueOf('location', chance, pool));
    else if (/^(?:recently|yesterday|today|tomorrow|finally|suddenly)$/u.test(word))
      take('date', word, 0.4);
    else if (monthName.test(word) && at > 0) pieces.push({ text: word, label: 'date' });
    else if (/^(?:1[5-9]|20)\d\d$/u.test(word)) pieces.push({ text: word, label: 'date' });
    else if (
      at > 0 &&
      /^\p{Lu}/u.test(word) &&
      !plainCapitals.test(word) &&
      !/^[.!?]/u.test((words[at - 1] ?? '').trim())
    )
      return null;
    else pieces.push(plain(word));
  }
  return pieces;
}

const ends = ['.', '.', '.', '.', '!', '?', '', '', '...'];
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** An example as somebody may have written it: in a chat, a mail, a note. */
export function makeProse(prose: Prose, chance: Chance, pool: Pool): Sentence {
  for (;;) {
    const example = pick(prose.examples, chance, 'it rains')
      .trim()
      .replace(/[.!?]+$/u, '');
    const body = labelled(example, prose, chance, pool);
    if (body === null) continue;
    // Most examples name nobody: of these it takes fewer.
    if (body.every(({ label }) => label === null) && chance() < 0.6) continue;
    const person = (): Piece[] => valueOf('person', chance, pool);
    const lot = chance();
    const end = plain(pick(ends, chance, '.'));
    const pieces: Piece[] =
      lot < 0.04
        ? [...person(), plain(': '), ...body, end]
        : lot < 0.07
          ? [
              plain(pick(['Hi ', 'Hello ', 'Dear ', 'hey ', 'Good morning '], chance, 'Hi ')),
              ...person(),
              plain(pick([', ', ',\n', ' - ', '! '], chance, ', ')),
              ...body,
              end,
            ]
          : lot < 0.1
            ? [
                ...body,
                end,
                plain(
                  pick(
                    ['\n', '\n\n', ' ', '\nThanks,\n', '\nBest regards\n', ' - ', ' cheers, '],
                    chance,
                    '\n',
                  ),
                ),
                ...person(),
              ]
            : lot < 0.13
              ? [
                  plain('"'),
                  ...body,
                  plain(pick([',"', '."', '",'], chance, '"')),
                  plain(pick([' said ', ' says ', ' wrote ', ' - ', ' asked '], chance, ' said ')),
                  ...person(),
                  end,
                ]
              : [...body, end];
    const first = pieces[0];
    if (first !== undefined && first.label === null && chance() < 0.85)
      pieces[0] = plain(capital(first.text));
    let text = '';
    const spans: { start: number; end: number; label: Label }[] = [];
    for (const piece of pieces) {
      if (piece.label !== null)
        spans.push({
          start: text.length,
          end: text.length + piece.text.length,
          label: piece.label,
        });
      text += piece.text;
    }
    if (below(100, chance) < 10 && text.toLowerCase().length === text.length)
      text = text.toLowerCase();
    return { text, spans };
  }
}
