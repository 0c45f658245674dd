/**
 * `NAME.releases.json`, beside the folder of a dataset: the releases by which its
 * sessions were pulled (spec/dataset.md §2). Each pull is released, and logged, anew;
 * so they stand outside the dataset, which is the same however often it is pulled.
 */
import { isId, type ReleaseId, type SessionId } from '@understudy/base';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { DistillError } from '../error.ts';
import { manifestToText, type Manifest } from './manifest.ts';

export const releaseIds = z.array(z.custom<ReleaseId>((value) => isId('release', value)));

const sessionReleases = z.strictObject({
  session: z.custom<SessionId>((value) => isId('session', value)),
  releases: releaseIds,
});
export type SessionReleases = z.infer<typeof sessionReleases>;

const releaseListSchema = z.strictObject({
  /** The dataset version: SHA-256 of its `dataset.json`. */
  dataset: z.string().regex(/^[0-9a-f]{64}$/),
  sessions: z.array(sessionReleases),
});
type ReleaseList = z.infer<typeof releaseListSchema>;

export const releaseListPath = (folder: string): string => `${resolve(folder)}.releases.json`;

/** What a dataset version is known by: the SHA-256 of its `dataset.json`. */
export function datasetVersion(manifest: Manifest): string {
  return createHash('sha256').update(manifestToText(manifest)).digest('hex');
}

/** null: nothing of the dataset was released, as of a local recording. */
export function releaseListText(
  manifest: Manifest,
  sessions: readonly SessionReleases[],
): string | null {
  const released = sessions.filter(({ releases }) => releases.length > 0);
  if (released.length === 0) return null;
  const list: ReleaseList = { dataset: datasetVersion(manifest), sessions: released };
  return `${JSON.stringify(list, null, 2)}\n`;
}

/**
 * The list beside a dataset; null where there is none.
 * @throws DistillError `badDataset` where it cannot be read as one.
 */
export async function readReleaseList(folder: string): Promise<ReleaseList | null> {
  const path = releaseListPath(folder);
  if (!existsSync(path)) return null;
  try {
    return releaseListSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new DistillError({
      code: 'badDataset',
      message: 'The list of releases beside the dataset is not one.',
      remedy: 'Put back the list that the export made, or remove it.',
      cause,
    });
  }
}
