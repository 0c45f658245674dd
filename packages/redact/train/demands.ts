/** `node packages/redact/train/demands.ts`: the patterns of the rules → src/text/demands.json (known-demands.ts). */
import { writeFileSync } from 'node:fs';
import { demandOf } from '../src/text/demand.ts';
import { textRules } from '../src/text/detect.ts';
import { keyOf, rowOf } from '../src/text/known-demands.ts';

const rows = textRules
  .map(({ pattern }) => [keyOf(pattern), rowOf(demandOf(pattern))] as const)
  .toSorted(([a], [b]) => (a < b ? -1 : 1));
const file = new URL('../src/text/demands.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(Object.fromEntries(rows), null, 2)}\n`);
