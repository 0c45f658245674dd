/**
 * Paths on this machine → sessions: our own segments (`*.mcap`, joined by the
 * session that they say they are of), and recordings of other tools. Only heads
 * are read here; the rest when a session's turn comes.
 */
import type { SessionId } from '@understudy/base';
import {
  decodeSegment,
  importRecording,
  readSegmentHead,
  RecordingError,
  type SegmentContent,
  type SegmentHead,
} from '@understudy/recording';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { segmentsToSession, type SessionSource } from './session-source.ts';

interface SegmentFile extends SegmentHead {
  readonly path: string;
}

/** What is wrong with a file is said with its name. */
async function namingFile<Value>(path: string, read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof RecordingError ? error.inFile(basename(path)) : error;
  }
}

async function* readSegments(files: readonly SegmentFile[]): AsyncGenerator<SegmentContent> {
  for (const { path } of files) {
    yield await namingFile(path, () => decodeSegment(createReadStream(path)));
  }
}

function segmentsSource(files: readonly SegmentFile[]): SessionSource | null {
  const sorted = files.toSorted((a, b) => a.index - b.index);
  const [first] = sorted;
  if (first === undefined) return null;
  return {
    session: first.header.session,
    open: () => segmentsToSession(readSegments(sorted)),
  };
}

async function foreignSource(path: string, as: string | undefined): Promise<SessionSource> {
  const { header } = await importRecording(path, as === undefined ? {} : { as });
  return {
    session: header.session,
    open: async () => {
      const recording = await importRecording(path, as === undefined ? {} : { as });
      const repairs = () => recording.repairs();
      const nothing = { releases: () => [], reportSha256: () => null, standIns: () => [] };
      return { recording, repairs, ...nothing };
    },
  };
}

/** The head of a segment of ours, or null where the file is another recorder's. */
async function ownHead(path: string): Promise<SegmentHead | null> {
  try {
    return await namingFile(path, () => readSegmentHead(createReadStream(path)));
  } catch (error) {
    if (error instanceof RecordingError && error.code === 'notOurs') return null;
    throw error;
  }
}

async function mcapFilesUnder(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.mcap'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/**
 * @param as the kind of the foreign recordings, where it is not to be found out.
 * @throws RecordingError `unreadable`, `unknownFormat`, and what a head can have.
 */
export async function localSources(
  paths: readonly string[],
  as?: string,
): Promise<readonly SessionSource[]> {
  const own = new Map<SessionId, SegmentFile[]>();
  const foreign: SessionSource[] = [];
  const addFile = async (path: string): Promise<void> => {
    const head = as === undefined ? await ownHead(path) : null;
    if (head === null) {
      foreign.push(await foreignSource(path, as));
      return;
    }
    const { session } = head.header;
    own.set(session, [...(own.get(session) ?? []), { ...head, path }]);
  };
  for (const path of paths) {
    const found = await stat(path).catch((cause: unknown) => {
      throw new RecordingError({
        code: 'unreadable',
        message: `There is nothing to read at ${path}.`,
        remedy: 'Give the path of a recording or of a folder of recordings.',
        cause,
      });
    });
    const files = found.isDirectory() ? await mcapFilesUnder(path) : [];
    if (files.length > 0) for (const file of files) await addFile(file);
    else if (path.endsWith('.mcap')) await addFile(path);
    else foreign.push(await foreignSource(path, as));
  }
  const sessions = [...own.values()].map(segmentsSource).filter((source) => source !== null);
  return [...sessions, ...foreign];
}
