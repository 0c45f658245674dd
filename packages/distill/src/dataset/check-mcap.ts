/** The rules of the plain segments: each opens, and they follow each other. */
import { decodeSegment, RecordingError } from '@understudy/recording';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FormatCheck, Problem } from './check.ts';

export const checkMcap: FormatCheck = async ({ folder, isKnown }) => {
  const problems: Problem[] = [];
  const home = join(folder, 'segments');
  for (const session of (await readdir(home).catch((): string[] => [])).toSorted()) {
    if (!isKnown(session))
      problems.push({ where: session, what: 'the session is not in the manifest' });
    let expected = 0;
    for (const name of (await readdir(join(home, session))).toSorted()) {
      const where = `segments/${session}/${name}`;
      try {
        const segment = await decodeSegment(await readFile(join(home, session, name)));
        if (segment.header.session !== session)
          problems.push({ where, what: 'it is of another session' });
        if (segment.index !== expected)
          problems.push({ where, what: 'its index is not its place' });
        const frame = segment.events.find((event) => event.kind === 'screen');
        if (frame?.kind === 'screen' && !frame.keyframe) {
          problems.push({ where, what: 'its first frame is no keyframe' });
        }
      } catch (error) {
        if (!(error instanceof RecordingError)) throw error;
        problems.push({ where, what: `it cannot be read (${error.code})` });
      }
      expected += 1;
    }
  }
  return problems;
};
