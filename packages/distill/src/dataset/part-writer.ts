/**
 * The rows of one session on their way into a dataset. Lines wait in memory until
 * there are enough of them, and no file stays open, so that a thousand sessions
 * can be written side by side.
 */
import { createHash } from 'node:crypto';
import { appendFile, mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { fileListLine } from './file-list.ts';
import { sessionSchema } from './manifest.ts';
import { outlineSchema } from '../near-duplicates.ts';
import { releaseIds } from './release-list.ts';

export const doneSessionSchema = z.strictObject({
  about: sessionSchema,
  releases: releaseIds,
  /** null: near-duplicates are not looked for. */
  outline: outlineSchema.nullable(),
});
/** A session that is whole: what the dataset says of it, how it was let be read, and what it is like. */
export type DoneSession = z.infer<typeof doneSessionSchema>;

export interface PartWriter {
  /** One line of the part's rows of that name. */
  writeRow(line: string, rows: string): Promise<void>;
  /** A file of the dataset, whole or not at all; the same path twice is one file. */
  writeFile(path: string, bytes: Uint8Array): Promise<void>;
  /** Lets go of the lines that wait. */
  flush(): Promise<void>;
  /** The session is whole: what comes after a kill goes on after it. */
  done(session: DoneSession): Promise<void>;
}

/** The rows of each part that name its files (`file-list.ts`). */
export const fileRows = 'files';

const mostWaitingCharacters = 64 * 1024;

export async function writeWhole(path: string, bytes: Uint8Array | string): Promise<void> {
  const growing = `${path}.tmp`;
  await writeFile(growing, bytes);
  await rename(growing, path);
}

/**
 * @param rowsPath where the rows of that name stand.
 * @param isListed whether a file is one of the dataset when it is whole.
 */
export function createPartWriter(
  folder: string,
  donePath: string,
  rowsPath: (rows: string) => string,
  isListed: (path: string) => boolean,
): PartWriter {
  const waiting = new Map<string, string>();
  const begun = new Set<string>();
  const written = new Set<string>();
  const made = new Set<string>();
  const flushRows = async (rows: string): Promise<void> => {
    const lines = waiting.get(rows) ?? '';
    waiting.set(rows, '');
    // What an earlier run left of an unfinished part is begun anew.
    if (begun.has(rows)) await appendFile(rowsPath(rows), lines);
    else await writeFile(rowsPath(rows), lines);
    begun.add(rows);
  };
  const writeRow = async (line: string, rows: string): Promise<void> => {
    const lines = `${waiting.get(rows) ?? ''}${line}\n`;
    waiting.set(rows, lines);
    if (lines.length > mostWaitingCharacters) await flushRows(rows);
  };
  const flush = async (): Promise<void> => {
    for (const [rows, lines] of waiting) if (lines !== '') await flushRows(rows);
  };
  return {
    writeRow,
    flush,
    writeFile: async (path, bytes) => {
      if (written.has(path)) return;
      written.add(path);
      const home = dirname(join(folder, path));
      if (!made.has(home)) await mkdir(home, { recursive: true });
      made.add(home);
      await writeWhole(join(folder, path), bytes);
      if (!isListed(path)) return;
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      await writeRow(fileListLine(sha256, path), fileRows);
    },
    done: async (session) => {
      await flush();
      await writeWhole(donePath, JSON.stringify(session));
    },
  };
}
