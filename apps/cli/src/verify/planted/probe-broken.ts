/** Controls → what the probe of each finds in a real deployment that was built with its fault. */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { probeResultSchema, type Order, type ProbeResult, type Scratch } from './probe-result.ts';

const script = fileURLToPath(new URL('./broken-build.ts', import.meta.url));
const lineSchema = z.object({ control: z.string(), result: probeResultSchema });

/** A control that is missing from the answer was not reached: its process ended before. */
export async function probeBroken(
  ids: readonly string[],
  scratch: Scratch = {},
): Promise<ReadonlyMap<string, ProbeResult>> {
  const results = new Map<string, ProbeResult>();
  const processes = availableParallelism();
  const shares = Array.from({ length: processes }, (_, at) =>
    ids.filter((_id, index) => index % processes === at),
  );
  await Promise.all(shares.map((share) => probeShare({ ids: share, scratch }, results)));
  return results;
}

async function probeShare(order: Order, results: Map<string, ProbeResult>): Promise<void> {
  if (order.ids.length === 0) return;
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(order));
  for await (const line of createInterface({ input: child.stdout })) {
    const { control, result } = lineSchema.parse(JSON.parse(line));
    results.set(control, result);
  }
}
