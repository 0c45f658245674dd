/**
 * A dataset folder → what is wrong with it. Run at the end of every export and
 * by `understudy check`. The folder is attacker-controlled: nothing outside it
 * is read, and no message repeats what a row says.
 */
import { readFile, realpath } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { DistillError } from '../error.ts';
import { checkAgentNet } from './check-agentnet.ts';
import { checkAnthropic, checkOpenAi } from './check-chat.ts';
import { checkMcap } from './check-mcap.ts';
import { checkMessages } from './check-messages.ts';
import { checkMind2Web } from './check-mind2web.ts';
import { checkParquet } from './check-parquet.ts';
import { collapsedFolder } from './collapse.ts';
import {
  manifestName,
  manifestSchema,
  type Format,
  type Manifest,
  type ManifestSession,
} from './manifest.ts';
import { mixedKinds } from './stand-ins.ts';
import { createFileHasher, fileListName, readFileList } from './file-list.ts';
import { datasetVersion, readReleaseList, releaseListPath } from './release-list.ts';

export interface Problem {
  /** The file, and the line or the row within it. */
  readonly where: string;
  readonly what: string;
  /** Worth knowing, and no reason to refuse the dataset. */
  readonly isNotice?: true;
}

export interface CheckContext {
  readonly folder: string;
  /** Whether rows may be of that session. */
  readonly isKnown: (session: string) => boolean;
  /** Whether `images/…` of that path is there, within the dataset. */
  readonly hasImage: (path: string) => Promise<boolean>;
}

export type FormatCheck = (context: CheckContext) => Promise<readonly Problem[]>;

const checks: Readonly<Record<Format, FormatCheck>> = {
  agentnet: checkAgentNet,
  messages: checkMessages,
  anthropic: checkAnthropic,
  openai: checkOpenAi,
  mind2web: checkMind2Web,
  parquet: checkParquet,
  mcap: checkMcap,
};

/** @throws DistillError `notADataset` where there is no readable `dataset.json`. */
export async function readManifest(folder: string): Promise<Manifest> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(join(folder, manifestName), 'utf8')));
  } catch (error) {
    throw new DistillError({
      code: 'notADataset',
      message: `The folder has no ${manifestName} that can be read.`,
      remedy: 'Give a folder that "understudy export" made.',
      cause: error,
    });
  }
}

/** Where the dataset's near-duplicates were set aside, within its folder; null: there are none. */
export async function collapsedIn(folder: string): Promise<string | null> {
  const place = await placeOf(await realpath(folder), collapsedFolder);
  return place.kind === 'inside' ? place.path : null;
}

/**
 * All sessions that a dataset holds, those too that another one stands for, in the
 * order of their ids.
 * @throws DistillError `notADataset`.
 */
export async function readSessions(folder: string): Promise<readonly ManifestSession[]> {
  const collapsed = await collapsedIn(folder);
  const manifests = [await readManifest(folder)];
  if (collapsed !== null) manifests.push(await readManifest(collapsed));
  const sessions = manifests.flatMap((manifest) => manifest.sessions);
  return sessions.toSorted((a, b) => (a.session < b.session ? -1 : 1));
}

type FilePlace =
  | { readonly kind: 'inside'; readonly path: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'outside' };

/** `outside`: the path, or a link on it, leads out of the folder. */
async function placeOf(home: string, path: string): Promise<FilePlace> {
  const joined = join(home, path);
  if (!joined.startsWith(home + sep)) return { kind: 'outside' };
  const real = await realpath(joined).catch(() => null);
  if (real === null) return { kind: 'missing' };
  return real.startsWith(home + sep) ? { kind: 'inside', path: real } : { kind: 'outside' };
}

/** The files that the dataset's own list names, where it is the list that was exported. */
async function* listedFiles(
  home: string,
  { files }: Manifest,
  problems: Problem[],
): AsyncGenerator<{ readonly path: string; readonly sha256: string }> {
  const list = await placeOf(home, fileListName);
  if (list.kind !== 'inside') {
    problems.push({ where: fileListName, what: 'the list of files is missing' });
    return;
  }
  if ((await createFileHasher()(list.path)) !== files.sha256) {
    problems.push({
      where: fileListName,
      what: 'the list of files is not the one that was exported',
    });
  }
  let line = 0;
  for await (const entry of readFileList(list.path)) {
    line += 1;
    if (entry !== null) yield entry;
    else problems.push({ where: `${fileListName}:${line}`, what: 'the line names no file' });
  }
}

/** Whether the list of releases beside the dataset, where there is one, is of this version. */
async function releaseProblems(folder: string, manifest: Manifest): Promise<readonly Problem[]> {
  const list = await readReleaseList(folder);
  if (list === null || list.dataset === datasetVersion(manifest)) return [];
  const where = basename(releaseListPath(folder));
  return [{ where, what: 'the list of releases is of another version of the dataset' }];
}

/** All problems, in the order in which they were found; none: the dataset is sound. */
export async function checkDataset(folder: string): Promise<readonly Problem[]> {
  const manifest = await readManifest(folder);
  const home = await realpath(folder);
  const problems = [
    ...(await releaseProblems(folder, manifest)),
    ...(await folderProblems(home, manifest)),
  ];
  const collapsed = await collapsedIn(home);
  if (collapsed === null) return problems;
  const within = await folderProblems(collapsed, await readManifest(collapsed));
  const named = within.map((one) => ({ ...one, where: `${collapsedFolder}/${one.where}` }));
  return [...problems, ...named];
}

/** What is wrong with the files of one manifest. */
async function folderProblems(home: string, manifest: Manifest): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const hashFile = createFileHasher();
  for await (const entry of listedFiles(home, manifest, problems)) {
    const { path, sha256 } = entry;
    const place = await placeOf(home, path);
    if (place.kind === 'outside')
      problems.push({ where: path, what: 'the file lies outside the dataset' });
    else if (place.kind === 'missing') problems.push({ where: path, what: 'the file is missing' });
    else if ((await hashFile(place.path)) !== sha256) {
      problems.push({ where: path, what: 'the file is not the one that was exported' });
    }
  }
  if (problems.some(({ what }) => what.endsWith('outside the dataset'))) return problems;
  for (const { session, standIns } of manifest.sessions) {
    for (const kind of mixedKinds(standIns)) {
      // Chance alone may give two people one name; the rows are right, but tell them not apart.
      const what = `two values of the kind ${kind} have one stand-in`;
      problems.push({ where: session, what, isNotice: true });
    }
  }
  const sessions = new Set<string>(manifest.sessions.map(({ session }) => session));
  const context: CheckContext = {
    folder: home,
    isKnown: (session) => sessions.has(session),
    hasImage: async (path) => {
      if (!path.startsWith('images/')) return false;
      return (await placeOf(home, path)).kind === 'inside';
    },
  };
  return [...problems, ...(await checks[manifest.format](context))];
}
