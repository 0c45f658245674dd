/**
 * A dataset → the same without some of its sessions, byte for byte what an
 * export without them would be: the rows are put back into parts and the files
 * made anew.
 */
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DistillError } from '../error.ts';
import { readManifest } from './check.ts';
import { datasetFormats } from './dataset-formats.ts';
import { finishDataset } from './export.ts';
import type { DatasetFormat, Restored } from './format.ts';
import type { Manifest } from './manifest.ts';
import { openStaging, waitingImages, type PartWriter, type Staging } from './staging.ts';

async function putBack(
  found: Restored,
  folder: string,
  format: DatasetFormat,
  staging: Staging,
  part: PartWriter,
): Promise<void> {
  if (found.kind === 'file') return staging.writeFile(found.path, found.bytes);
  await part.write(found.line, found.rows);
  const images = format.images === 'files' ? 'images' : waitingImages;
  await mkdir(join(staging.folder, images), { recursive: true });
  for (const { name, bytes } of found.images) {
    if (bytes !== null) await staging.writeFile(join(images, name), bytes);
    else await copyFile(join(folder, 'images', name), join(staging.folder, images, name));
  }
}

/**
 * @param gone the sessions that must go.
 * @param out a folder that is not there yet.
 * @throws DistillError `notADataset`, `badDataset`, `outExists`, `nothingToExport`.
 */
export async function dropSessions(
  folder: string,
  gone: ReadonlySet<string>,
  out: string,
): Promise<Manifest> {
  const manifest = await readManifest(folder);
  const sessions = manifest.sessions.filter(({ session }) => !gone.has(session));
  if (!sessions.some(({ steps }) => steps > 0)) {
    throw new DistillError({
      code: 'nothingToExport',
      message: 'Nothing of the dataset remains without those sessions.',
      remedy: 'Delete the copy.',
    });
  }
  const format = datasetFormats[manifest.format];
  const staging = await openStaging(out, JSON.stringify({ drop: manifest, gone: [...gone] }));
  const parts = new Map(
    sessions.map(({ session }) => [session as string, staging.openPart(session)]),
  );
  for await (const found of format.restore(folder)) {
    const part = parts.get(found.session);
    if (part !== undefined) await putBack(found, folder, format, staging, part);
  }
  for (const session of sessions) await parts.get(session.session)?.done(session);
  return finishDataset(staging, format, { ...manifest, sessions, files: [] });
}
