/**
 * Runs this very command line again in a thread whose memory is bounded, with the
 * same output and the same exit code.
 */
import { DistillError, exportThreadLimits } from '@understudy/distill';
import { once } from 'node:events';
import { isMainThread, Worker } from 'node:worker_threads';

/** What ends it for any other reason is told as it is. */
function asTooLarge(error: unknown): unknown {
  const isMemory =
    error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (!isMemory) return error;
  const mebibytes = exportThreadLimits.maxOldGenerationSizeMb;
  return new DistillError({
    code: 'tooLarge',
    message: `Something in a recording unpacks to more than ${mebibytes} MiB of memory; no dataset was made.`,
    remedy: 'The last line of progress names the session before it. Export without that recording.',
    cause: error,
  });
}

/**
 * @param onTooLarge what is to be done where its memory was not enough.
 * @returns false in that thread itself, where the work is to be done.
 * @throws DistillError `tooLarge`, after that.
 */
export async function handOverToBoundedThread(onTooLarge: () => Promise<void>): Promise<boolean> {
  if (!isMainThread) return false;
  const thread = new Worker(new URL('main.ts', import.meta.url), {
    argv: process.argv.slice(2),
    resourceLimits: exportThreadLimits,
  });
  const [code] = (await once(thread, 'exit').catch(async (error: unknown) => {
    const told = asTooLarge(error);
    if (told instanceof DistillError) await onTooLarge();
    throw told;
  })) as [number];
  process.exitCode = code;
  return true;
}
