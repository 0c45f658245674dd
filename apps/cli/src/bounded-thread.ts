/**
 * Runs this very command line again in a thread whose memory is bounded, with the
 * same output and the same exit code.
 */
import { exportThreadLimits } from '@understudy/distill';
import { once } from 'node:events';
import { isMainThread, Worker } from 'node:worker_threads';

/** @returns false in that thread itself, where the work is to be done. */
export async function handOverToBoundedThread(): Promise<boolean> {
  if (!isMainThread) return false;
  const thread = new Worker(new URL('main.ts', import.meta.url), {
    argv: process.argv.slice(2),
    resourceLimits: exportThreadLimits,
  });
  const [code] = (await once(thread, 'exit')) as [number];
  process.exitCode = code;
  return true;
}
