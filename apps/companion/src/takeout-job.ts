/**
 * The takeout of a page: packed as a job into a file that only its recipient
 * opens, so that a page may be closed meanwhile, then fetched once.
 */
import type { CompanionJob } from '@understudy/protocol';
import { destroyFile, listFolder, readPiece, writeFileAtomic } from '#files';
import type { Companion } from './companion.ts';
import { CompanionError } from './error.ts';
import { paths, type Home } from './home.ts';
import { takeout } from './takeout.ts';

const pieceBytes = 1024 * 1024;

export function startTakeout({ home, jobs }: Companion, recipient: string): CompanionJob {
  return jobs.start({
    kind: 'takeout',
    session: null,
    unit: 'segments',
    work: async (onProgress, signal, job) => {
      const path = paths.takeout(home, job);
      await writeFileAtomic(path, takeout(home, recipient, { onProgress, signal }));
      // Called off after its last segment: what it holds may be erased by now.
      if (signal.aborted) await destroyFile(path);
      signal.throwIfAborted();
    },
  });
}

/** @throws CompanionError `sessionUnknown` where no such archive waits, or another program erased it */
export async function fetchTakeout(
  { home, jobs }: Companion,
  job: string,
): Promise<AsyncIterable<Uint8Array>> {
  if (!jobs.list().some((held) => held.job === job && held.fetchable)) throw noTakeout();
  const path = paths.takeout(home, job);
  if (!(await listFolder(paths.takeouts(home))).some((name) => path.endsWith(`/${name}`))) {
    jobs.fetched(job);
    throw noTakeout();
  }
  return piecesOnce(path, () => jobs.fetched(job));
}

async function* piecesOnce(path: string, onRead: () => void): AsyncGenerator<Uint8Array> {
  for (let offset = 0; ;) {
    const piece = await readPiece(path, offset, pieceBytes);
    if (piece.byteLength === 0) break;
    yield piece;
    offset += piece.byteLength;
  }
  onRead();
  await destroyFile(path);
}

/** Those that nobody fetched before the companion ended. */
export async function destroyTakeouts(home: Home): Promise<void> {
  const folder = paths.takeouts(home);
  for (const name of await listFolder(folder)) await destroyFile(`${folder}/${name}`);
}

function noTakeout(): CompanionError {
  return new CompanionError({
    code: 'sessionUnknown',
    message: 'No such archive waits to be fetched.',
    remedy: 'Make it again on the page "My data".',
  });
}
