/**
 * A path → the recordings of other tools that are there, by the kind that each
 * shows: a file, a folder of one, or a folder that holds many at any depth. Links
 * are not followed, and hidden names are passed over.
 */
import { existsSync } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { RecordingError } from '../error.ts';
import { isMcap } from '../mcap-records.ts';
import { notAFile } from './inside-folder.ts';
import { isRrweb } from './rrweb.ts';

export const importKinds = ['ducktrack', 'owamcap', 'rrweb'] as const;
export type ImportKind = (typeof importKinds)[number];

export interface FoundRecording {
  readonly kind: ImportKind;
  readonly path: string;
}

/** What makes a folder one of DuckTrack. */
const eventsName = 'events.jsonl';

/** Null where a file of that name is of no kind that its name may be. */
async function namedKind(path: string): Promise<ImportKind | null> {
  if (path.endsWith('.mcap')) return 'owamcap';
  return /\.jsonl?$/.test(path) && (await isRrweb(path)) ? 'rrweb' : null;
}

/** A folder with events is one recording: what else is there belongs to it. */
async function* recordingsIn(folder: string): AsyncGenerator<FoundRecording> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new RecordingError({
      code: 'unreadable',
      message: `The folder ${basename(folder)} cannot be read.`,
      remedy: 'See that you may read it, or give another.',
      cause,
    });
  });
  const shown = entries
    .filter(({ name }) => !name.startsWith('.'))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const hasEvents = shown.some(({ name }) => name === eventsName);
  if (hasEvents && !(await isRrweb(join(folder, eventsName)))) {
    yield { kind: 'ducktrack', path: folder };
    return;
  }
  for (const entry of shown) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* recordingsIn(path);
    const kind = entry.isFile() ? await namedKind(path) : null;
    if (kind !== null) yield { kind, path };
  }
}

/** What a file shows to be, whatever its name is. */
async function kindOfFile(path: string): Promise<ImportKind | null> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
  const head = buffer.subarray(0, bytesRead);
  if (path.endsWith('.mcap') || isMcap(head)) return 'owamcap';
  const text = head.toString('utf8').trimStart();
  return text.startsWith('[') || text.startsWith('{') ? 'rrweb' : null;
}

function unknownFormat(path: string): RecordingError {
  return new RecordingError({
    code: 'unknownFormat',
    message: `${basename(path)} is of no kind of recording that is known here.`,
    remedy: `Name its kind with --as: ${importKinds.join(', ')}.`,
  });
}

function parseKind(as: string, path: string): ImportKind {
  const kind = importKinds.find((known) => known === as);
  if (kind === undefined) throw unknownFormat(path);
  return kind;
}

async function findInFolder(folder: string, as: ImportKind | null): Promise<FoundRecording[]> {
  const found: FoundRecording[] = [];
  for await (const one of recordingsIn(folder)) if (as === null || one.kind === as) found.push(one);
  if (found.length > 0) return found;
  if (as !== null && as !== 'ducktrack') {
    throw new RecordingError({
      code: 'unknownFormat',
      message: `${basename(folder)} holds no recording of the kind ${as}.`,
      remedy: 'Leave --as out to find recordings of every kind.',
    });
  }
  // Says what a folder of DuckTrack lacks.
  return [{ kind: 'ducktrack', path: folder }];
}

/**
 * At least one, in the order of their paths.
 * @param as their kind, where it is not to be found out.
 * @throws RecordingError `unreadable`, `unknownFormat`.
 */
export async function findRecordings(
  path: string,
  as?: string,
): Promise<readonly FoundRecording[]> {
  if (!existsSync(path)) {
    throw new RecordingError({
      code: 'unreadable',
      message: `There is nothing to read at ${path}.`,
      remedy: 'Give the path of a recording, or of a folder of recordings.',
    });
  }
  const given = as === undefined ? null : parseKind(as, path);
  const about = await stat(path);
  if (about.isDirectory()) return findInFolder(path, given);
  if (!about.isFile()) throw notAFile(path);
  // The one file of DuckTrack's that somebody may take for the recording.
  if (given === null && basename(path) === eventsName && !(await isRrweb(path))) {
    return [{ kind: 'ducktrack', path: dirname(path) }];
  }
  const kind = given ?? (await kindOfFile(path));
  if (kind === null) throw unknownFormat(path);
  return [{ kind, path }];
}
