/**
 * A process of its own, `node broken-build.ts CONTROL…`: for each control, the
 * product loaded anew with the control's fault in it, a throwaway deployment of
 * that build, and what the control's probe finds there, as one JSON line.
 */
import { z } from 'zod';
import { controls } from '../controls/index.ts';
import { importWithFault } from './fault.ts';
import { probeResultSchema, type ProbeResult } from './probe-result.ts';

const moduleSchema = z.object({
  probeThrowaway: z.custom<(id: string) => Promise<unknown>>(
    (value) => typeof value === 'function',
  ),
});
const entry = new URL('./probe-throwaway.ts', import.meta.url);

for (const id of process.argv.slice(2)) {
  process.stdout.write(`${JSON.stringify({ control: id, result: await probe(id) })}\n`);
}

async function probe(id: string): Promise<ProbeResult> {
  const fault = controls.find((control) => control.id === id)?.fault;
  if (fault === undefined) return { kind: 'failed', text: `There is no control ${id}.` };
  const { module, missing } = await importWithFault(fault, id, entry);
  if (missing.length > 0) {
    return { kind: 'failed', text: `No such source to break: ${missing.join('; ')}` };
  }
  return probeResultSchema.parse(await moduleSchema.parse(module).probeThrowaway(id));
}
