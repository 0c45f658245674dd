/**
 * `npm run bench [NAME…]`: every bench/*.bench.ts in one run on one machine, as the
 * table docs/benchmark.md (with names given, printed only).
 */
import { readdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import type { Bench, BenchRow } from './bench.ts';

const folder = new URL('./', import.meta.url);
const page = new URL('../docs/benchmark.md', import.meta.url);
const wanted = process.argv.slice(2);

interface Table {
  readonly title: string;
  readonly rows: readonly BenchRow[];
}

const names = (await readdir(folder))
  .filter((name) => name.endsWith('.bench.ts'))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.startsWith(part)))
  .toSorted();

const tables: Table[] = [];
const failed: string[] = [];
for (const [index, name] of names.entries()) {
  const label = labelOf(name);
  try {
    const module: { readonly bench: Bench } = await import(new URL(name, folder).href);
    const { bench } = module;
    process.stderr.write(`bench: ${label}\n`);
    const rows = await bench.run((line) => process.stderr.write(`bench: ${label}: ${line}\n`));
    tables.push({ title: bench.title, rows });
  } catch (error) {
    failed.push(label);
    console.error(`bench: ${label} failed:`, error);
  }
  // After each part, so that a run that is broken off leaves what it measured.
  const left = names.slice(index + 1).map(labelOf);
  if (wanted.length === 0) await writeFile(page, tablesToMarkdown(tables, [...failed, ...left]));
}

console.log(tablesToMarkdown(tables, failed));
if (failed.length > 0) console.error(`bench: failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

function labelOf(name: string): string {
  return name.replace('.bench.ts', '');
}

function tablesToMarkdown(tables: readonly Table[], missing: readonly string[]): string {
  const lines = [
    '# Benchmark',
    '',
    'Written by `npm run bench`: all rows in one run, peers at the same work in the same run.',
    '',
    `Machine: ${machineFacts()}. Date: ${new Date().toISOString().slice(0, 10)}.`,
    '',
    ...goalsToMarkdown(tables.flatMap(({ rows }) => rows)),
  ];
  for (const { title, rows } of tables) {
    lines.push(
      '',
      `## ${title}`,
      '',
      '| measure | value | unit | goal | peers |',
      '|---|---|---|---|---|',
    );
    for (const row of rows) lines.push(rowToMarkdown(row));
  }
  if (missing.length > 0) lines.push('', `Not measured in this run: ${missing.join(', ')}.`);
  return `${lines.join('\n')}\n`;
}

function rowToMarkdown({ measure, value, unit, goal, peers }: BenchRow): string {
  const others = (peers ?? []).map(({ name, value }) => `${name}: ${format(value)}`).join('; ');
  return `| ${measure} | ${format(value)} | ${unit} | ${goal === undefined ? '' : goalToText(goal, value)} | ${others} |`;
}

type Goal = NonNullable<BenchRow['goal']>;

/** First of all, for whoever reads no table: which of the goals are missed, and by how much. */
function goalsToMarkdown(rows: readonly BenchRow[]): readonly string[] {
  const aims = rows.flatMap(({ goal, ...row }) => (goal === undefined ? [] : [{ ...row, goal }]));
  const missed = aims.filter(({ goal, value }) => !isMet(goal, value));
  return [
    `Goals met: ${aims.length - missed.length} of ${aims.length}.${missed.length === 0 ? '' : ' Missed:'}`,
    ...missed.map(
      ({ measure, value, unit, goal }) =>
        `- ${measure}: ${format(value)} ${unit} (goal: ${goalToWords(goal)})`,
    ),
  ];
}

function isMet(goal: Goal, value: number): boolean {
  return goal.kind === 'atMost' ? value <= goal.value : value >= goal.value;
}

function goalToWords(goal: Goal): string {
  return `${goal.kind === 'atMost' ? 'at most' : 'at least'} ${format(goal.value)}`;
}

function goalToText(goal: Goal, value: number): string {
  return `${goalToWords(goal)}: ${isMet(goal, value) ? 'met' : 'missed'}`;
}

function format(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en-GB');
  return value.toLocaleString('en-GB', { maximumSignificantDigits: value >= 100 ? 4 : 3 });
}

/** What the numbers depend on; never the machine's name. */
function machineFacts(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} cores (${model}), ${gibibytes} GiB, ${process.platform} ${process.arch}, Node ${process.version}`;
}
