/** How well and how fast redaction is, on texts and on pictures, with peers in the same run. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import nlp from 'compromise';
import { SyncRedactor } from 'redact-pii';
import { createTextRedactor } from '@understudy/redact';
import { measureCpuMs, median, type Bench, type BenchRow } from './bench.ts';
import { measurePixels } from './redact/measure-pixels.ts';
import { measureStrange } from './redact/measure-strange.ts';
import { optional, readLines } from './redact/lines.ts';
import { readSentences, score, type Sentence } from './redact/score-text.ts';

const data = fileURLToPath(new URL('../../shared/data/pii/', import.meta.url));
const train = fileURLToPath(new URL('../packages/redact/train/', import.meta.url));
const run = promisify(execFile);

interface Evaluation {
  readonly recall: number;
  readonly precision: number;
  readonly microsPer100: number;
  readonly byType: Readonly<Record<string, number>>;
}

/** With a model that never saw the sentences it is measured on. */
async function evaluateHeldOut(): Promise<Evaluation> {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-bench-'));
  try {
    const model = join(folder, 'model.json');
    await run(process.execPath, [join(train, 'train.ts'), data, '--without-even', '--out', model]);
    const { stdout } = await run(process.execPath, [
      join(train, 'evaluate.ts'),
      data,
      'presidio-synth-v2-even.json',
      '--model',
      model,
      '--json',
    ]);
    return JSON.parse(stdout);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const structured = [
  'EMAIL_ADDRESS',
  'CREDIT_CARD',
  'US_SSN',
  'IP_ADDRESS',
  'IBAN_CODE',
  'PHONE_NUMBER',
];

type FindSpans = (text: string) => readonly { readonly start: number; readonly end: number }[];

/** Peers that replace without telling where: what of the text is gone. */
function spansOfMissing(text: string, redacted: string): { start: number; end: number }[] {
  const kept = new Set(redacted.split(/[^\p{L}\p{N}@.-]+/u));
  return Array.from(text.matchAll(/[\p{L}\p{N}@.-]+/gu))
    .filter(([word]) => !kept.has(word))
    .map((hit) => ({ start: hit.index, end: hit.index + hit[0].length }));
}

async function peersOfText(): Promise<{ name: string; find: FindSpans }[]> {
  const pii = new SyncRedactor();
  return [
    { name: 'redact-pii', find: (text) => spansOfMissing(text, pii.redact(text)) },
    {
      name: 'compromise',
      find: (text) => {
        const found: string[] = nlp(text)
          .match('(#Person|#Place|#Organization|#PhoneNumber|#Email)')
          .out('array');
        return found.flatMap((value) =>
          text.includes(value)
            ? [{ start: text.indexOf(value), end: text.indexOf(value) + value.length }]
            : [],
        );
      },
    },
  ];
}

/** A pass takes some 50 ms, so the compiler's or the collector's work falls into some of them. */
const warmingPasses = 8;
const passes = 9;

async function speedOf(find: FindSpans, sentences: readonly Sentence[]): Promise<number> {
  const units = sentences.reduce((sum, { text }) => sum + text.length, 0);
  const passCpuMs = () =>
    measureCpuMs(() => {
      for (const { text } of sentences) find(text);
    });
  for (let pass = 0; pass < warmingPasses; pass += 1) await passCpuMs();
  const all: number[] = [];
  for (let pass = 0; pass < passes; pass += 1) all.push(await passCpuMs());
  return (median(all) * 1000 * 100) / units;
}

async function textRows(progress: (line: string) => void): Promise<BenchRow[]> {
  if (!existsSync(data)) {
    progress('the labelled sentences are not there: text rows are left out');
    return [];
  }
  progress('training a model without the sentences to measure on');
  const heldOut = await evaluateHeldOut();
  const sentences = readSentences(join(data, 'presidio-synth-v2-even.json'));
  const all = [...sentences, ...readSentences(join(data, 'presidio-generated-large.json'))];
  const redactor = createTextRedactor();
  const ours: FindSpans = (text) => redactor.redact(text).spans;
  progress('texts');
  const exact = score(all, ours, structured);
  const peers = await peersOfText();
  const recalls = peers.map(({ name, find }) => ({ name, value: score(sentences, find).recall }));
  const precisions = peers.map(({ name, find }) => ({
    name,
    value: score(sentences, find).precision,
  }));
  const speeds: { name: string; value: number }[] = [];
  for (const { name, find } of peers) speeds.push({ name, value: await speedOf(find, sentences) });
  return [
    {
      measure: 'entity recall, presidio sentences (even templates, unseen by the model)',
      value: heldOut.recall,
      unit: 'share',
      goal: { kind: 'atLeast', value: 0.97 },
      peers: recalls,
    },
    {
      measure: 'precision per covered character there',
      value: heldOut.precision,
      unit: 'share',
      goal: { kind: 'atLeast', value: 0.92 },
      peers: precisions,
    },
    {
      measure: 'recall of e-mail, card, SSN, IP, IBAN, phone',
      value: exact.recall,
      unit: 'share',
      goal: { kind: 'atLeast', value: 0.999 },
    },
    {
      measure: 'CPU per 100 characters, detection',
      value: heldOut.microsPer100,
      unit: 'µs',
      goal: { kind: 'atMost', value: 200 },
      peers: speeds,
    },
    {
      measure: 'CPU per 100 characters, detection and settled surrogates',
      value: await speedOf(
        (text) => createTextRedactor().redact(text).spans,
        sentences.slice(0, 300),
      ),
      unit: 'µs',
    },
  ];
}

/** Nobody's data but ours: the rules were mended after the first look at them. */
function lineRows(): BenchRow[] {
  const lines = readLines();
  const kinds = new Set(lines.flatMap(({ spans }) => spans.map(({ type }) => type)));
  kinds.delete(optional);
  const redactor = createTextRedactor();
  const { recall, precision } = score(lines, (text) => redactor.redact(text).spans, [...kinds]);
  return [
    {
      measure: `values in ${lines.length} lines of everyday kinds, written by us (at first sight .89 of the first, .85 of the last 51)`,
      value: recall,
      unit: 'share',
    },
    { measure: 'precision per covered character there (.85)', value: precision, unit: 'share' },
  ];
}

function familyRows(): BenchRow[] {
  const list = join(data, 'secret-families.tsv');
  if (!existsSync(list)) return [];
  const names = readFileSync(list, 'utf8')
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '').length;
  return [
    {
      measure:
        'families of credentials listed (each has a pattern and a sample that is found: packages/redact/tests/secrets.test.ts)',
      value: names,
      unit: 'families',
    },
  ];
}

export const bench: Bench = {
  title: 'Redaction',
  run: async (progress) => [
    ...(await textRows(progress)),
    ...lineRows(),
    ...familyRows(),
    ...(await measurePixels(progress)),
    ...(await measureStrange(progress)),
  ],
};
