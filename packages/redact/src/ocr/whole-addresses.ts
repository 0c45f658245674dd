/**
 * Places and names that were found → with the numbers that make addresses of them:
 * house, flat and floor behind a street, a postal code before a town. Which word is a
 * street's differs by country; where its numbers stand does not.
 */
import type { Span } from '../span.ts';

const placed: ReadonlySet<Span['kind']> = new Set(['name', 'location', 'address', 'unknown']);

const numberBefore =
  /^(?:[A-Z]{1,2}-)?(?:\d{1,6}[A-Za-z]?|\d{3} \d{2,3}|[A-Z]\d[A-Z] \d[A-Z]\d),? $/u;
/** To the end of the text: a house number, then flats and floors in whatever words. */
const numbersAfter =
  /^,? \d{1,4}(?:[A-Za-z]{1,2}|(?:[-/ ]{1,2}\d{1,4}){1,2}[A-Za-z]?|-\p{Lu}\p{Ll}{1,4}\.?)?(?:[ ,]{1,2}(?:[\p{L}\d]{1,5}[º°ª.]?|hoog|floor)){0,3}$/u;
const isMeasure =
  /\d ?(?:min|mins|hrs?|h|d|days?|weeks?|ago|sec|s|pm|am|kg|g|mg|ml|km|x|pcs)(?:$|[ .])/iu;
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
    return {
      ...span,
      start: numberBefore.test(head) && (!isName || /\d{3}/u.test(head)) ? 0 : span.start,
      end: hasCode || hasNumbers ? text.length : span.end,
    };
  });
}
