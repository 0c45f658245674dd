/**
 * `node packages/redact/train/lexicon.ts`: published lists → src/tagger/words.json (words that are
 * no names, in other languages and trades) and src/tagger/names.json (names of people).
 * Deterministic: same packages, same bytes. All words are in lower case and without accents.
 */
import { writeFileSync } from 'node:fs';
import {
  anyNames,
  census,
  french,
  german,
  people,
  ranked,
  rankedFar,
  rankedNorthern,
  spanish,
  told,
  trade,
} from './published-lists.ts';
import { isCommonEnglish, isDictionaryWord } from '../src/tagger/lexicon.ts';
import { isGermanCompound } from '../src/tagger/word-form.ts';
import { rootOf } from '../src/tagger/word-root.ts';

/** "Juan" is common in subtitles, too; a name among the very commonest words is one of them first. */
const surelyWords = new Set(ranked.flatMap((words) => words.slice(0, 600)));
/** In the Romance lists, which hold whatever was ever a word, a root with fewer forms is a rare word's. */
const leastForms = 3;

const notNamed = (word: string): boolean => !people.has(word) || surelyWords.has(word);
const isNew = (word: string): boolean => !isDictionaryWord(word) && notNamed(word);
const common = new Set(ranked.flatMap((words) => words.slice(0, 1500)).filter(isNew));
const known = new Set(
  [...ranked.flat(), ...trade].filter((word) => isNew(word) && !common.has(word)),
);
const rootsOf = (words: readonly string[], leastForms: number): Set<string> =>
  new Set(
    [...Map.groupBy(new Set(words), rootOf)]
      .filter(([, forms]) => forms.length >= leastForms)
      .map(([root]) => root),
  );
const germanRoots = rootsOf(german, 1);
const isGerman = (part: string): boolean => germanRoots.has(rootOf(part));
const romanceRoots = rootsOf(french, leastForms)
  .union(rootsOf(spanish, leastForms))
  .difference(germanRoots);
const words = new Set([...german, ...french, ...spanish].filter((word) => word.length > 4));
/** A name that few have, and that is a word, is a word. */
const isRatherWord = (word: string): boolean =>
  surelyWords.has(word) || (!told.has(word) && (words.has(word) || isDictionaryWord(word)));
const isPart = (part: string): boolean => isGerman(part) || isDictionaryWord(part);
const isLikeWord = (word: string): boolean =>
  isGerman(word) ||
  romanceRoots.has(rootOf(word)) ||
  isGermanCompound(word, isPart, isDictionaryWord);
const isListed = (word: string): boolean =>
  isDictionaryWord(word) || words.has(word) || known.has(word) || common.has(word);
const names = new Set([
  // Else they would pass for words, by their root or their parts.
  ...anyNames.filter((word) => word.length > 2 && !isListed(word) && isLikeWord(word)),
  ...[...people].filter((word) => word.length > 1 && !isRatherWord(word)),
  ...census,
]);

const toFile = (name: string, content: Readonly<Record<string, string>>): void =>
  writeFileSync(
    new URL(`../src/tagger/${name}`, import.meta.url),
    `${JSON.stringify(content, null, 2)}\n`,
  );
const joined = (words: Iterable<string>): string => [...words].toSorted().join(' ');
/** Words that hold sentences together, but those that English has, too. */
const smallIn = (words: readonly string[]): string[] =>
  words.slice(0, 100).filter((word) => word.length > 1 && !isCommonEnglish(word));
const isAnyName = new Set([...anyNames, ...names]);
const small = new Set([
  ...[...ranked, ...rankedNorthern].flatMap(smallIn),
  ...rankedFar.flatMap(smallIn).filter((word) => !isAnyName.has(word)),
]);
/** Of subtitles, too: none of them may make a word of anybody's name. */
const northern = new Set(
  [...rankedNorthern, ...rankedFar]
    .flat()
    .filter((word) => !isListed(word) && !isAnyName.has(word)),
);
toFile('words.json', {
  small: joined(small),
  northern: joined(northern),
  common: joined(common),
  known: joined(known),
  // Compounds are known by their parts.
  germanRoots: joined(
    [...germanRoots].filter((root) => !isGermanCompound(root, isGerman, isDictionaryWord)),
  ),
  romanceRoots: joined(romanceRoots),
});
toFile('names.json', { people: joined(names) });
process.stderr.write(
  `${common.size} common, ${known.size} known words, ${germanRoots.size} German and ${romanceRoots.size} Romance roots, ${names.size} names\n`,
);
