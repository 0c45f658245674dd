/**
 * Places and names that were found → with the numbers that make addresses of them:
 * house, flat and floor behind a street, a postal code before a town. Which word is a
 * street's differs by country; where its numbers stand does not.
 */
import type { Span } from '../span.ts';
import { classOfWord, foldWord, isInterfaceWord } from '../tagger/lexicon.ts';
import { bareWord } from './word-traits.ts';
import { isCalendarWord } from './world-words.ts';

const placed: ReadonlySet<Span['kind']> = new Set(['name', 'location', 'address', 'unknown']);

const numberBefore =
  /^(?:[A-Z]{1,2}-)?(?:\d{1,6}[A-Za-z]?|\d{3} \d{2,3}|[A-Z]\d[A-Z] \d[A-Z]\d),? $/u;
/** To the end of the text: a house number, then flats and floors in whatever words. */
const numbersAfter =
  /^,? \d{1,4}(?:[A-Za-z]{1,2}|(?:[-/ ]{1,2}\d{1,4}){1,2}[A-Za-z]?|-\p{Lu}\p{Ll}{1,4}\.?)?(?:[ ,]{1,2}(?:[\p{L}\d]{1,5}[º°ª.]?|hoog|floor)){0,3}$/u;
const isMeasure =
  /\d ?(?:min|mins|hrs?|h|d|days?|weeks?|ago|sec|s|pm|am|kg|g|mg|ml|km|x|pcs)(?:$|[ .])/iu;
/** A word, number or particle of an address, to the end of its comma. */
const partOfAddress =
  /^(?:\p{Lu}[\p{L}\p{M}'’.-]*|\d{1,6}[\p{L}\d/-]{0,6}|[A-Z]{1,2}\d[A-Z\d]?|\d[A-Z]{2}|(?:de|del|de la|la|le|les|los|las|el|du|des|da|do|dos|der|den|van|von|am|an|im|in|bei|the|of|y|e|bus|hoog|apt|flat|unit|bis|ter|cedex|piso|co)\.?)[,.]?$/u;
const isConnecting = (word: string): boolean => /^\p{Ll}+[,.]?$/u.test(word);

function isPartOfAddress(word: string): boolean {
  const folded = foldWord(bareWord(word));
  return (
    partOfAddress.test(word) &&
    !isCalendarWord(folded) &&
    (!isInterfaceWord(folded) || /^(?:\d|bus|unit|flat)/u.test(folded))
  );
}

/** A British code, in which an O or a Q may stand for the naught. */
const hasCode = /(?<![\p{L}\p{N}])[A-Z]{1,2}\d[A-Z\d]? [\dOQ][A-Z]{2}(?![\p{L}\p{N}])/u;
/** In words: "The Old Forge, 9 Ferry Hill". */
const longestHouse = 4;

/** The words on both sides that may stand in an address, as far as a sentence goes. */
function withRun(text: string, span: Span): Span {
  const before = text.slice(0, span.start).trimEnd().split(' ');
  let { start, end } = span;
  // The name of a house goes to its comma; else a common word is the sentence's own, unless a code
  // makes an address of whatever stands before it: "The Old Rectory, Church Lane, Navenby LN5 0EG".
  const hasHouse =
    hasCode.test(text.slice(start, end)) ||
    /^[^,.;:!?]*,$/u.test(before.slice(-longestHouse).join(' '));
  for (let at = before.length - 1; at >= 0; at -= 1) {
    const word = before[at] ?? '';
    if (word === '' || /[.:;!?]$/u.test(word) || !isPartOfAddress(word)) break;
    if (!hasHouse && !word.endsWith(',') && classOfWord(foldWord(bareWord(word))) === 1) break;
    start = before.slice(0, at).join(' ').length + (at === 0 ? 0 : 1);
  }
  if (/\p{L}{4}\.$/u.test(text.slice(start, end))) return { ...span, start };
  let rest = text.slice(end);
  for (;;) {
    const { gap = '', word } = /^(?<gap>,? |(?=[/-]))(?<word>\S+)/u.exec(rest)?.groups ?? {};
    if (word === undefined || !(isPartOfAddress(word) || /^[/-]\d{1,4}[a-z]?,?$/iu.test(word)))
      break;
    end += gap.length + word.length;
    rest = text.slice(end);
    if (/\p{L}{4}\.$/u.test(word)) break;
  }
  // What only connects belongs to what would follow.
  const last = /\s(?<word>\S+)$/u.exec(text.slice(start, end))?.groups?.['word'] ?? '';
  return { ...span, start, end: isConnecting(last) ? end - last.length - 1 : end };
}

/** Behind a code stands its town. */
const townAfter = /^,? \p{Lu}[\p{L}\p{M}'’-]{2,30}(?: \p{Lu}[\p{L}\p{M}'’-]{2,30}){0,2}$/u;

export function wholeAddresses(text: string, spans: readonly Span[]): Span[] {
  return spans.map((span) => {
    if (!placed.has(span.kind)) return span;
    const head = text.slice(0, span.start);
    const rest = text.slice(span.end);
    const hasCode = span.rule === 'postcode' && townAfter.test(rest);
    const hasNumbers = numbersAfter.test(rest) && !isMeasure.test(rest);
    const isName = span.kind === 'name';
    if (span.kind === 'address') return withRun(text, span);
    return {
      ...span,
      start: numberBefore.test(head) && (!isName || /\d{3}/u.test(head)) ? 0 : span.start,
      end: hasCode || hasNumbers ? text.length : span.end,
    };
  });
}
