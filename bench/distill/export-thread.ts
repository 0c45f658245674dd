/** Runs `export-steps.ts` in a thread with the limits that `understudy export` has. */
import { exportThreadLimits } from '@understudy/distill';
import { Worker } from 'node:worker_threads';

const thread = new Worker(new URL('export-steps.ts', import.meta.url), {
  argv: process.argv.slice(2),
  resourceLimits: exportThreadLimits,
});
thread.on('exit', (code) => {
  process.exitCode = code;
});
