/**
 * `node packages/redact/train/cross-validate.ts DATA FILE --model FILE`: how well the margins of the
 * tagger (caution.ts) do on templates that they were not chosen on. The sentences are dealt into
 * folds by template; for each fold the margins are moved to where recall is highest on the others,
 * at a precision of at least .92 there, and counted on the fold.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { modelToWeights } from '../src/tagger/model.ts';
import { labels } from '../src/tagger/tagger.ts';
import { leastMargins, type Margins } from '../src/text/caution.ts';
import { detectText } from '../src/text/detect.ts';
import { readPresidio, type Labelled } from './corpus.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { model: { type: 'string' } },
});
const [data = '', file = ''] = positionals;
const weights = modelToWeights(JSON.parse(readFileSync(values.model ?? '', 'utf8')), labels.length);
const folds = 5;
const leastPrecision = 0.92;
/** In model units; added to all four margins. */
const shifts = [-300, -200, -150, -100, -50, 0, 50, 100, 150, 200, 300];

const moved = (shift: number): Margins => {
  const { name, unknown, common, known } = leastMargins.all;
  return {
    name: name + shift,
    unknown: unknown + shift,
    common: common + shift,
    known: known + shift,
  };
};

interface Counts {
  readonly entities: number;
  readonly found: number;
  readonly covered: number;
  readonly right: number;
}

function count({ text, spans: gold }: Labelled, shift: number): Counts {
  const spans = detectText(text, { mode: 'strict', scope: 'all', weights, margins: moved(shift) });
  const isIn = (at: number, list: readonly { start: number; end: number }[]): boolean =>
    list.some(({ start, end }) => at >= start && at < end);
  const places = Array.from({ length: text.length }, (_, at) => at);
  const covered = places.filter((at) => /\S/u.test(text.charAt(at)) && isIn(at, spans));
  const missed = gold.filter(({ start, end }) =>
    places
      .slice(start, end)
      .some((at) => /[\p{L}\p{N}]/u.test(text.charAt(at)) && !isIn(at, spans)),
  );
  return {
    entities: gold.length,
    found: gold.length - missed.length,
    covered: covered.length,
    right: covered.filter((at) => isIn(at, gold)).length,
  };
}

const add = (all: readonly Counts[]): { recall: number; precision: number } => {
  const sum = (of: (counts: Counts) => number): number =>
    all.reduce((total, counts) => total + of(counts), 0);
  return {
    recall: sum(({ found }) => found) / sum(({ entities }) => entities),
    precision: sum(({ right }) => right) / sum(({ covered }) => covered),
  };
};

const rows = readPresidio(join(data, file));
const counted = shifts.map((shift) => ({ shift, counts: rows.map((row) => count(row, shift)) }));
const dealt = [...new Set(rows.map(({ template }) => template))];
const foldOf = rows.map(({ template }) => dealt.indexOf(template) % folds);
const held: Counts[] = [];
for (let fold = 0; fold < folds; fold += 1) {
  const best = counted
    .map(({ shift, counts }) => ({
      shift,
      counts,
      ...add(counts.filter((_, index) => foldOf[index] !== fold)),
    }))
    .filter(({ precision }) => precision >= leastPrecision)
    .toSorted((a, b) => b.recall - a.recall || b.precision - a.precision)[0];
  const own = (best?.counts ?? []).filter((_, index) => foldOf[index] === fold);
  held.push(...own);
  const { recall, precision } = add(own);
  process.stdout.write(
    `fold ${fold}: moved by ${best?.shift ?? 0}, recall ${recall.toFixed(4)} at ${precision.toFixed(4)}\n`,
  );
}
const { recall, precision } = add(held);
process.stdout.write(`all folds: recall ${recall.toFixed(4)} at ${precision.toFixed(4)}\n`);
