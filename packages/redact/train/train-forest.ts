/**
 * `node packages/redact/train/train-forest.ts [--leave-out judged|strange] [--out FILE]`: the marked
 * screens of bench/redact → src/ocr/forest.json. Each screen is read once by OCR and learnt from several
 * times, each time with other values (substitute.ts). The same bytes from the same pictures and readings.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { pages } from '../../../bench/redact/pages.ts';
import { takeShots } from '../../../bench/redact/screens.ts';
import { judgedPages, strangePages } from '../../../bench/redact/strange.ts';
import { decodePicture } from '../src/image/decode-picture.ts';
import { toContrast } from '../src/ocr/contrast.ts';
import { readByTesseract } from '../src/ocr/tesseract.ts';
import { boostTrees, type Row } from './boost.ts';
import { seededChance } from './chance.ts';
import { kindOfWord, rowsOf } from './screen-rows.ts';
import { substituteWords } from './substitute.ts';

const { values } = parseArgs({
  options: { 'leave-out': { type: 'string' }, out: { type: 'string' } },
});
const out = values.out ?? new URL('../src/ocr/forest.json', import.meta.url).pathname;
const readings = 3;

const sources = { own: pages(), strange: strangePages(), judged: judgedPages() };
const rows: Row[] = [];
let traits: readonly string[] = [];
for (const [name, source] of Object.entries(sources)) {
  if (name === values['leave-out']) continue;
  for (const [index, { png, places }] of (await takeShots(source)).entries()) {
    const words = await readByTesseract(toContrast(await decodePicture(png)));
    const kinds = words.map((word) => kindOfWord(word, places));
    for (let reading = 0; reading < readings; reading += 1) {
      const chance = seededChance(1000 * index + reading);
      const learnt = rowsOf(substituteWords(words, kinds, chance), places);
      if (learnt.rows.length === 0) continue;
      ({ traits } = learnt);
      rows.push(...learnt.rows);
    }
  }
  process.stderr.write(`${name}: ${rows.length} words so far\n`);
}
writeFileSync(out, `${JSON.stringify(boostTrees(rows, traits, seededChance(11)))}\n`);
