/**
 * Names that were found in part → whole ones: in "Harpreet Kaur Sandhu" each word may be
 * a word of some language as well, but beside a name it is one.
 */
import type { Span } from '../span.ts';
import {
  classOfWord,
  foldWord,
  isDictionaryWord,
  isInterfaceWord,
  isNameWord,
} from '../tagger/lexicon.ts';
import { isCalendarWord } from './world-words.ts';

/** A known word beside a name counts as a part of it only where the text has few words. */
const fewWords = 4;

const named: ReadonlySet<Span['kind']> = new Set(['name', 'location', 'organization']);

const isCapitalised = (word: string): boolean => /^\p{Lu}[\p{L}\p{M}'’-]*$/u.test(word);

/** @param isPlaced whether the capital tells something: not at the beginning of a sentence. */
type Belongs = (word: string, isPlaced: boolean) => boolean;

function belongsIn(text: string): Belongs {
  const words = text.split(' ').filter((word) => /\p{L}/u.test(word));
  const isTitle = words.length <= fewWords && words.every((word) => /^\P{L}*\p{Lu}/u.test(word));
  return (word, isPlaced) => {
    const lower = word.toLowerCase();
    if (!isCapitalised(word) || isInterfaceWord(lower) || isCalendarWord(foldWord(lower)))
      return false;
    // "Desta" is a word in Portuguese, which tells nothing on a page in English.
    const wordClass = isDictionaryWord(foldWord(lower)) ? classOfWord(lower) : 0;
    return wordClass === 0 || isNameWord(lower) || (wordClass > 1 && (isPlaced || isTitle));
  };
}

/** Written small before a family name. */
const particle = /^(?:von|van|vom|zu|ter|ten|af|bin|ibn|bint)$/u;

function startOfName(text: string, from: number, belongs: Belongs): number {
  let start = from;
  for (;;) {
    const word = /(?<word>\S+) $/u.exec(text.slice(0, start))?.groups?.['word'] ?? '';
    const head = text.slice(0, start - word.length - 1);
    if (particle.test(word)) {
      start -= word.length + 1;
      continue;
    }
    if (!belongs(word, head === '' || /\p{Ll}[,;]? $/u.test(head))) return start;
    start -= word.length + 1;
  }
}

/** The next word, and the initials or the full stop of one before it. */
const nextWord = /^(?<initial>(?:\.|(?: \p{Lu}\.?(?!\p{L})){1,2})?) (?<word>[\p{L}\p{M}'’-]+)/u;

function endOfName(text: string, to: number, kind: Span['kind'], belongs: Belongs): number {
  let end = to;
  for (;;) {
    const { initial = '', word = '' } = nextWord.exec(text.slice(end))?.groups ?? {};
    const isSentenceEnd = initial === '.' && !/(?<!\p{L})\p{Lu}$/u.test(text.slice(0, end));
    // "Nguyen Van An", "Alaric B. Stile": what ends a name may be the commonest word.
    const isLast =
      kind !== 'unknown' &&
      (initial !== '' || /^ \S+$/u.test(text.slice(end))) &&
      isCapitalised(word) &&
      !isInterfaceWord(word.toLowerCase());
    if (isSentenceEnd || !(isLast || belongs(word, kind === 'name'))) return end;
    end += initial.length + 1 + word.length;
  }
}

export function wholeNames(text: string, spans: readonly Span[]): Span[] {
  const belongs = belongsIn(text);
  return spans.map((span) =>
    named.has(span.kind) || span.rule === 'word.unknown'
      ? {
          ...span,
          start: startOfName(text, span.start, belongs),
          end: endOfName(text, span.end, span.kind, belongs),
        }
      : span,
  );
}
