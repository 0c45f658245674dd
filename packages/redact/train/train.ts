/**
 * `node packages/redact/train/train.ts DATA --wordnet FOLDER [--without-even] [--out FILE]`: the
 * corpus in DATA and WordNet's data files (Debian's wordnet-base: /usr/share/wordnet) → src/tagger/model.json. Deterministic: same data, same bytes.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  aloneAfter,
  aloneAs,
  buckets,
  edge,
  jointCount,
  writeJoint,
} from '../src/tagger/features.ts';
import type { Sight } from '../src/tagger/word.ts';
import type { TaggerModel } from '../src/tagger/model.ts';
import { labels, scoreToken } from '../src/tagger/tagger.ts';
import { tokenize } from '../src/tagger/token.ts';
import { seededChance } from './chance.ts';
import { buildCorpus, type Sentence } from './corpus.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'without-even': { type: 'boolean' },
    out: { type: 'string' },
    epochs: { type: 'string' },
    wordnet: { type: 'string', default: '/usr/share/wordnet' },
  },
});
const data = positionals[0];
if (data === undefined) throw new TypeError('Give the folder of the corpus.');
const out = values.out ?? new URL('../src/tagger/model.json', import.meta.url).pathname;

const sources = {
  presidio: [
    'presidio-generated-large.json',
    'presidio-generated-small.json',
    ...(values['without-even'] === true ? [] : ['presidio-synth-v2-even.json']),
  ].map((name) => join(data, name)),
  wnut: join(data, 'wnut17-train.conll'),
  wordnet: values.wordnet,
};

/** Gold labels of a sentence's tokens, as indices into `labels`. */
function goldOf({ spans }: Sentence, tokens: readonly { start: number; text: string }[]): number[] {
  return tokens.map(({ start, text }) => {
    const span = spans.find(
      (span) => start >= span.start && start + text.length <= span.end && text !== '\n',
    );
    return span === undefined ? 0 : labels.indexOf(span.label);
  });
}

/** What is said of a token whatever the labels before it: told once, not once an epoch. */
function bucketsAround(sights: readonly Sight[], at: number): number[] {
  return [
    ...aloneAs.own(sights[at] ?? edge),
    ...aloneAs.left(sights[at - 1] ?? edge),
    ...aloneAs.right(sights[at + 1] ?? edge),
    ...aloneAs.left2(sights[at - 2] ?? edge),
    ...aloneAs.right2(sights[at + 2] ?? edge),
  ];
}
const aroundCount = bucketsAround([], 0).length;
const afterCount = aloneAfter(edge, 0).length;
/** Of a word behind each label. */
const afterWords = new Map<Sight, readonly (readonly number[])[]>();
function afterOf(sight: Sight, last: number): readonly number[] {
  const held = afterWords.get(sight) ?? labels.map((_, label) => aloneAfter(sight, label));
  afterWords.set(sight, held);
  return held[last] ?? [];
}

const prepared = buildCorpus(sources, 17).map((sentence) => {
  const tokens = tokenize(sentence.text);
  const sights = tokens.map(({ word }) => word);
  return {
    sights,
    gold: goldOf(sentence, tokens),
    around: Int32Array.from(sights.flatMap((_, at) => bucketsAround(sights, at))),
  };
});
const features = new Int32Array(aroundCount + afterCount + jointCount);
const joint = features.subarray(aroundCount + afterCount);
const count = labels.length;
const weights = new Float32Array(buckets * count);
const totals = new Float64Array(buckets * count);
const scores = new Float64Array(count);
const chance = seededChance(5);
const epochs = Number(values.epochs ?? 6);
let step = 1;

for (let epoch = 0; epoch < epochs; epoch += 1) {
  for (let index = prepared.length - 1; index > 0; index -= 1) {
    const other = Math.floor(chance() * (index + 1));
    const [a, b] = [prepared[index], prepared[other]];
    if (a !== undefined && b !== undefined) [prepared[index], prepared[other]] = [b, a];
  }
  let wrong = 0;
  let seen = 0;
  for (const { sights, gold, around } of prepared) {
    let last = 0;
    let beforeLast = 0;
    for (const [at, label] of gold.entries()) {
      features.set(around.subarray(at * aroundCount, (at + 1) * aroundCount));
      features.set(afterOf(sights[at] ?? edge, last), aroundCount);
      writeJoint(joint, sights, at, last, beforeLast);
      scores.fill(0);
      const best = scoreToken(weights, features, scores);
      step += 1;
      seen += 1;
      if (best !== label) {
        wrong += 1;
        for (const bucket of features) {
          const right = bucket * count + label;
          const bad = bucket * count + best;
          weights[right] = (weights[right] ?? 0) + 1;
          totals[right] = (totals[right] ?? 0) + step;
          weights[bad] = (weights[bad] ?? 0) - 1;
          totals[bad] = (totals[bad] ?? 0) - step;
        }
      }
      beforeLast = last;
      last = best;
    }
  }
  process.stderr.write(
    `epoch ${epoch}: ${((100 * wrong) / seen).toFixed(2)} % of ${seen} tokens wrong\n`,
  );
}

// The average over all steps is weights - totals / step; scaled so that the largest fits a signed byte.
const averaged = weights.map((weight, index) => weight - (totals[index] ?? 0) / step);
const sorted = averaged.map((weight) => Math.abs(weight)).toSorted();
const scale = 127 / Math.max(1e-6, sorted[Math.floor(sorted.length * 0.9999)] ?? 1);
const model = Int8Array.from(averaged, (weight) =>
  Math.max(-127, Math.min(127, Math.round(weight * scale))),
);
const shipped: TaggerModel = { weights: Buffer.from(model.buffer).toString('base64') };
writeFileSync(out, `${JSON.stringify(shipped, null, 2)}\n`);
process.stderr.write(`wrote ${out}: ${model.length} bytes, scale ${scale.toFixed(2)}\n`);
