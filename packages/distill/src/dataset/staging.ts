/**
 * Where a dataset grows before it is one: a folder beside its destination,
 * renamed at the end. A session is done when its part is there; what a killed
 * export leaves behind is gone on with when the plan is the same, else removed.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync, type WriteStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { DistillError } from '../error.ts';
import type { ManifestSession } from './manifest.ts';

export interface Staging {
  readonly folder: string;
  /** What an earlier run completed of a session, or null. */
  donePart(key: string): Promise<ManifestSession | null>;
  /** Opens the rows of a session for writing; an unfinished part is begun anew. */
  openPart(key: string): PartWriter;
  /** Writes a file of the dataset, whole or not at all. */
  writeFile(path: string, bytes: Uint8Array | string): Promise<void>;
  /** Where the rows of a part stand; null where it has none of that name. */
  partFile(key: string, rows: string): string | null;
  /** Joins the rows of that name of the parts, in this order, into one file of the dataset. */
  joinParts(path: string, keys: readonly string[], rows: string): Promise<void>;
  /** Gives the dataset its name. Until then there is none. */
  commit(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

export interface PartWriter {
  /** One line of the part's rows of that name. */
  write(line: string, rows: string): Promise<void>;
  done(session: ManifestSession): Promise<void>;
}

const partsFolder = '.parts';
/** Pictures that wait for the files that they go into; gone when the dataset is whole. */
export const waitingImages = `${partsFolder}/images`;
const planName = '.plan.json';

async function writeWhole(path: string, bytes: Uint8Array | string): Promise<void> {
  const growing = `${path}.tmp`;
  await writeFile(growing, bytes);
  await rename(growing, path);
}

async function endStream(stream: WriteStream): Promise<void> {
  stream.end();
  await once(stream, 'close');
}

/**
 * @param plan what decides the dataset's bytes; another plan starts anew.
 * @throws DistillError `outExists` where the destination is there already.
 */
export async function openStaging(out: string, plan: string): Promise<Staging> {
  const destination = resolve(out);
  if (existsSync(destination)) {
    throw new DistillError({
      code: 'outExists',
      message: `There is something at ${out} already.`,
      remedy: 'Give a folder that does not exist yet.',
    });
  }
  const folder = join(dirname(destination), `.${basename(destination)}.partial`);
  const earlier = await readFile(join(folder, planName), 'utf8').catch(() => null);
  if (earlier !== plan) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(join(folder, partsFolder), { recursive: true });
    await writeFile(join(folder, planName), plan);
  }
  const rowsOf = (key: string, rows: string): string =>
    join(folder, partsFolder, `${key}.${rows}.rows`);
  const doneOf = (key: string): string => join(folder, partsFolder, `${key}.json`);

  const made = new Set<string>();
  const openPart = (key: string): PartWriter => {
    const streams = new Map<string, WriteStream>();
    return {
      write: async (line, rows) => {
        const stream = streams.get(rows) ?? createWriteStream(rowsOf(key, rows));
        streams.set(rows, stream);
        if (!stream.write(`${line}\n`)) await once(stream, 'drain');
      },
      done: async (session) => {
        for (const stream of streams.values()) await endStream(stream);
        await writeWhole(doneOf(key), JSON.stringify(session));
      },
    };
  };

  return {
    folder,
    openPart,
    donePart: async (key) => {
      const text = await readFile(doneOf(key), 'utf8').catch(() => null);
      return text === null ? null : (JSON.parse(text) as ManifestSession);
    },
    writeFile: async (path, bytes) => {
      const full = join(folder, path);
      const home = dirname(full);
      if (!made.has(home)) await mkdir(home, { recursive: true });
      made.add(home);
      await writeWhole(full, bytes);
    },
    partFile: (key, rows) => (existsSync(rowsOf(key, rows)) ? rowsOf(key, rows) : null),
    joinParts: async (path, keys, rows) => {
      const joined = createWriteStream(join(folder, path));
      for (const key of keys) {
        const part = rowsOf(key, rows);
        if (!existsSync(part)) continue;
        for await (const piece of createReadStream(part)) {
          if (!joined.write(piece)) await once(joined, 'drain');
        }
      }
      await endStream(joined);
    },
    commit: async () => {
      await rm(join(folder, partsFolder), { recursive: true, force: true });
      await rm(join(folder, planName), { force: true });
      await rename(folder, destination);
    },
    discard: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Every file under a folder but the hidden ones, by path, with its size and hash. */
export async function listFiles(
  folder: string,
): Promise<readonly { path: string; sizeBytes: number; sha256: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !path.startsWith('.'))
    .toSorted();
  const files = [];
  const hashFile = createFileHasher();
  for (const path of paths) files.push({ path, ...(await hashFile(join(folder, path))) });
  return files;
}

const hashBufferBytes = 256 * 1024;

/**
 * For hashing many files one after the other, never two at once: all through one
 * buffer, where a stream for each would leave one behind for each.
 */
export function createFileHasher(): (
  path: string,
) => Promise<{ sizeBytes: number; sha256: string }> {
  const buffer = new Uint8Array(hashBufferBytes);
  return async (path) => {
    const hash = createHash('sha256');
    let sizeBytes = 0;
    await using file = await open(path);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, hashBufferBytes);
      if (bytesRead === 0) return { sizeBytes, sha256: hash.digest('hex') };
      hash.update(buffer.subarray(0, bytesRead));
      sizeBytes += bytesRead;
    }
  };
}
