/**
 * What the shipped rules demand of a text (demand.ts), told once by `node packages/redact/train/demands.ts`
 * and kept in demands.json: to read it off 400 patterns is a third of a second of CPU in each process
 * that redacts. A pattern that is not there, as one that was just changed, is read as it comes.
 */
import { demandOf, type Demand } from './demand.ts';
import known from './demands.json' with { type: 'json' };

const hashOf = (text: string, seed: number): string => {
  let hash = seed;
  for (let at = 0; at < text.length; at += 1)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(36);
};

/** Of the whole pattern, in 64 bits. */
export const keyOf = ({ source, flags }: RegExp): string =>
  `${hashOf(`${flags} ${source}`, 0x811c9dc5)}-${hashOf(`${flags} ${source}`, 0x2545f491)}`;

/** As the file has one: numbers, cues and pairs with tabs between; no cue has a blank in it. */
export const rowOf = ({ digits, digitRun, stretch, cues, pairs }: Demand): string =>
  [[digits, digitRun, stretch], cues ?? [], pairs ?? []].map((part) => part.join(' ')).join('\t');

const rows = new Map<string, string>(Object.entries(known));

const partsOf = (text: string): readonly string[] | null => (text === '' ? null : text.split(' '));

/** @param pattern with the flag `u` */
export function demandOfRule(pattern: RegExp): Demand {
  const row = rows.get(keyOf(pattern));
  if (row === undefined) return demandOf(pattern);
  const [numbers = '', cues = '', pairs = ''] = row.split('\t');
  const [digits = 0, digitRun = 0, stretch = 0] = numbers.split(' ').map(Number);
  return {
    digits,
    digitRun,
    stretch,
    cues: partsOf(cues),
    pairs: partsOf(pairs)?.map(Number) ?? null,
  };
}
