/** What is up on this machine: a file that `up` writes, and `status` and a second `up` read. */
import { createVaultClient } from '@understudy/courier';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const runningSchema = z.object({
  pid: z.int().positive(),
  vault: z.url(),
  keeper: z.url(),
  console: z.url(),
  /** The vault's name for this start: another program on its port has none, or another. */
  instance: z.string(),
});
export type Running = z.output<typeof runningSchema>;

const pathOf = (home: string): string => join(home, 'up.json');

/** What `up` wrote and what still answers, or null. */
export async function readRunning(home: string): Promise<Running | null> {
  const text = await readFile(pathOf(home), 'utf8').catch(() => null);
  if (text === null) return null;
  const parsed = runningSchema.safeParse(JSON.parse(text));
  if (!parsed.success) return null;
  const backoff = { attempts: 1, firstWaitMs: 1, maxWaitMs: 1 };
  const vault = createVaultClient({ baseUrl: parsed.data.vault, backoff });
  const health = await vault.health().catch(() => null);
  return health?.instance === parsed.data.instance ? parsed.data : null;
}

export async function writeRunning(home: string, running: Running): Promise<void> {
  const path = pathOf(home);
  await writeFile(`${path}.new`, `${JSON.stringify(running)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

export async function removeRunning(home: string): Promise<void> {
  await rm(pathOf(home), { force: true });
}
