/** Files of a recording's folder, and no others: a link that leads out of it is refused. */
import { realpath, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { RecordingError } from '../error.ts';

/**
 * The real path of a file in the folder, or null where there is none.
 * @throws RecordingError `outsideFolder`, or `unreadable` where it is no file.
 */
export async function insideFolder(folder: string, name: string): Promise<string | null> {
  const path = await realpath(join(folder, name)).catch(() => null);
  if (path === null) return null;
  const home = await realpath(folder);
  if (!path.startsWith(home + sep)) {
    throw new RecordingError({
      code: 'outsideFolder',
      message: `The file ${basename(name)} of the recording leads out of its folder.`,
      remedy: 'Put the file itself into the folder, not a link to it.',
    });
  }
  if (!(await stat(path)).isFile()) throw notAFile(name);
  return path;
}

/** A folder, or a pipe or device, which could be read for ever. */
export function notAFile(path: string): RecordingError {
  return new RecordingError({
    code: 'unreadable',
    message: `${basename(path)} is not a file.`,
    remedy: 'Put the file itself there.',
  });
}
