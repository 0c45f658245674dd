/**
 * `node packages/redact/train/train-forest.ts DIR [--leave-out PREFIX] [--out FOLDER] [--vectors FOLDER]`: the marked
 * screens that bench/redact/draw-marked.ts drew into DIR → src/ocr/forest.json, told.json and meaning.json.
 * Each is read once by OCR, the words kept beside the picture, and learnt from as it is and with other
 * values (substitute.ts). The same bytes from the same pictures and readings. The word vectors are kept
 * in --vectors FOLDER between runs.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { decodePicture } from '../src/image/decode-picture.ts';
import { chanceTraits } from '../src/ocr/chance-traits.ts';
import { toContrast } from '../src/ocr/contrast.ts';
import { cellsOfWords } from '../src/ocr/find.ts';
import { chanceOfValues, type Forest } from '../src/ocr/forest.ts';
import type { Cell } from '../src/ocr/layout.ts';
import type { Meaning } from '../src/ocr/meaning.ts';
import { wordsOfScreen } from '../src/ocr/screen-words.ts';
import { surroundingsOf } from '../src/ocr/surroundings.ts';
import { readByTesseract, type Word } from '../src/ocr/tesseract.ts';
import { authorOf, foldOf, folds } from './authors.ts';
import { boostTrees, meanOfForests } from './boost.ts';
import { seededChance } from './chance.ts';
import { createToldCounts } from './count-told.ts';
import { createMeaningLearner } from './learn-meaning.ts';
import { packForest } from './pack-forest.ts';
import {
  judgedRow,
  kindOfWord,
  readingOf,
  rowsToLearn,
  type JudgedRow,
  type Mark,
  type Reading,
} from './screen-rows.ts';
import { substituteWords } from './substitute.ts';
import { readWordVectors } from './word-vectors.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'leave-out': { type: 'string' },
    out: { type: 'string' },
    vectors: { type: 'string' },
  },
});
const folder = positionals[0];
if (folder === undefined) throw new TypeError('Give the folder of the screens.');
const out = options.out ?? new URL('../src/ocr', import.meta.url).pathname;
const leftOut = options['leave-out'];
/** The first as it is, the others with other values. */
const readings = 2;
const growth = { treeCount: 400, rate: 0.12 };
/** Forests whose scores are averaged. */
const forestCount = 2;
/** Of what only tells the second look what the first says of screens that it has not learnt from. */
const quickGrowth = { treeCount: 150, rate: 0.15 };

async function wordsOf(picture: string): Promise<readonly Word[]> {
  const kept = picture.replace(/png$/u, 'words.json');
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8'));
  const words = await readByTesseract(toContrast(await decodePicture(readFileSync(picture))));
  writeFileSync(kept, JSON.stringify(words));
  return words;
}

interface Learnt {
  readonly author: string;
  readonly reading: Reading;
  readonly words: readonly { readonly word: Word; readonly cell: Cell }[];
  readonly rows: readonly JudgedRow[];
}

const pictures = readdirSync(folder)
  .filter(
    (file) => file.endsWith('.png') && (leftOut === undefined || !file.startsWith(`${leftOut}-`)),
  )
  .toSorted();
const told = createToldCounts();
const meaning = createMeaningLearner(
  readWordVectors(options.vectors ?? join(tmpdir(), 'understudy-word-vectors')),
);
const screens: { author: string; marks: readonly Mark[]; words: readonly Word[] }[] = [];
for (const file of pictures) {
  const path = join(folder, file);
  const marks: readonly Mark[] = JSON.parse(readFileSync(path.replace(/png$/u, 'json'), 'utf8'));
  const words = await wordsOf(path);
  const cells = cellsOfWords(words);
  const around = surroundingsOf(cells);
  told.add(authorOf(file), cells, around, marks);
  meaning.add(authorOf(file), cells, around, marks);
  screens.push({ author: authorOf(file), marks, words });
}

/** What it says is looked up again for each screen of an author. */
const meaningFor = new Map<string, Meaning>();
function meaningWithout(author: string): Meaning {
  const held = meaningFor.get(author) ?? meaning.without(author);
  meaningFor.set(author, held);
  return held;
}

const learnt: Learnt[] = [];
let traits: readonly string[] = [];
for (const [index, { author, marks, words }] of screens.entries()) {
  const kinds = words.map((word) => kindOfWord(word, marks));
  for (let turn = 0; turn < readings; turn += 1) {
    const chance = seededChance(1000 * index + turn);
    const reading = readingOf(turn === 0 ? words : substituteWords(words, kinds, chance));
    const judged = wordsOfScreen(
      reading.cells,
      reading.spansOf,
      reading.around,
      told.without(author),
      meaningWithout(author),
    );
    if (judged[0] === undefined) continue;
    traits = Object.keys(judged[0].traits);
    learnt.push({
      author,
      reading,
      words: judged.map(({ word, cell }) => ({ word, cell })),
      rows: judged.map(({ word, traits: own }) =>
        judgedRow(
          Float32Array.from(traits, (trait) => own[trait] ?? 0),
          word,
          marks,
        ),
      ),
    });
  }
}

const learnFrom = (
  part: readonly Learnt[],
  names: readonly string[],
  how: typeof growth,
  seed: number,
): Forest =>
  boostTrees(rowsToLearn(part.flatMap(({ rows }) => rows)), names, how, seededChance(seed));
const learnWell = (part: readonly Learnt[], names: readonly string[], seed: number): Forest =>
  meanOfForests(
    Array.from({ length: forestCount }, (_, nth) =>
      learnFrom(part, names, growth, seed + 100 * nth),
    ),
  );

const first = learnWell(learnt, traits, 11);
let contextTraits: readonly string[] = [];
const withContext = folds.flatMap((fold) => {
  const unseen = learnt.filter(({ author }) => foldOf(author) === fold);
  if (unseen.length === 0) return [];
  const seen = learnt.filter(({ author }) => foldOf(author) !== fold);
  const forest = learnFrom(seen, traits, quickGrowth, 13 + fold);
  return unseen.map((screen): Learnt => {
    const chances = screen.rows.map(({ values }) => chanceOfValues(forest, values));
    const context = chanceTraits(screen.words, chances, screen.reading.around);
    contextTraits = Object.keys(context[0] ?? {});
    return {
      ...screen,
      rows: screen.rows.map(({ values, isPositive }, at) => ({
        values: Float32Array.from([...values, ...Object.values(context[at] ?? {})]),
        isPositive,
      })),
    };
  });
});
const second = learnWell(withContext, [...traits, ...contextTraits], 12);

writeFileSync(
  join(out, 'forest.json'),
  `${JSON.stringify({ first: packForest(first), second: packForest(second) })}\n`,
);
writeFileSync(join(out, 'told.json'), `${JSON.stringify(told.toTables())}\n`);
writeFileSync(join(out, 'meaning.json'), `${JSON.stringify(meaning.toTable())}\n`);
