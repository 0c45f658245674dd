/**
 * A process of its own that is told of controls on its standard input: for each, the
 * product loaded anew with the control's fault in it, a throwaway deployment of
 * that build, and what the control's probe finds there, as one JSON line.
 */
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { controls } from '../controls/index.ts';
import { importWithFault } from './fault.ts';
import { orderSchema, probeResultSchema, type ProbeResult, type Scratch } from './probe-result.ts';

const moduleSchema = z.object({
  probeThrowaway: z.custom<(id: string, scratch: Scratch) => Promise<unknown>>(
    (value) => typeof value === 'function',
  ),
});
const entry = new URL('./probe-throwaway.ts', import.meta.url);

const { ids, scratch } = orderSchema.parse(await json(process.stdin));
for (const id of ids) {
  process.stdout.write(`${JSON.stringify({ control: id, result: await probe(id) })}\n`);
}

async function probe(id: string): Promise<ProbeResult> {
  const fault = controls.find((control) => control.id === id)?.fault;
  if (fault === undefined) return { kind: 'failed', text: `There is no control ${id}.` };
  const { module, missing } = await importWithFault(fault, id, entry);
  if (missing.length > 0) {
    return { kind: 'failed', text: `No such source to break: ${missing.join('; ')}` };
  }
  return probeResultSchema.parse(await moduleSchema.parse(module).probeThrowaway(id, scratch));
}
