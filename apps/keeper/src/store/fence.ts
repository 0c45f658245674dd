/**
 * Which process is a home's primary: `roots/fence.json` names it, with a term that only grows. A
 * primary that finds another's name there gives up, and never acts again.
 *
 * Not the lock itself. The log's lock, which the operating system holds, lets one process be the
 * primary; the fence is how a successor asks one that still lives to let go of it.
 */
import type { Random } from '@understudy/base';
import { z } from 'zod';
import { readJson, writeJsonDurably } from './durable.ts';

const schema = z.object({
  term: z.int().positive(),
  holder: z.string(),
  /** Its holder ended, and no replica had a lease of it. */
  quiet: z.boolean(),
});

const lookEveryMs = 250;

export interface Fence {
  /** Rises with each primary that this home has had. */
  readonly term: number;
  /** Whether no replica can still hold a lease of an earlier primary. */
  readonly quietBefore: boolean;
  /** Calls back once, when another has taken it. */
  watch(onTaken: () => void): void;
  stop(): void;
  /** This primary ends, and leaves no lease behind. */
  leaveQuiet(): Promise<void>;
}

/** Takes it from whoever has it. */
export async function takeFence(path: string, random: Random): Promise<Fence> {
  const before = await readJson(path, schema);
  const term = (before?.term ?? 0) + 1;
  const holder = Buffer.from(random.bytes(16)).toString('base64url');
  await writeJsonDurably(path, { term, holder, quiet: false });
  let timer: NodeJS.Timeout | null = null;
  const stop = (): void => {
    if (timer !== null) clearInterval(timer);
    timer = null;
  };
  return {
    term,
    quietBefore: before?.quiet ?? true,
    watch: (onTaken) => {
      const look = async (): Promise<void> => {
        // A fence that cannot be read keeps nobody out: the lock does.
        const now = await readJson(path, schema).catch(() => null);
        if (timer === null || now === null || now.holder === holder) return;
        stop();
        onTaken();
      };
      timer = setInterval(() => void look(), lookEveryMs).unref();
    },
    stop,
    leaveQuiet: () => writeJsonDurably(path, { term, holder, quiet: true }),
  };
}
