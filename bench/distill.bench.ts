/**
 * Reducing 10 million events, and exporting 10 to 10,000 steps: how fast, and
 * how much memory; each in a process of its own. openadapt-capture's own
 * pipeline runs beside it where its Python package is installed.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Bench, BenchRow } from './bench.ts';

const run = promisify(execFile);
const events = 10_000_000;

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

/** The same mix of moves and clicks through openadapt-capture; its events are pydantic models. */
const openadaptScript = `
import time
from openadapt_capture.events import MouseMoveEvent, MouseDownEvent, MouseUpEvent
from openadapt_capture.processing import process_events
events = []
for number in range(100000):
    seconds = number / 1000
    if number % 1000 == 500: events.append(MouseDownEvent(timestamp=seconds, x=100, y=100, button='left'))
    elif number % 1000 == 560: events.append(MouseUpEvent(timestamp=seconds, x=100, y=100, button='left'))
    else: events.append(MouseMoveEvent(timestamp=seconds, x=number % 1920, y=number % 1080))
before = time.process_time()
process_events(events)
print(len(events) / (time.process_time() - before))
`;

async function openadaptRate(): Promise<number | null> {
  try {
    const { stdout } = await run('python3', ['-c', openadaptScript], { timeout: 120_000 });
    return Number(stdout);
  } catch {
    return null;
  }
}

export const bench: Bench = {
  title: 'Distilling',
  run: async (progress) => {
    progress('reducing 10 million events');
    const reduce = await runChild('reduce-events.ts', [events], reduced);
    const openadapt = await openadaptRate();
    const rows: BenchRow[] = [
      {
        measure: 'reducing 10 million events, per CPU-second',
        value: Math.round(reduce.eventsPerSecond),
        unit: 'events/s',
        goal: { kind: 'atLeast', value: 1_000_000 },
        ...(openadapt === null
          ? {}
          : { peers: [{ name: 'openadapt-capture', value: Math.round(openadapt) }] }),
      },
      {
        measure: 'peak memory of reducing 10 million events',
        value: Math.round(reduce.peakMiB),
        unit: 'MiB',
        goal: { kind: 'atMost', value: 200 },
      },
    ];
    for (const steps of [10, 1000, 10_000]) {
      progress(`exporting ${steps} steps`);
      const { stepsPerSecond, peakMiB, heldMiB } = await runChild(
        'export-steps.ts',
        [steps, 320, 200],
        exported,
      );
      rows.push(
        {
          measure: `exporting ${steps} steps of 320×200, per CPU-second`,
          value: Math.round(stepsPerSecond),
          unit: 'steps/s',
        },
        {
          measure: `peak memory of exporting ${steps} steps`,
          value: Math.round(peakMiB),
          unit: 'MiB',
        },
        {
          measure: `memory in use after ${steps} exported steps`,
          value: Math.round(heldMiB),
          unit: 'MiB',
        },
      );
    }
    progress('exporting 100 steps of a full screen');
    const full = await runChild('export-steps.ts', [100, 1920, 1080], exported);
    rows.push({
      measure: 'exporting steps of 1920×1080, per CPU-second',
      value: Math.round(full.stepsPerSecond * 10) / 10,
      unit: 'steps/s',
    });
    return rows;
  },
};
