/**
 * The words of people's names in a session → invented ones. Invariant: a word has one stand-in, in
 * whatever case, with or without accents, alone, in a double name, with the s of a genitive, before
 * or behind its given name, and in an address of the mail; "M. Schmidt" has the initial of what
 * "Maria Schmidt" is called, whichever came first.
 */
import { foldWord } from '../tagger/lexicon.ts';
import { inventedFamilyNames, inventedGivenNames, personTitle } from './names.ts';

interface Choice {
  of(options: readonly string[]): string;
}

export interface NameWords {
  surrogateOf(name: string): string;
  /** `given.family` of what stands before the sign of an address of the mail. */
  mailboxOf(local: string): string;
}

type Place = 'given' | 'family';

/** So many of about a word's length are chosen from: fewer would tell the name to who knows the list. */
const nearest = 12;
const longestGap = /(\s+|[,/]\s*)/u;
const isGap = (part: string): boolean => /^(?:\s*|[,/]\s*)$/u.test(part);
const isInitial = (part: string): boolean => /^[A-Za-z]\.?$/u.test(part);
/** What is no part of the word itself: quotes, brackets, the s of a genitive. */
const wordParts = /^(?<before>["“”„«»'’(]*)(?<core>.*?)(?<after>(?:['’]s)?[.,;:!?"“”«»'’)]*)$/isu;
/** What is longer is no name, and is not looked through for one. */
const longestWord = 60;
function partsOf(part: string): {
  readonly before: string;
  readonly core: string;
  readonly after: string;
} {
  const groups = part.length > longestWord ? undefined : wordParts.exec(part)?.groups;
  return {
    before: groups?.['before'] ?? '',
    core: groups?.['core'] ?? part,
    after: groups?.['after'] ?? '',
  };
}
const doubleName = /^\p{L}{2,}(?:-\p{L}{2,})+$/u;
/** A shorter word that ends in one may be another name. */
const leastGenitive = 5;

function likeWord(model: string, made: string): string {
  if (model === model.toUpperCase() && model.length > 1) return made.toUpperCase();
  return model === model.toLowerCase() ? made.toLowerCase() : made;
}

/** Which of the words of a name is the person's own and which the family's; null: one word alone. */
function personOf(name: string): { readonly given: string; readonly family: string } | null {
  const words = name.split(longestGap).filter((part) => !isGap(part) && !personTitle.test(part));
  const [first, last] = [words.at(0), words.at(-1)];
  if (first === undefined || last === undefined || words.length < 2) return null;
  return name.includes(',') ? { given: last, family: first } : { given: first, family: last };
}

/** By the length of a word, in which order names are near it; as few as there are names. */
const orders = new Map<readonly string[], string[][]>();
function byNearness(names: readonly string[], length: number): readonly string[] {
  const most = Math.min(length, longestWord);
  const held = orders.get(names) ?? [];
  orders.set(names, held);
  return (held[most] ??= names.toSorted(
    (a, b) => Math.abs(a.length - most) - Math.abs(b.length - most),
  ));
}

export function createNameWords(choose: Choice): NameWords {
  const held = new Map<string, string>();
  const taken = new Set<string>();
  /** Initial and family → what whoever has both is called. */
  const called = new Map<string, string>();
  /** Of these nobody's whole name has come yet: the first that does is theirs, the next one another's. */
  const unmet = new Set<string>();

  const pick = (word: string, place: Place): string => {
    const names = byNearness(
      place === 'given' ? inventedGivenNames : inventedFamilyNames,
      word.length,
    );
    const near: string[] = [];
    for (const name of names) {
      if (near.length === nearest) break;
      if (!taken.has(name)) near.push(name);
    }
    const made = choose.of(near.length < nearest ? names.slice(0, nearest) : near);
    taken.add(made);
    return made;
  };
  const wordOf = (word: string, place: Place): string => {
    const key = foldWord(word);
    const known = held.get(key);
    if (known !== undefined) return known;
    const base =
      key.endsWith('s') && key.length > leastGenitive ? held.get(key.slice(0, -1)) : null;
    if (base !== null && base !== undefined) return `${base}s`;
    const made = pick(word, place);
    held.set(key, made);
    return made;
  };
  const bare = (part: string): string => partsOf(part).core;

  /** Sees to it that the initial and the whole name are one person's. */
  const meet = (given: string, family: string): void => {
    const key = `${foldWord(given).charAt(0)}|${foldWord(bare(family))}`;
    if (isInitial(given)) {
      if (called.has(key)) return;
      called.set(key, pick('', 'given'));
      unmet.add(key);
      return;
    }
    const own = foldWord(bare(given));
    const met = unmet.has(key) ? called.get(key) : undefined;
    const made = held.get(own) ?? met ?? pick(bare(given), 'given');
    unmet.delete(key);
    held.set(own, made);
    if (!called.has(key)) called.set(key, made);
  };
  const initialOf = (part: string, family: string): string => {
    const made = called.get(`${part.charAt(0).toLowerCase()}|${foldWord(bare(family))}`);
    return made === undefined
      ? part
      : likeWord(`${part.charAt(0)} `, made).charAt(0) + part.slice(1);
  };
  const partOf = (part: string, place: Place): string => {
    const { before, core, after } = partsOf(part);
    // Signs alone: something has to stand there.
    if (core === '') return wordOf(part, place);
    const made = doubleName.test(core)
      ? core.replace(/\p{L}+/gu, (word) => likeWord(word, wordOf(word, place)))
      : likeWord(core, wordOf(core, place));
    return before + made + after;
  };

  return {
    surrogateOf: (name) => {
      const person = personOf(name);
      const hasInitial = person !== null && isInitial(person.given) && !isInitial(person.family);
      if (person !== null && !isInitial(person.family) && !doubleName.test(person.given))
        meet(person.given, person.family);
      let position = 0;
      return name
        .split(longestGap)
        .map((part) => {
          if (isGap(part) || personTitle.test(part)) return part;
          const isFirst = position === 0;
          position += 1;
          if (isInitial(part))
            return hasInitial && part === person.given ? initialOf(part, person.family) : part;
          return partOf(part, isFirst === !name.includes(',') ? 'given' : 'family');
        })
        .join('');
    },
    mailboxOf: (local) => {
      const words = local.match(/\p{L}+/gu) ?? [];
      const [first = '', second = ''] = words;
      // mschmidt
      const glued = words.length === 1 && held.has(foldWord(first.slice(1)));
      const [given, family] = glued ? [first.charAt(0), first.slice(1)] : [first, second];
      if (family === '')
        return `${held.get(foldWord(given)) ?? choose.of(inventedGivenNames)}.${choose.of(inventedFamilyNames)}`;
      meet(given, family);
      const own = isInitial(given)
        ? called.get(`${given.toLowerCase()}|${foldWord(family)}`)
        : held.get(foldWord(given));
      return `${own ?? choose.of(inventedGivenNames)}.${wordOf(family, 'family')}`;
    },
  };
}
