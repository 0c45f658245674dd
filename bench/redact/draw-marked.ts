/** `node bench/redact/draw-marked.ts DIR`: all marked pages as pictures, with the places of their texts, to train on. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pages } from './pages.ts';
import { takeShots } from './screens.ts';
import { judgedPages, markedPages, strangePages } from './strange.ts';

const folder = process.argv[2];
if (folder === undefined) throw new TypeError('Give the folder for the pictures.');
const sources = {
  own: pages(),
  strange: strangePages(),
  judged: judgedPages(),
  marked: markedPages(),
};
for (const [group, source] of Object.entries(sources)) {
  for (const { name, png, places } of await takeShots(source)) {
    writeFileSync(join(folder, `${group}-${name}.png`), png);
    writeFileSync(join(folder, `${group}-${name}.json`), JSON.stringify(places));
  }
}
