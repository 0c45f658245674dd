/**
 * A keeper's home ⇄ a backup of it, while it runs. `roots/` is left out: a
 * backup alone opens nothing, and what was erased is gone from it too once
 * the epoch roots of its day are destroyed (docs/operate.md).
 */
import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { KeeperError } from './error.ts';
import { placesOf } from './store/places.ts';

/** Every folder and file but `roots/` and the log, which needs more care. */
const parts = [
  'keeper.json',
  'trust.json',
  'settings-tag.json',
  'service-key.json',
  'log-key.json',
  'keys',
  'people',
  'devices',
  'passkeys',
  'erasures',
  // One that a crash cut off is made whole where it is restored.
  'erasing',
] as const;

const tries = 20;

/** @param homeDir the keeper's own home. @throws KeeperError conflict where `outDir` exists */
export async function backupKeeper(homeDir: string, outDir: string): Promise<void> {
  await mkdir(outDir, { mode: 0o700 }).catch((cause: unknown) => {
    throw new KeeperError({
      code: 'conflict',
      message: `The backup folder ${outDir} cannot be made.`,
      remedy: 'Name a folder that is not there yet.',
      cause,
    });
  });
  for (const part of parts) await copyIfThere(join(homeDir, part), join(outDir, part));
  await copyLog(placesOf(homeDir).log, join(outDir, 'log'));
}

/**
 * Puts a backup in place. The keeper that starts on it destroys again what its
 * log says is erased, and refuses where `roots/` has seen a longer log.
 * @throws KeeperError conflict where a keeper is there already
 */
export async function restoreKeeper(fromDir: string, homeDir: string): Promise<void> {
  const places = placesOf(homeDir);
  if ((await readIfThere(places.config)) !== null) {
    throw new KeeperError({
      code: 'conflict',
      message: `There is a keeper at ${homeDir} already.`,
      remedy: 'Move it away first; keep its folder roots/ and put that into the new home.',
    });
  }
  await mkdir(homeDir, { recursive: true, mode: 0o700 });
  for (const part of [...parts, 'log']) await copyIfThere(join(fromDir, part), join(homeDir, part));
}

/** Without the journal: the checkpoint that did not change meanwhile covers every tile. */
async function copyLog(from: string, to: string): Promise<void> {
  const checkpointPath = join(from, 'checkpoint');
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const before = await readIfThere(checkpointPath);
    await rm(to, { recursive: true, force: true });
    await cp(from, to, {
      recursive: true,
      filter: (path) => !/\/(?:journal|lock\.sqlite)$|\.new$/.test(path),
    }).catch((error: unknown) => {
      // A partial tile may go while it is copied; the checkpoint then has changed.
      if (!isMissing(error)) throw error;
    });
    const after = await readIfThere(checkpointPath);
    if (before?.equals(after ?? Buffer.of()) === true || (before === null && after === null))
      return;
  }
  throw new KeeperError({
    code: 'conflict',
    message: 'The log grew all the time while it was copied.',
    remedy: 'Try again when fewer releases run.',
  });
}

async function copyIfThere(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true, preserveTimestamps: true }).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
  });
}

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
