/**
 * Where a dataset grows before it is one: a folder beside its destination,
 * renamed at the end. A session is done when its part is there; what a killed
 * export leaves behind is gone on with when the plan is the same, else removed.
 */
import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { DistillError } from '../error.ts';
import { collapsedFolder } from './collapse.ts';
import { readFileList, writeFileList, type FileList } from './file-list.ts';
import {
  createPartWriter,
  doneSessionSchema,
  fileRows,
  writeWhole,
  type DoneSession,
  type PartWriter,
} from './part-writer.ts';
import { releaseListPath } from './release-list.ts';

/** A folder that the files of a dataset are made in, of the parts of its sessions. */
export interface StagedFolder {
  readonly folder: string;
  /** Where the pictures are that go into its files. */
  readonly waiting: string;
  /** Writes a file that is made of all sessions, whole or not at all. */
  writeFile(path: string, bytes: Uint8Array | string): Promise<void>;
  /** Where the rows of a part stand; null where it has none of that name. */
  partFile(key: string, rows: string): string | null;
  /** Joins the rows of that name of the parts, in this order, into one file of the dataset. */
  joinParts(path: string, keys: readonly string[], rows: string): Promise<void>;
  /** Names every file of the dataset, those of the parts in this order. */
  writeFileList(keys: readonly string[]): Promise<FileList>;
}

export interface Staging extends StagedFolder {
  /** What an earlier run completed of a session, or null. */
  donePart(key: string): Promise<DoneSession | null>;
  /** Opens the rows of a session for writing; an unfinished part is begun anew. */
  openPart(key: string): PartWriter;
  /** Moves the files of those sessions into a folder within, for a dataset of their own. */
  setAside(name: string, keys: readonly string[]): Promise<StagedFolder>;
  /**
   * Gives the dataset its name. Until then there is none.
   * @param releases what its list of releases says; null: there is none.
   */
  commit(releases: string | null): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/** What people did is plain in a dataset; who else on the computer may read it, its owner says. */
const ownerOnly = 0o700;
const partsFolder = '.parts';
/** Pictures that wait for the files that they go into; gone when the dataset is whole. */
export const waitingImages = `${partsFolder}/images`;
/** The folder of the files that are made of all sessions, where they are not at the top. */
export const shardFolder = 'data';
const planName = '.plan.json';

/** Where the dataset grows before it has its name. */
function partialFolder(out: string): string {
  const destination = resolve(out);
  return join(dirname(destination), `.${basename(destination)}.partial`);
}

/** Leaves nothing of an export that ended before it was whole. */
export async function discardPartial(out: string): Promise<void> {
  await rm(partialFolder(out), { recursive: true, force: true });
}

/**
 * @param plan what decides the dataset's bytes; another plan starts anew, null always does.
 * @param folders the folders that the sessions' files go into.
 * @throws DistillError `outExists` where the destination is there already.
 */
export async function openStaging(
  out: string,
  plan: string | null,
  folders: readonly string[],
): Promise<Staging> {
  const destination = resolve(out);
  if (existsSync(destination)) {
    throw new DistillError({
      code: 'outExists',
      message: `There is something at ${out} already.`,
      remedy: 'Give a folder that does not exist yet.',
    });
  }
  const folder = partialFolder(out);
  const earlier = await readFile(join(folder, planName), 'utf8').catch(() => null);
  if (plan === null || earlier !== plan) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: ownerOnly });
    for (const inner of [partsFolder, ...folders]) {
      await mkdir(join(folder, inner), { recursive: true });
    }
    await writeWhole(join(folder, planName), plan ?? '');
  }
  const rowsOf = (key: string, rows: string): string =>
    join(folder, partsFolder, `${key}.${rows}.rows`);
  const doneOf = (key: string): string => join(folder, partsFolder, `${key}.json`);
  const partFile: StagedFolder['partFile'] = (key, rows) =>
    existsSync(rowsOf(key, rows)) ? rowsOf(key, rows) : null;
  const waiting = join(folder, waitingImages);

  return {
    ...stagedFolder(folder, waiting, partFile),
    openPart: (key) =>
      createPartWriter(
        folder,
        doneOf(key),
        (rows) => rowsOf(key, rows),
        (path) => !path.startsWith(`${partsFolder}/`),
      ),
    donePart: async (key) => {
      const text = await readFile(doneOf(key), 'utf8').catch(() => null);
      return text === null ? null : doneSessionSchema.parse(JSON.parse(text));
    },
    setAside: async (name, keys) => {
      const aside = join(folder, name);
      await mkdir(aside, { recursive: true });
      for (const key of keys) {
        const list = partFile(key, fileRows);
        if (list !== null) await moveListed(list, folder, aside);
      }
      return stagedFolder(aside, waiting, partFile);
    },
    commit: async (releases) => {
      const list = releaseListPath(destination);
      // One that stands there is of a dataset that is gone.
      if (releases === null) await rm(list, { force: true });
      else await writeWhole(list, releases);
      await rm(join(folder, partsFolder), { recursive: true, force: true });
      await rm(join(folder, planName), { force: true });
      await rename(folder, destination);
    },
    discard: () => discardPartial(out),
  };
}

/** Moves the files that a part's list names; those that a run before this one moved are passed over. */
async function moveListed(list: string, from: string, to: string): Promise<void> {
  const homes = new Set<string>();
  for await (const entry of readFileList(list)) {
    if (entry === null || !existsSync(join(from, entry.path))) continue;
    const home = dirname(entry.path);
    if (!homes.has(home)) await mkdir(join(to, home), { recursive: true });
    homes.add(home);
    await rename(join(from, entry.path), join(to, entry.path));
  }
  for (const home of homes) {
    if ((await readdir(join(from, home))).length === 0) await rmdir(join(from, home));
  }
}

function stagedFolder(
  folder: string,
  waiting: string,
  partFile: StagedFolder['partFile'],
): StagedFolder {
  async function* partLines(keys: readonly string[]): AsyncGenerator<string> {
    for (const key of keys) {
      const input = partFile(key, fileRows);
      if (input !== null) yield* createInterface({ input: createReadStream(input, 'utf8') });
    }
  }
  return {
    folder,
    waiting,
    partFile,
    writeFile: (path, bytes) => writeWhole(join(folder, path), bytes),
    joinParts: async (path, keys, rows) => {
      const joined = createWriteStream(join(folder, path));
      for (const key of keys) {
        const part = partFile(key, rows);
        if (part === null) continue;
        for await (const piece of createReadStream(part)) {
          if (!joined.write(piece)) await once(joined, 'drain');
        }
      }
      joined.end();
      await once(joined, 'close');
    },
    writeFileList: (keys) => writeFileList(folder, partLines(keys), [shardFolder, collapsedFolder]),
  };
}
