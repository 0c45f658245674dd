/**
 * The companion's port file: where it listens and the token that its callers
 * show. Readable by its owner alone; there is one living companion a home.
 */
import { createCompanionClient, type CompanionClient } from '@understudy/courier';
import { takeLock, type Random } from '@understudy/base';
import { z } from 'zod';
import { CompanionError } from './error.ts';
import { hasCode, readTextIfThere, removeFile, writeFileAtomic } from './files.ts';
import { paths, type Home } from './home.ts';

const controlSchema = z.object({
  pid: z.int().positive(),
  url: z.string(),
  token: z.string(),
});
export type Control = z.infer<typeof controlSchema>;

export function createToken(random: Random): string {
  return Buffer.from(random.bytes(32)).toString('base64url');
}

/** @throws CompanionError `alreadyRecording` where another companion of this home lives */
export async function claimHome(home: Home): Promise<() => Promise<void>> {
  const release = await takeLock(`${paths.control(home)}.lock.sqlite`);
  if (release !== null) {
    return async () => {
      await removeFile(paths.control(home));
      await release();
    };
  }
  throw new CompanionError({
    code: 'alreadyRecording',
    message: `A companion runs for ${home.dir} already.`,
    remedy: 'Use that one, or end it with: understudy stop',
  });
}

export async function writeControl(home: Home, control: Control): Promise<void> {
  await writeFileAtomic(paths.control(home), JSON.stringify(control));
}

export interface LiveCompanion {
  readonly control: Control;
  readonly client: CompanionClient;
}

/** It lives, and may be at work on a slow machine: who gives it up too early says that nothing is recorded. */
const answerWithinMs = 30_000;

/** The companion that lives for this home, or null. */
export async function findCompanion(home: Home): Promise<LiveCompanion | null> {
  const text = await readTextIfThere(paths.control(home));
  if (text === null) return null;
  const parsed = controlSchema.safeParse(parseJson(text));
  if (!parsed.success || !isAlive(parsed.data.pid)) return null;
  const control = parsed.data;
  const client = createCompanionClient({ baseUrl: control.url, token: control.token });
  try {
    await client.call('state', { signal: AbortSignal.timeout(answerWithinMs) });
    return { control, client };
  } catch {
    return null;
  }
}

/** @throws CompanionError `companionGone` */
export async function requireCompanion(home: Home): Promise<LiveCompanion> {
  const live = await findCompanion(home);
  if (live !== null) return live;
  throw new CompanionError({
    code: 'companionGone',
    message: 'Nothing is being recorded: no companion runs for this home.',
    remedy: 'Start with: understudy record --program PROGRAM',
  });
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
