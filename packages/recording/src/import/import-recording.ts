/** A file or folder of another recorder → a Recording, by the kind that it shows. */
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { RecordingError } from '../error.ts';
import { importDuckTrack } from './ducktrack.ts';
import type { ImportedRecording } from './imported.ts';
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

const mcapMagic = Buffer.from([0x89, 0x4d, 0x43, 0x41, 0x50, 0x30]);

async function kindOf(path: string): Promise<ImportKind | null> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new RecordingError({
      code: 'unreadable',
      message: `There is nothing to read at ${path}.`,
      remedy: 'Give the path of a recording.',
      cause,
    });
  });
  if (found.isDirectory()) return 'ducktrack';
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    const head = buffer.subarray(0, bytesRead);
    if (head.subarray(0, mcapMagic.byteLength).equals(mcapMagic)) return 'owamcap';
    const text = head.toString('utf8').trimStart();
    return text.startsWith('[') || text.startsWith('{') ? 'rrweb' : null;
  } finally {
    await file.close();
  }
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
  const kind =
    options.as === undefined
      ? await kindOf(path)
      : (importKinds.find((known) => known === options.as) ?? null);
  if (kind === null) throw unknownFormat(path);
  return importers[kind](path);
}
