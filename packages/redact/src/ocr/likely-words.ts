/**
 * The words of a screen with their chances → those that are covered. A miss costs more than a word
 * too much, so that on a screen whose other words are clearly nobody's, less likely ones are covered,
 * too: as many as keep the expected loss of other text small.
 */
import type { RedactionMode } from '../span.ts';
import { chanceOf } from './forest.ts';
import type { ScreenWord } from './screen-words.ts';

export interface LikelyWord {
  readonly word: ScreenWord;
  readonly chance: number;
}

interface Least {
  /** Of a word that a rule found, at least in part. */
  readonly found: number;
  readonly other: number;
  /** While the loss is small. */
  readonly withRoom: number;
}

/** Chosen on screens left out of the training (train/FOREST-CARD.md). */
const leastChance: Readonly<Record<RedactionMode, Least>> = {
  strict: { found: 0.2, other: 0.2, withRoom: 0.08 },
  balanced: { found: 0.3, other: 0.6, withRoom: 1 },
};
/** Of the area of the words that are expected to be nobody's. */
const mostLost = 0.03;

/** A word beside one that is surely covered is likely of the same value: "Ludmilla Hasenöhrl". */
const leastBeside = 0.1;
const sureNeighbour = 0.6;

/** Countries, languages, cities, days: no one's, where no rule says otherwise. */
const isWorldly = ({ traits }: ScreenWord): boolean =>
  traits['by.any'] === 0 &&
  (traits['world'] === 1 || traits['calendar'] === 1 || traits['currency'] === 1);

const plainArea = ({ word: { word }, chance }: LikelyWord): number =>
  word.box.width * word.box.height * (1 - chance);

const sumOfPlain = (words: readonly LikelyWord[]): number =>
  words.reduce((sum, word) => sum + plainArea(word), 0);

const mayBelong = (text: string): boolean => /^\P{L}*\p{Lu}|\d/u.test(text);

/** From words that are surely covered on to the ones beside them. */
function withNeighbours(
  words: readonly LikelyWord[],
  likely: ReadonlySet<LikelyWord>,
): LikelyWord[] {
  const covered = new Set(likely);
  const spread = (from: readonly LikelyWord[]): void => {
    for (const [at, next] of from.entries()) {
      const before = from[at - 1];
      if (
        before !== undefined &&
        covered.has(before) &&
        before.word.cell === next.word.cell &&
        before.chance >= sureNeighbour &&
        next.chance >= leastBeside &&
        next.word.traits['calendar'] !== 1 &&
        mayBelong(next.word.word.text)
      )
        covered.add(next);
    }
  };
  spread(words);
  spread(words.toReversed());
  return words.filter((word) => covered.has(word));
}

/** @param isSure whether a rule that the forest cannot overrule covers the word: it costs no room. */
export function likelyWords(
  words: readonly ScreenWord[],
  mode: RedactionMode,
  isSure: (word: ScreenWord) => boolean,
): LikelyWord[] {
  const { found, other, withRoom } = leastChance[mode];
  const judged = words.map((word) => ({ word, chance: chanceOf(word.traits) }));
  const open = judged.filter(({ word }) => !isWorldly(word));
  const likely = new Set(
    open.filter(({ word, chance }) => chance >= ((word.traits['by.any'] ?? 0) > 0 ? found : other)),
  );
  let room =
    mostLost * sumOfPlain(judged.filter(({ word }) => !isSure(word))) -
    sumOfPlain([...likely].filter(({ word }) => !isSure(word)));
  const rest = open
    .filter((word) => !likely.has(word) && word.chance >= withRoom)
    .toSorted((a, b) => b.chance - a.chance);
  for (const word of rest) {
    room -= isSure(word.word) ? 0 : plainArea(word);
    if (room < 0) break;
    likely.add(word);
  }
  return withNeighbours(judged, likely);
}
