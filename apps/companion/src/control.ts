/**
 * The companion's port file: where it listens and the token that its callers
 * show. Readable by its owner alone; there is one living companion a home.
 */
import { createCompanionClient, type CompanionClient } from '@understudy/courier';
import type { Random } from '@understudy/base';
import { open, rm } from 'node:fs/promises';
import { z } from 'zod';
import { CompanionError } from './error.ts';
import { hasCode, readTextIfThere, writeFileAtomic } from './files.ts';
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
  const lock = `${paths.control(home)}.lock`;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const file = await open(lock, 'wx', 0o600);
      await file.writeFile(String(process.pid));
      await file.close();
      return async () => {
        await rm(paths.control(home), { force: true });
        await rm(lock, { force: true });
      };
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    const pid = Number(await readTextIfThere(lock));
    if (isAlive(pid)) break;
    await rm(lock, { force: true });
    await rm(paths.control(home), { force: true });
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

/** The companion that lives for this home, or null. */
export async function findCompanion(home: Home): Promise<LiveCompanion | null> {
  const text = await readTextIfThere(paths.control(home));
  if (text === null) return null;
  const parsed = controlSchema.safeParse(parseJson(text));
  if (!parsed.success || !isAlive(parsed.data.pid)) return null;
  const control = parsed.data;
  const client = createCompanionClient({ baseUrl: control.url, token: control.token });
  try {
    await client.call('state', { signal: AbortSignal.timeout(5_000) });
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
