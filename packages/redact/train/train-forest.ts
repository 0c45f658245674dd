/**
 * `node packages/redact/train/train-forest.ts DIR [--leave-out PREFIX] [--out FILE]`: the marked
 * screens that bench/redact/draw-marked.ts drew into DIR → src/ocr/forest.json. Each is read once by
 * OCR, the words kept beside the picture, and learnt from several times, each time with other values
 * (substitute.ts). The same bytes from the same pictures and readings.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { decodePicture } from '../src/image/decode-picture.ts';
import { toContrast } from '../src/ocr/contrast.ts';
import { readByTesseract, type Word } from '../src/ocr/tesseract.ts';
import { boostTrees, type Row } from './boost.ts';
import { seededChance } from './chance.ts';
import { kindOfWord, rowsOf, type Mark } from './screen-rows.ts';
import { substituteWords } from './substitute.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'leave-out': { type: 'string' }, out: { type: 'string' } },
});
const folder = positionals[0];
if (folder === undefined) throw new TypeError('Give the folder of the screens.');
const out = values.out ?? new URL('../src/ocr/forest.json', import.meta.url).pathname;
const leftOut = values['leave-out'];
const readings = 3;

async function wordsOf(picture: string): Promise<readonly Word[]> {
  const kept = picture.replace(/png$/u, 'words.json');
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8'));
  const words = await readByTesseract(toContrast(await decodePicture(readFileSync(picture))));
  writeFileSync(kept, JSON.stringify(words));
  return words;
}

const rows: Row[] = [];
let traits: readonly string[] = [];
const pictures = readdirSync(folder).filter(
  (file) => file.endsWith('.png') && (leftOut === undefined || !file.startsWith(`${leftOut}-`)),
);
for (const [index, file] of pictures.toSorted().entries()) {
  const path = join(folder, file);
  const marks: readonly Mark[] = JSON.parse(readFileSync(path.replace(/png$/u, 'json'), 'utf8'));
  const words = await wordsOf(path);
  const kinds = words.map((word) => kindOfWord(word, marks));
  for (let reading = 0; reading < readings; reading += 1) {
    const chance = seededChance(1000 * index + reading);
    const learnt = rowsOf(substituteWords(words, kinds, chance), marks);
    if (learnt.rows.length === 0) continue;
    ({ traits } = learnt);
    rows.push(...learnt.rows);
  }
}
writeFileSync(out, `${JSON.stringify(boostTrees(rows, traits, seededChance(11)))}\n`);
