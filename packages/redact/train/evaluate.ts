/**
 * `node packages/redact/train/evaluate.ts DATA FILE [--model FILE] [--json]`: recall of labelled entities
 * (all signs of it covered) and precision per covered character.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { modelToWeights } from '../src/tagger/model.ts';
import { labels } from '../src/tagger/tagger.ts';
import { detectText } from '../src/text/detect.ts';
import type { RedactionMode } from '../src/span.ts';
import { readPresidio } from './corpus.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    misses: { type: 'string' },
    false: { type: 'string' },
    mode: { type: 'string' },
    model: { type: 'string' },
    json: { type: 'boolean' },
  },
});
const print = (...parts: readonly string[]): void =>
  void process.stdout.write(`${parts.join(' ')}\n`);
const weights =
  values.model === undefined
    ? undefined
    : modelToWeights(JSON.parse(readFileSync(values.model, 'utf8')), labels.length);
const options = { scope: 'all' as const, ...(weights === undefined ? {} : { weights }) };
const [data = '', file = ''] = positionals;
const mode: RedactionMode = values.mode === 'balanced' ? 'balanced' : 'strict';
const rows = readPresidio(join(data, file));
const byType = new Map<string, { all: number; found: number }>();
let covered = 0;
let right = 0;
const units = rows.reduce((sum, { text }) => sum + text.length, 0);
const misses: string[] = [];
const wrong = new Map<string, number>();
const pass = (): number => {
  const started = process.cpuUsage();
  for (const { text } of rows) detectText(text, { mode, ...options });
  const { user, system } = process.cpuUsage(started);
  return user + system;
};
// A pass takes some hundredths of a second: what compiles and collects meanwhile is as much again. As bench/redact.bench.ts does.
const [warmingPasses, passes] = [8, 9];
for (let warming = 0; warming < warmingPasses; warming += 1) pass();
const usedMicros = Array.from({ length: passes }, pass).toSorted((a, b) => a - b)[passes >> 1] ?? 0;
for (const { text, spans: gold } of rows) {
  const spans = detectText(text, { mode, ...options });
  const isCovered = (at: number): boolean =>
    spans.some(({ start, end }) => at >= start && at < end);
  const isGold = (at: number): boolean => gold.some(({ start, end }) => at >= start && at < end);
  for (const { start, end, type } of gold) {
    const tally = byType.get(type) ?? { all: 0, found: 0 };
    byType.set(type, tally);
    tally.all += 1;
    let whole = true;
    for (let at = start; at < end; at += 1)
      if (/[\p{L}\p{N}]/u.test(text.charAt(at)) && !isCovered(at)) whole = false;
    if (whole) tally.found += 1;
    else
      misses.push(
        `${type} | ${text.slice(start, end)} | ${text.slice(Math.max(0, start - 30), end + 20).replaceAll('\n', '\\n')}`,
      );
  }
  for (const span of spans) {
    let bad = 0;
    for (let at = span.start; at < span.end; at += 1) {
      if (!/\S/u.test(text.charAt(at))) continue;
      covered += 1;
      if (isGold(at)) right += 1;
      else bad += 1;
    }
    if (bad > 1)
      wrong.set(
        `${span.rule} ${text.slice(span.start, span.end)}`,
        (wrong.get(`${span.rule} ${text.slice(span.start, span.end)}`) ?? 0) + bad,
      );
  }
}
let all = 0;
let found = 0;
for (const [type, tally] of [...byType].toSorted((a, b) => b[1].all - a[1].all)) {
  all += tally.all;
  found += tally.found;
  if (values.json !== true)
    print(type.padEnd(20), String(tally.all).padStart(5), (tally.found / tally.all).toFixed(4));
}
const summary = {
  recall: found / all,
  precision: right / covered,
  microsPer100: (usedMicros / units) * 100,
  byType: Object.fromEntries([...byType].map(([type, tally]) => [type, tally.found / tally.all])),
};
if (values.json === true) print(JSON.stringify(summary));
else
  print(
    'recall',
    (found / all).toFixed(4),
    'char precision',
    (right / covered).toFixed(4),
    'µs/100 chars',
    ((usedMicros / units) * 100).toFixed(0),
  );
if (values.misses !== undefined) print(misses.slice(0, Number(values.misses)).join('\n'));
if (values.false !== undefined)
  print(
    [...wrong]
      .toSorted((a, b) => b[1] - a[1])
      .slice(0, Number(values.false))
      .map(([key, bad]) => `${bad} ${key.replaceAll('\n', '\\n')}`)
      .join('\n'),
  );
