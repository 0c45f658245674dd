/** The parts of sessions that are done → the files of a dataset, checked, under its name. */
import { DistillError } from '../error.ts';
import { checkDataset } from './check.ts';
import { collapsedFolder, collapseSessions, outlinesPath, outlinesText } from './collapse.ts';
import type { DatasetFormat } from './format.ts';
import { manifestName, manifestToText, type Manifest } from './manifest.ts';
import type { DoneSession } from './part-writer.ts';
import { releaseListText } from './release-list.ts';
import type { StagedFolder, Staging } from './staging.ts';

/** A manifest whose sessions and files are not settled yet. */
export type Unlisted = Omit<Manifest, 'sessions' | 'files'>;

async function makeFiles(
  staged: StagedFolder,
  format: DatasetFormat,
  made: Unlisted,
  done: readonly DoneSession[],
): Promise<Manifest> {
  const sessions = done.map(({ about }) => about);
  const keys = sessions.map(({ session }) => session);
  await format.finish(staged, keys, { ...made, sessions });
  const manifest = { ...made, sessions, files: await staged.writeFileList(keys) };
  await staged.writeFile(manifestName, manifestToText(manifest));
  return manifest;
}

/**
 * @param done in the order of their ids; those with an outline are collapsed.
 * @throws DistillError `badDataset`; nothing is left then.
 */
export async function finishDataset(
  staging: Staging,
  format: DatasetFormat,
  made: Unlisted,
  done: readonly DoneSession[],
): Promise<Manifest> {
  const { kept, aside } = collapseSessions(done);
  if (aside.length > 0) {
    const keys = aside.map(({ about }) => about.session);
    const within = await staging.setAside(collapsedFolder, keys);
    await staging.writeFile(outlinesPath, outlinesText(done));
    await makeFiles(within, format, made, aside);
  }
  const manifest = await makeFiles(staging, format, made, kept);
  const found = await checkDataset(staging.folder);
  const problems = found.filter(({ isNotice }) => isNotice !== true);
  const [first] = problems;
  if (first !== undefined) {
    await staging.discard();
    throw new DistillError({
      code: 'badDataset',
      message: `The dataset fails ${problems.length} checks; the first: ${first.where}: ${first.what}.`,
      remedy: 'Report this; nothing was exported.',
    });
  }
  const releases = done.map((one) => ({ session: one.about.session, releases: one.releases }));
  await staging.commit(releaseListText(manifest, releases));
  return manifest;
}
