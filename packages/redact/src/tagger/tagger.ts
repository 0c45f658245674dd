/**
 * The averaged perceptron (Collins 2002) that tells names, places,
 * organisations and addresses from context. Greedy, left to right.
 */
import { jointCount, writeJoint } from './features.ts';
import { shippedWeights } from './model.ts';
import type { Token } from './token.ts';
import { createWordWeights, place } from './word-weights.ts';

export const labels = [
  'none',
  'person',
  'location',
  'organization',
  'address',
  'date',
  'attribute',
] as const;
export type Label = (typeof labels)[number];
/** `scoreToken` has a variable for each. */
const labelCount: 7 = labels.length;

/** `weights[bucket * labels.length + label]`. */
export type Weights = Int8Array;

let shipped: Weights | null = null;

/**
 * Adds the weights of the features to `scores`; returns the best label. One variable a label,
 * which stays in a register: this loop was a third of what a text costs.
 */
export function scoreToken(
  weights: Weights | Float32Array,
  features: Int32Array,
  scores: Float64Array,
): number {
  let none = scores[0] ?? 0;
  let person = scores[1] ?? 0;
  let location = scores[2] ?? 0;
  let organization = scores[3] ?? 0;
  let address = scores[4] ?? 0;
  let date = scores[5] ?? 0;
  let attribute = scores[6] ?? 0;
  for (const feature of features) {
    const at = feature * labelCount;
    none += weights[at] ?? 0;
    person += weights[at + 1] ?? 0;
    location += weights[at + 2] ?? 0;
    organization += weights[at + 3] ?? 0;
    address += weights[at + 4] ?? 0;
    date += weights[at + 5] ?? 0;
    attribute += weights[at + 6] ?? 0;
  }
  scores[0] = none;
  scores[1] = person;
  scores[2] = location;
  scores[3] = organization;
  scores[4] = address;
  scores[5] = date;
  scores[6] = attribute;
  return bestOf(scores, 0);
}

/** The label of the highest score, of those from `first` on. */
function bestOf(scores: Float64Array, first: number): number {
  let best = first;
  for (let label = first + 1; label < scores.length; label += 1)
    if ((scores[label] ?? 0) > (scores[best] ?? 0)) best = label;
  return best;
}

export interface Tagged {
  readonly label: Label;
  /** The best label but `none`. */
  readonly top: Label;
  /** How far the label's score stands above that of `none`, in the model's units; negative for none. */
  readonly margin: number;
}

/** Of each model that is in use. */
const wordWeights = new WeakMap<Weights, ReturnType<typeof createWordWeights>>();

function wordWeightsOf(weights: Weights): ReturnType<typeof createWordWeights> {
  const held = wordWeights.get(weights) ?? createWordWeights(weights, labelCount);
  wordWeights.set(weights, held);
  return held;
}

export function tagTokens(
  tokens: readonly Token[],
  weights: Weights = (shipped ??= shippedWeights(labelCount)),
): Tagged[] {
  const sights = tokens.map(({ word }) => word);
  const { table, rows, edgeRow } = wordWeightsOf(weights)(sights);
  const features = new Int32Array(jointCount);
  const scores = new Float64Array(labelCount);
  const tagged: Tagged[] = [];
  let last = 0;
  let beforeLast = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    const own = rows[at] ?? edgeRow;
    const after = own + (place.after + last) * labelCount;
    const left = (rows[at - 1] ?? edgeRow) + place.left * labelCount;
    const right = (rows[at + 1] ?? edgeRow) + place.right * labelCount;
    const left2 = (rows[at - 2] ?? edgeRow) + place.left2 * labelCount;
    const right2 = (rows[at + 2] ?? edgeRow) + place.right2 * labelCount;
    for (let label = 0; label < labelCount; label += 1)
      scores[label] =
        (table[own + label] ?? 0) +
        (table[after + label] ?? 0) +
        (table[left + label] ?? 0) +
        (table[right + label] ?? 0) +
        (table[left2 + label] ?? 0) +
        (table[right2 + label] ?? 0);
    writeJoint(features, sights, at, last, beforeLast);
    const best = scoreToken(weights, features, scores);
    const top = bestOf(scores, 1);
    tagged.push({
      label: labels[best] ?? 'none',
      top: labels[top] ?? 'none',
      margin: (scores[top] ?? 0) - (scores[0] ?? 0),
    });
    beforeLast = last;
    last = best;
  }
  return tagged;
}
