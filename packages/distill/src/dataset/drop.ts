/**
 * A dataset → the same without some of its sessions, byte for byte what an
 * export without them would be: the rows are put back into parts and the files
 * made anew. Nothing is left where that cannot be done.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DistillError } from '../error.ts';
import { collapsedIn, readManifest, readSessions } from './check.ts';
import { readOutlines } from './collapse.ts';
import { datasetFormats } from './dataset-formats.ts';
import { finishDataset } from './finish.ts';
import { imageFolder, type DatasetFormat, type Restored } from './format.ts';
import type { Manifest } from './manifest.ts';
import type { DoneSession, PartWriter } from './part-writer.ts';
import { datasetVersion, readReleaseList } from './release-list.ts';
import { openStaging } from './staging.ts';

async function putBack(
  found: Restored,
  folder: string,
  format: DatasetFormat,
  part: PartWriter,
): Promise<void> {
  if (found.kind === 'file') return part.writeFile(found.path, found.bytes);
  await part.writeRow(found.line, found.rows);
  for (const { name, bytes } of found.images) {
    const picture = bytes ?? new Uint8Array(await readFile(join(folder, 'images', name)));
    await part.writeFile(join(imageFolder(format), name), picture);
  }
}

/** The rows of the sessions that have a part. */
async function putBackAll(
  format: DatasetFormat,
  folder: string,
  parts: ReadonlyMap<string, PartWriter>,
): Promise<void> {
  let last: PartWriter | undefined;
  for await (const found of format.restore(folder)) {
    const part = parts.get(found.session);
    // Rows of a session stand together.
    if (last !== part) await last?.flush();
    last = part;
    if (part !== undefined) await putBack(found, folder, format, part);
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
  const whole = await readManifest(folder);
  const { files: _files, sessions: _sessions, ...made } = whole;
  const all = await readSessions(folder);
  const staying = all.filter(({ session }) => !gone.has(session));
  if (!staying.some(({ steps }) => steps > 0)) {
    throw new DistillError({
      code: 'nothingToExport',
      message: 'Nothing of the dataset remains without those sessions.',
      remedy: 'Delete the copy.',
    });
  }
  const collapsed = await collapsedIn(folder);
  const outlines = await readOutlines(collapsed);
  const list = await readReleaseList(folder);
  const released = list?.dataset === datasetVersion(whole) ? list.sessions : [];
  const releases = new Map(released.map((one) => [one.session, one.releases]));
  const format = datasetFormats[whole.format];
  const staging = await openStaging(out, null, [imageFolder(format)]);
  const parts = new Map(
    staying.map(({ session }) => [session as string, staging.openPart(session)]),
  );
  try {
    await putBackAll(format, folder, parts);
    if (collapsed !== null) await putBackAll(format, collapsed, parts);
    const done: DoneSession[] = [];
    for (const { session, ...about } of staying) {
      const one: DoneSession = {
        about: { session, ...about, standsFor: 1 },
        releases: releases.get(session) ?? [],
        outline: outlines.get(session) ?? null,
      };
      await parts.get(session)?.done(one);
      done.push(one);
    }
    return await finishDataset(staging, format, made, done);
  } catch (error) {
    await staging.discard();
    throw error;
  }
}
