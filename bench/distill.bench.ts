/**
 * Reducing 10 million events, exporting 10 to 10,000 steps (`UNDERSTUDY_BENCH_LONG=1`:
 * to 100,000), and replaying on pages that changed: each in a process of its own.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Bench, BenchRow } from './bench.ts';
import { peerRates } from './distill/peer-reducers.ts';

const run = promisify(execFile);
const events = 10_000_000;
const exportSizes = [10, 1000, 10_000, ...(process.env['UNDERSTUDY_BENCH_LONG'] ? [100_000] : [])];

async function runChild<Value>(
  script: string,
  values: readonly number[],
  schema: z.ZodType<Value>,
): Promise<Value> {
  const path = join(import.meta.dirname, 'distill', script);
  const { stdout } = await run(process.execPath, [path, ...values.map(String)]);
  return schema.parse(JSON.parse(stdout));
}

const reduced = z.object({ eventsPerSecond: z.number(), peakMiB: z.number() });
const exported = z.object({
  stepsPerSecond: z.number(),
  peakMiB: z.number(),
  heldMiB: z.number(),
});
const rate = z.object({ tasks: z.number(), passed: z.number(), silent: z.number() });
const replayed = z.array(z.object({ name: z.string(), structure: rate, coordinates: rate }));

async function reduceRows(): Promise<readonly BenchRow[]> {
  const { eventsPerSecond, peakMiB } = await runChild('reduce-events.ts', [events], reduced);
  return [
    {
      measure: 'reducing 10 million events, per CPU-second',
      value: Math.round(eventsPerSecond),
      unit: 'events/s',
      goal: { kind: 'atLeast', value: 1_000_000 },
      peers: await peerRates(),
    },
    {
      measure: 'peak memory of reducing 10 million events',
      value: Math.round(peakMiB),
      unit: 'MiB',
      goal: { kind: 'atMost', value: 200 },
    },
  ];
}

async function exportRows(steps: number): Promise<readonly BenchRow[]> {
  const found = await runChild('export-thread.ts', [steps, 320, 200], exported);
  return [
    {
      measure: `exporting ${steps} steps of 320×200, per CPU-second`,
      value: Math.round(found.stepsPerSecond),
      unit: 'steps/s',
    },
    {
      measure: `peak memory of exporting ${steps} steps`,
      value: Math.round(found.peakMiB),
      unit: 'MiB',
    },
    {
      measure: `memory in use after ${steps} exported steps`,
      value: Math.round(found.heldMiB),
      unit: 'MiB',
    },
  ];
}

async function replayRows(): Promise<readonly BenchRow[]> {
  const variants = await runChild('replay.ts', [], replayed);
  const percent = ({ passed, tasks }: z.infer<typeof rate>): number => (100 * passed) / tasks;
  const silent = variants.reduce((sum, { structure }) => sum + structure.silent, 0);
  const peerSilent = variants.reduce((sum, { coordinates }) => sum + coordinates.silent, 0);
  return [
    ...variants.map(({ name, structure, coordinates }) => ({
      measure: `replays that reach the outcome, page at ${name}`,
      value: percent(structure),
      unit: '%',
      peers: [{ name: 'by coordinates alone', value: percent(coordinates) }],
    })),
    {
      measure: 'silent wrong outcomes of these replays',
      value: silent,
      unit: 'replays',
      goal: { kind: 'atMost', value: 0 },
      peers: [{ name: 'by coordinates alone', value: peerSilent }],
    },
  ];
}

export const bench: Bench = {
  title: 'Distilling',
  run: async (progress) => {
    progress('reducing 10 million events');
    const rows: BenchRow[] = [...(await reduceRows())];
    for (const steps of exportSizes) {
      progress(`exporting ${steps} steps`);
      rows.push(...(await exportRows(steps)));
    }
    progress('exporting 100 steps of a full screen');
    const full = await runChild('export-thread.ts', [100, 1920, 1080], exported);
    rows.push({
      measure: 'exporting steps of 1920×1080, per CPU-second',
      value: Math.round(full.stepsPerSecond * 10) / 10,
      unit: 'steps/s',
    });
    progress('replaying on pages that changed');
    rows.push(...(await replayRows()));
    return rows;
  },
};
