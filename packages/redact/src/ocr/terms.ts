/**
 * Words read from pixels → where terms stand that a person named in review.
 * Case, spaces, punctuation and accents count for nothing, signs that OCR
 * mistakes for each other are one, and one sign in five may be misread.
 */
import { unionBox, type Box } from '@understudy/recording';
import { tellsAlone } from '../surrogate/table.ts';
import { cellBelow } from './find.ts';
import { cellsOf, linesOf } from './layout.ts';
import { mistaken } from './mend-digits.ts';
import type { Word } from './tesseract.ts';

interface TermPlace {
  /** Whole words, joined on each line. */
  readonly box: Box;
  /** The term, or the word of it that stands there. */
  readonly term: string;
}

export interface TermFinder {
  /** false: OCR reads Latin letters and digits alone, and a term has others, or none. */
  readonly isReadable: boolean;
  readonly holds: (text: string) => boolean;
  readonly find: (words: readonly Word[]) => TermPlace[];
}

/** Letters and digits alone, as OCR cannot tell them apart. */
function bareSigns(text: string): string[] {
  const folded = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return Array.from(folded, (sign) => mistaken[sign] ?? sign).filter((sign) =>
    /[\p{L}\p{N}]/u.test(sign),
  );
}

interface Target {
  readonly term: string;
  readonly signs: readonly string[];
  /** Found as whole words only: what is short, and a word of a term on its own. */
  readonly isWhole: boolean;
}

/** Shorter ones are found as whole words, else they would be found in many. */
const shortestInside = 4;
const signsAnError = 5;

function targetsOf(term: string): Target[] {
  const signs = bareSigns(term);
  const parts = (term.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).filter((word) =>
    tellsAlone(word.toLowerCase()),
  );
  return [
    { term, signs, isWhole: signs.length < shortestInside },
    ...parts.map((part) => ({ term: part, signs: bareSigns(part), isWhole: true })),
  ];
}

interface Signs {
  readonly signs: readonly string[];
  /** The word that each sign belongs to. */
  readonly wordOf: readonly number[];
}

function signsOf(words: readonly string[]): Signs {
  const each = words.map(bareSigns);
  return { signs: each.flat(), wordOf: each.flatMap((signs, word) => signs.map(() => word)) };
}

interface Stretch {
  readonly first: number;
  readonly last: number;
  readonly errors: number;
}

/**
 * Where `target` ends in `signs` with few errors, and where it began: P. Sellers, "The theory and
 * computation of evolutionary distances", J. Algorithms 1 (1980).
 */
function stretchesOf(target: readonly string[], signs: readonly string[]): Stretch[] {
  const most = Math.floor(target.length / signsAnError);
  let column = target.map((_, index) => ({ errors: index + 1, first: 0 }));
  const found: Stretch[] = [];
  for (const [at, sign] of signs.entries()) {
    let diagonal = { errors: 0, first: at };
    let above = { errors: 0, first: at + 1 };
    column = column.map((left, row) => {
      const matched = {
        errors: diagonal.errors + (target[row] === sign ? 0 : 1),
        first: diagonal.first,
      };
      const candidates = [
        matched,
        { errors: left.errors + 1, first: left.first },
        { errors: above.errors + 1, first: above.first },
      ];
      diagonal = left;
      above = candidates.reduce((best, other) => (other.errors < best.errors ? other : best));
      return above;
    });
    const end = column.at(-1);
    if (end !== undefined && end.errors <= most) found.push({ ...end, last: at });
  }
  return found;
}

/** First and last word of each place of the target; of places that overlap, those with the fewest errors. */
function wordsWith({ signs: target, isWhole }: Target, { signs, wordOf }: Signs): Stretch[] {
  const isEdge = (before: number, after: number): boolean => wordOf[before] !== wordOf[after];
  const places = stretchesOf(target, signs).filter(
    ({ first, last }) => !isWhole || (isEdge(first - 1, first) && isEdge(last, last + 1)),
  );
  return places
    .filter((place) =>
      places.every(
        ({ first, last, errors }) =>
          errors >= place.errors || first > place.last || last < place.first,
      ),
    )
    .map((place) => ({
      ...place,
      first: wordOf[place.first] ?? 0,
      last: wordOf[place.last] ?? 0,
    }));
}

const isInside = (box: Box, { x, y, width, height }: Box): boolean =>
  box.x >= x && box.y >= y && box.x + box.width <= x + width && box.y + box.height <= y + height;

/** Without what stands inside of another place: a word of the term, or the same place found twice. */
function outermost(places: readonly TermPlace[]): TermPlace[] {
  return places.filter(({ box }, index) =>
    places.every(
      (other, at) =>
        at === index || !isInside(box, other.box) || (isInside(other.box, box) && at > index),
    ),
  );
}

/** Sentences as they may run: along a line, within a cell, and over the end of a line. */
function runsOf(words: readonly Word[]): (readonly Word[])[] {
  const cells = cellsOf(words);
  const broken = cells.flatMap((cell) => {
    const below = cellBelow(cell, cells);
    return below === undefined ? [] : [[...cell.words, ...below.words]];
  });
  return [...linesOf(words), ...broken];
}

export function createTermFinder(terms: readonly string[]): TermFinder {
  const targets = terms.flatMap(targetsOf);
  const isReadable = terms.every((term) => {
    const signs = bareSigns(term);
    return signs.length > 0 && signs.every((sign) => /[\p{Script=Latin}\d]/u.test(sign));
  });
  return {
    isReadable,
    holds: (text) => {
      const signs = signsOf(text.split(/\s+/u));
      return targets.some((target) => wordsWith(target, signs).length > 0);
    },
    find: (words) => {
      const places = runsOf(words).flatMap((run) => {
        const signs = signsOf(run.map(({ text }) => text));
        return targets.flatMap((target) =>
          wordsWith(target, signs).flatMap(({ first, last }) =>
            linesOf(run.slice(first, last + 1)).flatMap((line) => {
              const [head, ...rest] = line.map(({ box }) => box);
              if (head === undefined) return [];
              return [{ box: rest.reduce(unionBox, head), term: target.term }];
            }),
          ),
        );
      });
      return outermost(places);
    },
  };
}
