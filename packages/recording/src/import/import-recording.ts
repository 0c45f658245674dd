/** A file or folder of another recorder → a Recording, by the kind that it shows. */
import { existsSync } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { RecordingError } from '../error.ts';
import { isMcap } from '../mcap-records.ts';
import { importDuckTrack } from './ducktrack.ts';
import type { ImportedRecording } from './imported.ts';
import { insideFolder, notAFile } from './inside-folder.ts';
import { importOwaMcap } from './owamcap.ts';
import { importRrweb } from './rrweb.ts';

export const importKinds = ['ducktrack', 'owamcap', 'rrweb'] as const;
export type ImportKind = (typeof importKinds)[number];

export interface ImportOptions {
  /** Found out where it is not given. */
  readonly as?: string;
}

const importers = {
  ducktrack: importDuckTrack,
  owamcap: importOwaMcap,
  rrweb: importRrweb,
} as const satisfies Record<ImportKind, (path: string) => Promise<ImportedRecording>>;

interface Found {
  readonly kind: ImportKind;
  readonly path: string;
}

/** A folder is one of DuckTrack, unless all that it holds is a file of OWAMcap with its videos. */
async function findInFolder(folder: string): Promise<Found> {
  const names = await readdir(folder);
  const [name, ...others] = names.filter((one) => one.endsWith('.mcap'));
  const isOther = name === undefined || others.length > 0 || names.includes('events.jsonl');
  const mcap = isOther ? null : await insideFolder(folder, name);
  return mcap === null ? { kind: 'ducktrack', path: folder } : { kind: 'owamcap', path: mcap };
}

async function findKind(path: string): Promise<Found | null> {
  const found = await stat(path);
  if (found.isDirectory()) return findInFolder(path);
  if (!found.isFile()) throw notAFile(path);
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
  const head = buffer.subarray(0, bytesRead);
  if (isMcap(head)) return { kind: 'owamcap', path };
  const text = head.toString('utf8').trimStart();
  return text.startsWith('[') || text.startsWith('{') ? { kind: 'rrweb', path } : null;
}

function asKind(as: string, path: string): Found | null {
  const kind = importKinds.find((known) => known === as);
  return kind === undefined ? null : { kind, path };
}

function unknownFormat(path: string): RecordingError {
  return new RecordingError({
    code: 'unknownFormat',
    message: `${basename(path)} is of no kind of recording that is known here.`,
    remedy: `Name its kind with --as: ${importKinds.join(', ')}.`,
  });
}

/**
 * Marked as foreign: it can be reduced and exported here, and never be uploaded.
 * @throws RecordingError `unreadable`, `unknownFormat`, and what the files can have.
 */
export async function importRecording(
  path: string,
  options: ImportOptions = {},
): Promise<ImportedRecording> {
  const { as } = options;
  if (!existsSync(path)) {
    throw new RecordingError({
      code: 'unreadable',
      message: `There is nothing to read at ${path}.`,
      remedy: 'Give the path of a recording.',
    });
  }
  const found = as === undefined ? await findKind(path) : asKind(as, path);
  if (found === null) throw unknownFormat(path);
  return importers[found.kind](found.path);
}
