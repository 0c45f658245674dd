/**
 * The session-wide table value → surrogate. Invariant: within a table one value
 * (in its normal form) has one surrogate, whichever channel it came by; nothing
 * of a table outlives its session.
 */
import type { Random } from '@understudy/base';
import type { DistinctCount } from '../report.ts';
import type { SensitiveKind, Span } from '../span.ts';
import { classOfWord, isInterfaceWord } from '../tagger/lexicon.ts';
import { createKnownValues, wordsIn, type KnownPlace } from './known-values.ts';
import { createChooser, makeSurrogate } from './make.ts';
import { createNameWords } from './name-words.ts';
import { personTitle } from './names.ts';
import { isReserved } from './reserved.ts';

export interface SurrogateTable {
  /** The surrogate of a value; a value that is a surrogate already is its own. */
  surrogateOf(value: string, kind: SensitiveKind): string;
  /** Learns the value without using its surrogate yet. */
  learn(value: string, kind: SensitiveKind): void;
  /** What a person named: found wherever it stands, however short or common a word it is. */
  learnTerm(term: string): void;
  /** Where values that the table knows stand in a text, also parts of names. */
  find(text: string): readonly Span[];
  /** Whether a text of at least 4 signs is a part of a known value: of one typed in pieces. */
  isFragment(text: string): boolean;
  /** How many values of each kind it knows, and how many stand-ins they have. */
  distinct(): DistinctCount[];
  /** Grows with each new value: what was cached under a smaller one may miss something. */
  version(): number;
}

interface Entry {
  readonly value: string;
  readonly kind: SensitiveKind;
  readonly surrogate: string;
}

const numeric: ReadonlySet<SensitiveKind> = new Set([
  'phone',
  'card',
  'iban',
  'nationalId',
  'account',
  'medicalId',
  'employeeId',
  'mac',
]);

/** What has one form only. */
const isAscii = /^[\0-\x7f]*$/u;

function normalForm(value: string, kind: SensitiveKind): string {
  const folded = (isAscii.test(value) ? value : value.normalize('NFKC')).toLowerCase();
  const bare = numeric.has(kind)
    ? folded.replace(/[^\p{L}\p{N}]/gu, '')
    : folded.replace(/\s+/gu, ' ').trim();
  return numeric.has(kind) ? `#${bare}` : bare;
}

/** Values shorter than this are covered where a detector finds them, never by the table alone. */
const shortestKnown = 4;
/** A common word is a part of a name only beside the rest of it. */
const isCommon = (word: string): boolean => isInterfaceWord(word) || classOfWord(word) === 1;
/** Whether a word (in lower case) of a value tells enough of it where it stands alone. */
export const tellsAlone = (word: string): boolean =>
  word.length >= shortestKnown && !isCommon(word);

/** Of some kinds there are but some hundreds: of numbers of eight digits a thousand. */
const mostTries = 100;

export function createSurrogateTable(random: Random): SurrogateTable {
  const choose = createChooser(random);
  const entries = new Map<string, Entry>();
  const learnt = new Set<string>();
  const names = createNameWords(choose);
  const issued = new Set<string>();
  const known = createKnownValues();
  const nameWords = createKnownValues();
  let version = 0;

  /** Its words are looked for by themselves from then on. */
  const learnWords = (name: string): void => {
    for (const part of name.toLowerCase().split(/(?:\s+|[,/]\s*)/u)) {
      if (part === '' || personTitle.test(part) || learnt.has(part)) continue;
      learnt.add(part);
      if (tellsAlone(part)) nameWords.addWords(part, 'name');
    }
  };
  const isName = (kind: SensitiveKind): boolean => kind === 'name' || kind === 'unknown';

  const add = (value: string, kind: SensitiveKind): Entry => {
    const key = normalForm(value, kind);
    const held = entries.get(key);
    if (held !== undefined) return held;
    let surrogate = makeSurrogate(value, kind, choose, names);
    if (isName(kind)) learnWords(value);
    else
      for (let tries = 0; tries < mostTries && issued.has(surrogate); tries += 1)
        surrogate = makeSurrogate(value, kind, choose, names);
    const entry: Entry = { value, kind, surrogate };
    entries.set(key, entry);
    issued.add(surrogate);
    const bare = value.replace(/[^\p{L}\p{N}]/gu, '');
    if (value.trim().length >= shortestKnown && !isCommon(value.trim().toLowerCase())) {
      if (numeric.has(kind)) known.addNumber(bare, kind);
      else known.addWords(value, kind);
    }
    version += 1;
    return entry;
  };

  const isOwn = (value: string, kind: SensitiveKind): boolean =>
    issued.has(value) || isReserved(value, kind);

  return {
    surrogateOf: (value, kind) => {
      if (isOwn(value, kind)) return value;
      const { surrogate, value: first } = add(value, kind);
      if (isName(kind)) {
        learnWords(value);
        return names.surrogateOf(value);
      }
      if (numeric.has(kind) && first !== value) {
        const signs = Array.from(surrogate.replace(/[^\p{L}\p{N}]/gu, ''));
        const places = value.replace(/[^\p{L}\p{N}]/gu, '').length;
        if (signs.length === places)
          return value.replace(/[\p{L}\p{N}]/gu, () => signs.shift() ?? '0');
      }
      return surrogate;
    },
    learn: (value, kind) => {
      if (!isOwn(value, kind)) add(value, kind);
    },
    learnTerm: (term) => {
      if (isOwn(term, 'unknown')) return;
      add(term, 'unknown');
      known.addWords(term, 'unknown');
      version += 1;
    },
    find: (text) => {
      const toSpan =
        (rule: string) =>
        (place: KnownPlace): Span => ({ ...place, rule, confidence: 0.3 });
      let words: ReturnType<typeof wordsIn> | null = null;
      const wordsHere = (): ReturnType<typeof wordsIn> => (words ??= wordsIn(text));
      return [
        ...known.find(text, wordsHere).map(toSpan('table.value')),
        // A part of a name alone counts only where it is written as a name.
        ...nameWords
          .find(text, wordsHere)
          .filter(({ start }) => /^\p{Lu}/u.test(text.slice(start, start + 2)))
          .map(toSpan('table.nameWord')),
      ];
    },
    isFragment: (text) => {
      const bare = text.trim().toLowerCase();
      if (bare.length < shortestKnown) return false;
      for (const { value } of entries.values()) {
        if (value.length > bare.length && value.toLowerCase().includes(bare)) return true;
      }
      return false;
    },
    distinct: () => {
      const byKind = Map.groupBy(entries.values(), ({ kind }) => kind);
      return [...byKind].map(([kind, held]) => ({
        kind,
        values: held.length,
        surrogates: new Set(held.map(({ surrogate }) => surrogate)).size,
      }));
    },
    version: () => version,
  };
}
