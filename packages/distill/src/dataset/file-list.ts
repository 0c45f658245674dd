/**
 * `SHA256SUMS`: every file of a dataset with its hash, one a line, as
 * `sha256sum -c` reads it. A list of its own, so that the manifest stays small
 * however many pictures there are; written and read a line at a time.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const fileListName = 'SHA256SUMS';

export const fileListLine = (sha256: string, path: string): string => `${sha256}  ${path}`;

const linePattern = /^([0-9a-f]{64})  (.+)$/;

/** The entries of a list; null for a line that is none. */
export async function* readFileList(
  path: string,
): AsyncGenerator<{ readonly path: string; readonly sha256: string } | null> {
  for await (const line of createInterface({ input: createReadStream(path, 'utf8') })) {
    const [, sha256, name] = linePattern.exec(line) ?? [];
    yield sha256 === undefined || name === undefined ? null : { path: name, sha256 };
  }
}

/** The files at the top of a folder and in `folders`, by path; hidden ones and the list apart. */
async function filesIn(folder: string, folders: readonly string[]): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const inner of ['', ...folders]) {
    const entries = await readdir(join(folder, inner), { withFileTypes: true }).catch(() => []);
    const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
    paths.push(...files.map(({ name }) => (inner === '' ? name : `${inner}/${name}`)));
  }
  return paths.filter((path) => path !== fileListName).toSorted();
}

export interface FileList {
  readonly count: number;
  readonly sha256: string;
}

/**
 * Writes the list: first the lines of the sessions' own files, then the files
 * that were made of all sessions.
 */
export async function writeFileList(
  folder: string,
  sessionLines: AsyncIterable<string>,
  folders: readonly string[],
): Promise<FileList> {
  const list = createWriteStream(join(folder, fileListName));
  const hash = createHash('sha256');
  let count = 0;
  const add = async (line: string): Promise<void> => {
    count += 1;
    hash.update(`${line}\n`);
    if (!list.write(`${line}\n`)) await once(list, 'drain');
  };
  for await (const line of sessionLines) await add(line);
  const hashFile = createFileHasher();
  for (const path of await filesIn(folder, folders)) {
    await add(fileListLine(await hashFile(join(folder, path)), path));
  }
  list.end();
  await once(list, 'close');
  return { count, sha256: hash.digest('hex') };
}

const hashBufferBytes = 256 * 1024;

/**
 * For hashing many files one after the other, never two at once: all through one
 * buffer, where a stream for each would leave one behind for each.
 */
export function createFileHasher(): (path: string) => Promise<string> {
  const buffer = new Uint8Array(hashBufferBytes);
  return async (path) => {
    const hash = createHash('sha256');
    await using file = await open(path);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, hashBufferBytes);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, bytesRead));
    }
  };
}
