/** How sure the tagger must be of a word before it is covered, by what the lists say of the word. */
import type { Entry, WordClass } from '../tagger/lexicon.ts';
import type { Token } from '../tagger/token.ts';

/**
 * In model units: how far a label must stand above `none`. Below zero, the token is covered
 * although `none` won.
 */
export interface Margins {
  readonly name: number;
  readonly unknown: number;
  readonly common: number;
  readonly known: number;
}
/**
 * `all` is for texts on their own, where a miss weighs more than a word too much; on screens most
 * words name nobody, and each that is covered is lost to the example.
 */
export type EntityCaution = 'all' | 'identifying' | 'balanced';
export const leastMargins: Readonly<Record<EntityCaution, Margins>> = {
  all: { name: -220, unknown: -220, common: -80, known: -190 },
  identifying: { name: -90, unknown: 0, common: 60, known: 120 },
  balanced: { name: -20, unknown: 0, common: 40, known: 20 },
};

/** Of a known word with a capital in such prose: nouns have one, and so has the first word. */
const foreignMargin = 120;
/** Of a name without one, many of which are words there: piątek, håller. */
const lowerNameMargin = 120;

/** What the lists say of a word in this text. */
export type ClassOf = (entry: Entry) => WordClass;

/** What else the text tells of a word in it. */
export interface Around {
  /** The word beside it has the same label. */
  readonly hasNeighbour: boolean;
  /** The text is two or three words, all of them names. */
  readonly isAllNames: boolean;
  /** In prose of another language than English, of which the tagger has learnt little; or a label, in whatever language. */
  readonly isForeign: boolean;
}

export function leastMarginOf(
  { text, word }: Token,
  wordClass: WordClass,
  caution: EntityCaution,
  margins: Margins,
  { hasNeighbour, isAllNames, isForeign }: Around,
): number {
  if (word.isNumber) return 0;
  if (isForeign && word.shape === 8 && text.length > 1)
    return word.isName ? lowerNameMargin : Number.POSITIVE_INFINITY;
  if (isForeign && !word.isName && wordClass !== 0) return foreignMargin;
  const isNamed = (wordClass !== 1 || isAllNames) && word.isName;
  const isLower = text === word.lower;
  const least = isNamed
    ? caution === 'identifying' && wordClass === 2
      ? margins.unknown
      : margins.name
    : wordClass === 0
      ? margins.unknown
      : wordClass === 1
        ? margins.common
        : margins.known;
  // A word that is known stands alone more often than a name does; beside a name it may well be one.
  if (caution === 'identifying' && word.isAcronym) return Number.POSITIVE_INFINITY;
  if (hasNeighbour)
    return caution !== 'identifying'
      ? Math.min(least, 0)
      : isLower && wordClass !== 0 && wordClass !== 3
        ? margins.known
        : Math.min(least, least / 3);
  if (word.isInterface || word.isAcronym) return Number.POSITIVE_INFINITY;
  return isLower && wordClass !== 0 ? Math.max(2 * least, 0) : least;
}
