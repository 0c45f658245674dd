/** A path → the recordings of other tools that are there, each opened when its turn comes. */
import { basename, relative } from 'node:path';
import { RecordingError } from '../error.ts';
import type { RecordingEvent } from '../event.ts';
import { importDuckTrack } from './ducktrack.ts';
import { findRecordings, type FoundRecording, type ImportKind } from './find-recordings.ts';
import type { ImportedRecording } from './imported.ts';
import { importOwaMcap } from './owamcap.ts';
import { importRrweb } from './rrweb.ts';

const importers = {
  ducktrack: importDuckTrack,
  owamcap: importOwaMcap,
  rrweb: importRrweb,
} as const satisfies Record<ImportKind, (path: string) => Promise<ImportedRecording>>;

export interface ForeignRecording extends FoundRecording {
  /**
   * Marked as foreign: it can be reduced and exported here, and never be uploaded.
   * @throws RecordingError as its files can have, here and while the events are read.
   */
  open(): Promise<ImportedRecording>;
}

/** Of many, which one is meant. */
function naming(name: string, error: unknown): unknown {
  return name !== '' && error instanceof RecordingError ? error.inFile(name) : error;
}

async function* eventsOf(
  name: string,
  { events }: ImportedRecording,
): AsyncGenerator<readonly RecordingEvent[]> {
  try {
    yield* events;
  } catch (error) {
    throw naming(name, error);
  }
}

async function openNamed(name: string, { kind, path }: FoundRecording): Promise<ImportedRecording> {
  try {
    const imported = await importers[kind](path);
    return { ...imported, events: eventsOf(name, imported) };
  } catch (error) {
    throw naming(name, error);
  }
}

/**
 * At least one, in the order of their paths; what is wrong with one of many is said
 * with its name.
 * @param as their kind, where it is not to be found out.
 * @throws RecordingError `unreadable`, `unknownFormat`.
 */
export async function foreignRecordings(
  path: string,
  as?: string,
): Promise<readonly ForeignRecording[]> {
  const found = await findRecordings(path, as);
  return found.map((one) => {
    // The importers of files name the file themselves.
    const within = relative(path, one.path);
    const name = within === basename(one.path) && one.kind !== 'ducktrack' ? '' : within;
    return { ...one, open: () => openNamed(name, one) };
  });
}
