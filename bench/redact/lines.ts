/** lines.txt → labelled sentences: lines of everyday kinds, marked by hand. */
import { readFileSync } from 'node:fs';
import type { Sentence } from './score-text.ts';

/** The type of what may be covered, or not. */
export const optional = 'optional';

const mark = /⟦(?<kind>\w+):(?<value>[^⟧]+)⟧|⟨(?<free>[^⟩]+)⟩/gu;

function readLine(line: string): Sentence {
  const marked = line.replaceAll(String.raw`\n`, '\n').replaceAll(String.raw`\t`, '\t');
  let text = '';
  let from = 0;
  const spans: { start: number; end: number; type: string }[] = [];
  for (const hit of marked.matchAll(mark)) {
    text += marked.slice(from, hit.index);
    const { kind = optional, value, free } = hit.groups ?? {};
    const start = text.length;
    text += value ?? free ?? '';
    spans.push({ start, end: text.length, type: kind });
    from = hit.index + hit[0].length;
  }
  return { text: text + marked.slice(from), spans };
}

export function readLines(): Sentence[] {
  return readFileSync(new URL('lines.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(readLine);
}
