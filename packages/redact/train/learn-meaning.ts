/**
 * Marked screens and word vectors → how likely words that mean such things are somebody's, by where they
 * stand (src/ocr/meaning.ts): ridge regression on the vectors and on random features of them (Rahimi and
 * Recht 2007), which stand for how near a word is to others. What an author's own screens tell is left
 * out where they are learnt from, as in `count-told.ts`.
 */
import type { Cell } from '../src/ocr/layout.ts';
import {
  encodeMeaning,
  levelOf,
  rememberKnown,
  roles,
  scoreOf,
  wordsByRole,
  type Meaning,
  type MeaningTable,
  type Role,
} from '../src/ocr/meaning.ts';
import type { Surroundings } from '../src/ocr/surroundings.ts';
import { seededChance } from './chance.ts';
import { isSensitive, type Mark } from './screen-rows.ts';
import type { WordVectors } from './word-vectors.ts';

const randomFeatures = 400;
const ridge = 5;
/** Of the constant, which is hardly held back. */
const ridgeOfBase = 1e-3;

/** Of words that stand together: their mean, and how likely they are somebody's. */
interface Sums {
  readonly products: Float64Array;
  readonly answers: Float64Array;
}

type Features = (word: string) => Float64Array | undefined;

function featuresOf(vectors: WordVectors): { features: Features; size: number } {
  const dimensions = vectors.values().next().value?.length ?? 0;
  const size = dimensions + randomFeatures + 1;
  const chance = seededChance(17);
  // Box and Muller 1958.
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
  const directions = Array.from({ length: randomFeatures }, () =>
    Float64Array.from({ length: dimensions }, normal),
  );
  const phases = Float64Array.from({ length: randomFeatures }, () => 2 * Math.PI * chance());
  const height = Math.sqrt(2 / randomFeatures);
  const held = new Map<string, Float64Array>();
  const features: Features = (word) => {
    const known = held.get(word);
    const vector = vectors.get(word);
    if (known !== undefined || vector === undefined) return known;
    const made = new Float64Array(size);
    made.set(vector);
    for (const [at, direction] of directions.entries()) {
      let along = phases[at] ?? 0;
      for (let axis = 0; axis < dimensions; axis += 1)
        along += (direction[axis] ?? 0) * (vector[axis] ?? 0);
      made[dimensions + at] = height * Math.cos(along);
    }
    made[size - 1] = 1;
    held.set(word, made);
    return made;
  };
  return { features, size };
}

/** Solves (products + ridge) x = answers by Cholesky's factors, in place. */
function solve(products: Float64Array, answers: Float64Array, size: number): Float64Array {
  for (let at = 0; at < size; at += 1) {
    const place = at * size + at;
    products[place] = (products[place] ?? 0) + (at === size - 1 ? ridgeOfBase : ridge);
  }
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = products[row * size + column] ?? 0;
      for (let at = 0; at < column; at += 1)
        sum -= (products[row * size + at] ?? 0) * (products[column * size + at] ?? 0);
      products[row * size + column] =
        row === column ? Math.sqrt(sum) : sum / (products[column * size + column] ?? 1);
    }
  }
  for (let row = 0; row < size; row += 1) {
    let sum = answers[row] ?? 0;
    for (let at = 0; at < row; at += 1)
      sum -= (products[row * size + at] ?? 0) * (answers[at] ?? 0);
    answers[row] = sum / (products[row * size + row] ?? 1);
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = answers[row] ?? 0;
    for (let at = row + 1; at < size; at += 1)
      sum -= (products[at * size + row] ?? 0) * (answers[at] ?? 0);
    answers[row] = sum / (products[row * size + row] ?? 1);
  }
  return answers;
}

export interface MeaningLearner {
  add(
    author: string,
    cells: readonly Cell[],
    around: ReadonlyMap<Cell, Surroundings>,
    marks: readonly Mark[],
  ): void;
  without(author: string): Meaning;
  toTable(): MeaningTable;
}

export function createMeaningLearner(vectors: WordVectors): MeaningLearner {
  const { features, size } = featuresOf(vectors);
  const known = rememberKnown((word) => vectors.has(word));
  const byAuthor = new Map<string, Map<Role, Sums>>();
  const sumsOf = (author: string, role: Role): Sums => {
    const own = byAuthor.get(author) ?? new Map<Role, Sums>();
    byAuthor.set(author, own);
    const sums = own.get(role) ?? {
      products: new Float64Array(size * size),
      answers: new Float64Array(size),
    };
    own.set(role, sums);
    return sums;
  };
  const addRow = ({ products, answers }: Sums, words: readonly string[], holds: boolean): void => {
    const mean = new Float64Array(size);
    for (const word of words) {
      const own = features(word);
      for (let at = 0; at < size; at += 1)
        mean[at] = (mean[at] ?? 0) + (own?.[at] ?? 0) / words.length;
    }
    for (let row = 0; row < size; row += 1) {
      const value = mean[row] ?? 0;
      if (holds) answers[row] = (answers[row] ?? 0) + value;
      for (let column = 0; column <= row; column += 1) {
        const place = row * size + column;
        products[place] = (products[place] ?? 0) + value * (mean[column] ?? 0);
      }
    }
  };
  const meaningOf = (authors: readonly string[]): Meaning => {
    const weights = new Map<Role, Float64Array>();
    const scores = new Map<Role, Map<string, number>>(roles.map((role) => [role, new Map()]));
    const weightsOf = (role: Role): Float64Array => {
      const held = weights.get(role);
      if (held !== undefined) return held;
      const products = new Float64Array(size * size);
      const answers = new Float64Array(size);
      for (const author of authors) {
        const sums = byAuthor.get(author)?.get(role);
        for (const [at, value] of sums?.products.entries() ?? [])
          products[at] = (products[at] ?? 0) + value;
        for (const [at, value] of sums?.answers.entries() ?? [])
          answers[at] = (answers[at] ?? 0) + value;
      }
      const made = solve(products, answers, size);
      weights.set(role, made);
      return made;
    };
    return (role, word) => {
      const held = scores.get(role)?.get(word);
      const own = held === undefined ? features(word) : undefined;
      if (own === undefined) return held;
      const weight = weightsOf(role);
      // As the table rounds it.
      const score = scoreOf(
        levelOf(own.reduce((sum, value, at) => sum + value * (weight[at] ?? 0), 0)),
      );
      scores.get(role)?.set(word, score);
      return score;
    };
  };
  return {
    add: (author, cells, around, marks) => {
      const seen = new Set<string>();
      for (const cell of cells) {
        const words = wordsByRole(cell, around.get(cell), known);
        for (const [at, word] of cell.words.entries()) {
          const holds = isSensitive(word, marks);
          if (holds === null) continue;
          for (const role of roles) {
            const own = words[at]?.[role] ?? [];
            const key = JSON.stringify([role, holds, own]);
            if (own.length === 0 || seen.has(key)) continue;
            seen.add(key);
            addRow(sumsOf(author, role), own, holds);
          }
        }
      }
    },
    without: (author) => meaningOf([...byAuthor.keys()].filter((other) => other !== author)),
    toTable: () => encodeMeaning([...vectors.keys()].toSorted(), meaningOf([...byAuthor.keys()])),
  };
}
