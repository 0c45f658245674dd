/**
 * The averaged perceptron (Collins 2002) that tells names, places,
 * organisations and addresses from context. Greedy, left to right.
 */
import { featureCount, sightsOf, writeFeatures, type Sight } from './features.ts';
import { shippedWeights } from './model.ts';
import type { Token } from './token.ts';

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

/** `weights[bucket * labels.length + label]`. */
export type Weights = Int8Array | Float32Array;

let shipped: Weights | null = null;

/** Scores into `scores`; returns the best label. */
export function scoreToken(weights: Weights, features: Int32Array, scores: Float64Array): number {
  const count = labels.length;
  scores.fill(0);
  for (let slot = 0; slot < featureCount; slot += 1) {
    const base = (features[slot] ?? 0) * count;
    for (let label = 0; label < count; label += 1)
      scores[label] = (scores[label] ?? 0) + (weights[base + label] ?? 0);
  }
  let best = 0;
  for (let label = 1; label < count; label += 1)
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

export function tagTokens(
  tokens: readonly Token[],
  weights: Weights = (shipped ??= shippedWeights(labels.length)),
): Tagged[] {
  const sights: readonly Sight[] = sightsOf(tokens);
  const features = new Int32Array(featureCount);
  const scores = new Float64Array(labels.length);
  const tagged: Tagged[] = [];
  let last = 0;
  let beforeLast = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    writeFeatures(features, sights, at, last, beforeLast);
    const best = scoreToken(weights, features, scores);
    let top = 1;
    for (let label = 2; label < labels.length; label += 1)
      if ((scores[label] ?? 0) > (scores[top] ?? 0)) top = label;
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
