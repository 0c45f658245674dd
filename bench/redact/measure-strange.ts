/** Screens of other apps, read by OCR alone: ours, and what patterns make of plain Tesseract's words. */
import { createImageRedactor } from '@understudy/redact';
import { execFileSync } from 'node:child_process';
import type { BenchRow } from '../bench.ts';
import { judge, type Verdict } from './judge.ts';
import { takeShots } from './screens.ts';
import { strangePages } from './strange.ts';

interface Word {
  readonly text: string;
  readonly line: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The picture as it is, without any preparation. */
function readPlainly(png: Uint8Array): Word[] {
  const tsv = execFileSync('tesseract', ['stdin', 'stdout', '-l', 'eng', 'tsv'], {
    input: png,
    env: { ...process.env, OMP_THREAD_LIMIT: '1' },
    stdio: ['pipe', 'pipe', 'ignore'],
    maxBuffer: 2 ** 26,
  }).toString();
  return tsv.split('\n').flatMap((row) => {
    const cells = row.split('\t');
    const text = cells[11]?.trim() ?? '';
    if (cells[0] !== '5' || text === '') return [];
    const [x = 0, y = 0, width = 0, height = 0] = cells.slice(6, 10).map(Number);
    return [{ text, line: cells.slice(1, 5).join(' '), x, y, width, height }];
  });
}

/** Cards, social security numbers and e-mail addresses: the kinds of screenpipe's pii_removal.rs. */
const patterns = [
  /\b(?:\d{4}[-\s]?){3}\d{4}\b/gu,
  /\b\d{3}-\d{2}-\d{4}\b/gu,
  /\b[\w.%+-]+@[\w.-]+\.[A-Za-z]{2,}\b/gu,
];
/** And what a careful engineer adds in an afternoon. */
const morePatterns = [
  ...patterns,
  /\+?\d[\d ().-]{7,}\d/gu,
  /\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,7}\b/gu,
  /\b\d{1,3}(?:\.\d{1,3}){3}\b/gu,
  /\b(?:Mr|Mrs|Ms|Dr)\.? [A-Z]\w+(?: [A-Z]\w+)?/gu,
  /\b\d+ (?:[A-Z]\w+ ){1,3}(?:St|Street|Ave|Avenue|Rd|Road|Lane|Drive)\b/gu,
];

const coverWords = (words: readonly Word[]): Word[] =>
  words.filter(({ text }) => patterns.some((pattern) => text.search(pattern) >= 0));

function coverLines(words: readonly Word[]): Word[] {
  return [...Map.groupBy(words, ({ line }) => line).values()].flatMap((line) => {
    const text = line.map((word) => word.text).join(' ');
    const hits = morePatterns.flatMap((pattern) => [...text.matchAll(pattern)]);
    let start = 0;
    return line.filter((word) => {
      const from = start;
      start += word.text.length + 1;
      return hits.some((hit) => hit.index < start - 1 && hit.index + hit[0].length > from);
    });
  });
}

const mostLost = 0.05;

const shareOf = (verdicts: readonly Verdict[], holds: (verdict: Verdict) => boolean): number =>
  verdicts.filter(holds).length / verdicts.length;

export async function measureStrange(progress: (line: string) => void): Promise<BenchRow[]> {
  const shots = await takeShots(strangePages());
  const redactor = createImageRedactor();
  const ours: Verdict[] = [];
  const byWord: Verdict[] = [];
  const byLine: Verdict[] = [];
  for (const shot of shots) {
    progress(shot.name);
    ours.push(judge(shot, (await redactor.redact(shot.png)).boxes));
    const words = readPlainly(shot.png);
    byWord.push(judge(shot, coverWords(words)));
    byLine.push(judge(shot, coverLines(words)));
  }
  const row = (measure: string, goal: number, holds: (verdict: Verdict) => boolean): BenchRow => ({
    measure: `${measure} (${shots.length} screens of other apps, by OCR alone)`,
    value: shareOf(ours, holds),
    unit: 'share',
    goal: { kind: 'atLeast', value: goal },
    peers: [
      { name: "screenpipe's patterns on Tesseract's words", value: shareOf(byWord, holds) },
      { name: 'patterns on lines of plain Tesseract', value: shareOf(byLine, holds) },
    ],
  });
  const values = ours.reduce((sum, verdict) => sum + verdict.values, 0);
  const leaked = ours.reduce((sum, verdict) => sum + verdict.leaked.length, 0);
  return [
    row('nothing leaked', 0.96, (verdict) => verdict.leaked.length === 0),
    row(
      'nothing leaked and at most 5 % of other text covered',
      0.96,
      (verdict) => verdict.leaked.length === 0 && verdict.lost <= mostLost,
    ),
    { measure: `values covered there, of ${values}`, value: 1 - leaked / values, unit: 'share' },
    {
      measure: 'other text covered there, mean',
      value: ours.reduce((sum, { lost }) => sum + lost, 0) / ours.length,
      unit: 'share',
      goal: { kind: 'atMost', value: mostLost },
    },
  ];
}
