/** What the recorder costs in the demo's minute of work, by running the demo itself. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { mebibytesPerHour, recorderCpuShare, type Figures } from '../demo/figures.ts';
import type { Bench } from './bench.ts';

const demo = fileURLToPath(new URL('../demo/run.ts', import.meta.url));
const figuresFile = new URL('../demo-out/figures.json', import.meta.url);

export const bench: Bench = {
  title: 'A minute of work, recorded on X11 (the demo)',
  run: async (progress) => {
    progress('the demo, start to end');
    const code = await new Promise<number | null>((resolve, reject) => {
      const child = spawn(process.execPath, [demo], { stdio: ['ignore', 'ignore', 'inherit'] });
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0) throw new Error(`The demo ended with ${code}.`);
    const figures: Figures = JSON.parse(await readFile(figuresFile, 'utf8'));
    const atMost = (value: number) => ({ kind: 'atMost', value }) as const;
    return [
      {
        measure: 'events lost',
        value: (figures.generated ?? figures.arrived) - figures.arrived,
        unit: 'events',
        goal: atMost(0),
      },
      {
        measure: "the recorder's CPU",
        value: 100 * recorderCpuShare(figures),
        unit: '% of a core',
        goal: atMost(10),
      },
      {
        measure: "the recorder's memory at most",
        value: figures.recorderPeakBytes / 2 ** 20,
        unit: 'MiB',
      },
      {
        measure: 'sealed data',
        value: mebibytesPerHour(figures),
        unit: 'MiB an hour',
        goal: atMost(60),
      },
      {
        measure: 'from stop to exported dataset',
        value: figures.stopToDatasetMs / 1000,
        unit: 's',
      },
      { measure: 'the whole demo', value: figures.totalMs / 1000, unit: 's', goal: atMost(240) },
    ];
  },
};
