/** Recording → segments as plain MCAP files, for those who reduce by rules of their own. */
import { encodeSegment } from '@understudy/recording';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { segmentRecording } from '../segment-recording.ts';
import type { DatasetFormat } from './format.ts';

const folderName = 'segments';

export const mcapFormat: DatasetFormat = {
  name: 'mcap',
  images: 'none',
  writeSession: async ({ recording }, sink) => {
    for await (const segment of segmentRecording(recording)) {
      const name = `${String(segment.index).padStart(5, '0')}.mcap`;
      await sink.writeFile(
        join(folderName, segment.header.session, name),
        await encodeSegment(segment),
      );
      sink.countStep();
    }
  },
  finish: async () => undefined,
  restore: async function* restore(folder) {
    const entries = await readdir(join(folder, folderName), {
      recursive: true,
      withFileTypes: true,
    });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    for (const path of files.toSorted()) {
      const place = path.slice(folder.length + 1);
      const session = place.split('/')[1] ?? '';
      yield { kind: 'file', session, path: place, bytes: new Uint8Array(await readFile(path)) };
    }
  },
};
