/**
 * The model as it is shipped: JSON, so that it is bundled like the word lists,
 * wherever JavaScript runs. Made by train/train.ts, described in train/MODEL-CARD.md.
 */
import { buckets } from './features.ts';
import type { Weights } from './tagger.ts';
import shipped from './model.json' with { type: 'json' };

/** For each bucket and label one signed byte, in base64. */
export interface TaggerModel {
  readonly weights: string;
}

/** @throws RangeError where the model was made for other labels or buckets. */
export function modelToWeights(model: TaggerModel, labelCount: number): Weights {
  const bytes = atob(model.weights);
  if (bytes.length !== buckets * labelCount)
    throw new RangeError('The tagger model has another size than this code.');
  const weights = new Int8Array(bytes.length);
  for (let index = 0; index < bytes.length; index += 1) weights[index] = bytes.charCodeAt(index);
  return weights;
}

export const shippedWeights = (labelCount: number): Weights => modelToWeights(shipped, labelCount);
