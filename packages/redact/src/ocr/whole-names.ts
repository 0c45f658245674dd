/**
 * Names that were found in part → whole ones: in "Harpreet Kaur Sandhu" each word may be
 * a word of some language as well, but beside a name it is one.
 */
import type { Span } from '../span.ts';
import { classOfWord, isInterfaceWord, isNameWord } from '../tagger/lexicon.ts';

/** A known word beside a name counts as a part of it only where the text has few words. */
const fewWords = 4;

const isCalendarWord = (lower: string): boolean =>
  /^(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|today|yesterday|am|pm)$/u.test(
    lower,
  );

const named: ReadonlySet<Span['kind']> = new Set(['name', 'location', 'organization']);

const isCapitalised = (word: string): boolean => /^\p{Lu}[\p{L}\p{M}'’-]*$/u.test(word);

export function wholeNames(text: string, spans: readonly Span[]): Span[] {
  const words = text.split(' ').filter((word) => /\p{L}/u.test(word));
  const isTitle = words.length <= fewWords && words.every((word) => /^\P{L}*\p{Lu}/u.test(word));
  /** @param isPlaced whether its capital tells something: not at the beginning of a sentence. */
  const belongs = (word: string, isPlaced: boolean): boolean => {
    const lower = word.toLowerCase();
    if (!isCapitalised(word) || isInterfaceWord(lower) || isCalendarWord(lower)) return false;
    const wordClass = classOfWord(lower);
    return wordClass === 0 || isNameWord(lower) || (wordClass > 1 && (isPlaced || isTitle));
  };
  return spans.map((span) => {
    if (!named.has(span.kind) && span.rule !== 'word.unknown') return span;
    let { start, end } = span;
    for (;;) {
      const before = /(?<word>\S+) $/u.exec(text.slice(0, start));
      const word = before?.groups?.['word'] ?? '';
      const head = text.slice(0, start - word.length - 1);
      if (!belongs(word, head === '' || /\p{Ll}[,;]? $/u.test(head))) break;
      start -= word.length + 1;
    }
    for (;;) {
      const { initial = '', word = '' } =
        /^(?<initial>(?:\.|(?: \p{Lu}\.?(?!\p{L})){1,2})?) (?<word>[\p{L}\p{M}'’-]+)/u.exec(
          text.slice(end),
        )?.groups ?? {};
      // "Nguyen Van An", "Alaric B. Stile": what ends a name may be the commonest word.
      const isInitial = initial !== '.' || /(?<!\p{L})\p{Lu}$/u.test(text.slice(0, end));
      const ends = initial !== '' || /^ \S+$/u.test(text.slice(end));
      const isLast = ends && isCapitalised(word) && !isInterfaceWord(word.toLowerCase());
      if (
        !isInitial ||
        (!(isLast && span.kind !== 'unknown') && !belongs(word, span.kind === 'name'))
      )
        break;
      end += initial.length + 1 + word.length;
    }
    return { ...span, start, end };
  });
}
