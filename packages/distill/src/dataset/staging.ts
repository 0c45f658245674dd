/**
 * Where a dataset grows before it is one: a folder beside its destination,
 * renamed at the end. A session is done when its part is there; what a killed
 * export leaves behind is gone on with when the plan is the same, else removed.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DistillError } from '../error.ts';
import type { ManifestSession } from './manifest.ts';

/** What a session put into the dataset; its rows and images are files of the staging folder. */
export interface Part {
  readonly session: ManifestSession;
}

export interface Staging {
  readonly folder: string;
  /** The part of a session that an earlier run completed, or null. */
  donePart(key: string): Promise<Part | null>;
  /** Opens the rows of a session for writing. */
  openPart(key: string): Promise<PartWriter>;
  /** Writes a file of the dataset, whole or not at all. */
  writeFile(path: string, bytes: Uint8Array | string): Promise<void>;
  /** Joins the rows of the parts, in this order, into one file of the dataset. */
  joinParts(path: string, keys: readonly string[]): Promise<void>;
  /** Gives the dataset its name. Until then there is none. */
  commit(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

export interface PartWriter {
  write(line: string): Promise<void>;
  done(part: Part): Promise<void>;
}

const partsFolder = '.parts';
const planName = '.plan.json';

async function writeWhole(path: string, bytes: Uint8Array | string): Promise<void> {
  const growing = `${path}.tmp`;
  await writeFile(growing, bytes);
  await rename(growing, path);
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
  const rowsOf = (key: string): string => join(folder, partsFolder, `${key}.rows`);
  const partOf = (key: string): string => join(folder, partsFolder, `${key}.json`);
  return {
    folder,
    donePart: async (key) => {
      const text = await readFile(partOf(key), 'utf8').catch(() => null);
      return text === null ? null : (JSON.parse(text) as Part);
    },
    openPart: async (key) => {
      const rows = createWriteStream(rowsOf(key));
      return {
        write: async (line) => {
          if (!rows.write(`${line}\n`)) await once(rows, 'drain');
        },
        done: async (part) => {
          await new Promise<void>((closed, failed) => {
            rows.once('error', failed);
            rows.end(closed);
          });
          await writeWhole(partOf(key), JSON.stringify(part));
        },
      };
    },
    writeFile: async (path, bytes) => {
      const full = join(folder, path);
      await mkdir(dirname(full), { recursive: true });
      await writeWhole(full, bytes);
    },
    joinParts: async (path, keys) => {
      const out = createWriteStream(join(folder, path));
      for (const key of keys) {
        await pipeline(createReadStream(rowsOf(key)), out, { end: false });
      }
      await new Promise<void>((closed, failed) => {
        out.once('error', failed);
        out.end(closed);
      });
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
  for (const path of paths) files.push({ path, ...(await hashFile(join(folder, path))) });
  return files;
}

export async function hashFile(path: string): Promise<{ sizeBytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const piece of createReadStream(path)) {
    hash.update(piece);
    sizeBytes += piece.length;
  }
  return { sizeBytes, sha256: hash.digest('hex') };
}
