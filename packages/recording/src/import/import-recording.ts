/** A file or folder of another recorder → a Recording, by the kind that it says or shows. */
import { RecordingError } from '../error.ts';
import type { Recording } from '../session.ts';

export interface ImportOptions {
  /** `ducktrack`, `owamcap` or `rrweb`; found out where it is not given. */
  readonly as?: string;
}

/** What was put right on the way in, counted by reason. */
export interface ImportedRecording extends Recording {
  repairs(): Readonly<Record<string, number>>;
}

/** @throws RecordingError `unknownFormat`, and what reading the files can have. */
export async function importRecording(
  _path: string,
  _options: ImportOptions = {},
): Promise<ImportedRecording> {
  throw new RecordingError({
    code: 'unknownFormat',
    message: 'The recording is of no kind that is known here.',
    remedy: 'Give a segment of Understudy (*.mcap).',
  });
}
