/**
 * Paths on this machine → sessions: our own segments (`*.mcap`, joined by the
 * session that they say they are of), and recordings of other tools. Only heads
 * are read here; the rest when a session's turn comes.
 */
import type { SessionId } from '@understudy/base';
import {
  decodeSegment,
  foreignRecordings,
  readSegmentHead,
  RecordingError,
  type ForeignRecording,
  type SegmentContent,
  type SegmentHead,
} from '@understudy/recording';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
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

async function foreignSource(foreign: ForeignRecording): Promise<SessionSource> {
  const { header } = await foreign.open();
  return {
    session: header.session,
    open: async () => {
      const recording = await foreign.open();
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

/**
 * @param as the kind of the foreign recordings, where it is not to be found out.
 * @throws RecordingError `unreadable`, `unknownFormat`, and what a head can have.
 */
export async function localSources(
  paths: readonly string[],
  as?: string,
): Promise<readonly SessionSource[]> {
  const own = new Map<SessionId, SegmentFile[]>();
  const foreign = new Map<SessionId, SessionSource>();
  for (const path of paths) {
    for (const found of await foreignRecordings(path, as)) {
      const mayBeOurs = as === undefined && found.kind === 'owamcap';
      const head = mayBeOurs ? await ownHead(found.path) : null;
      if (head === null) {
        // A copy of a recording is the same session.
        const source = await foreignSource(found);
        foreign.set(source.session, source);
        continue;
      }
      const { session } = head.header;
      own.set(session, [...(own.get(session) ?? []), { ...head, path: found.path }]);
    }
  }
  const sessions = [...own.values()].map(segmentsSource).filter((source) => source !== null);
  return [...sessions, ...foreign.values()];
}
