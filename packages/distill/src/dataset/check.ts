/**
 * A dataset folder → what is wrong with it. Run at the end of every export and
 * by `understudy check`. The folder is attacker-controlled: nothing outside it
 * is read, and no message repeats what a row says.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DistillError } from '../error.ts';
import { checkAgentNet } from './check-agentnet.ts';
import { manifestName, manifestSchema, type Format, type Manifest } from './manifest.ts';
import { hashFile } from './staging.ts';

export interface Problem {
  /** The file, and the line or the row within it. */
  readonly where: string;
  readonly what: string;
}

export type FormatCheck = (folder: string, manifest: Manifest) => Promise<readonly Problem[]>;

const checks: Partial<Record<Format, FormatCheck>> = {
  agentnet: checkAgentNet,
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

/** All problems, in the order in which they were found; none: the dataset is sound. */
export async function checkDataset(folder: string): Promise<readonly Problem[]> {
  const manifest = await readManifest(folder);
  const problems: Problem[] = [];
  for (const file of manifest.files) {
    if (file.path.startsWith('/') || file.path.split('/').includes('..')) {
      problems.push({ where: manifestName, what: 'a file lies outside the dataset' });
    } else if (!existsSync(join(folder, file.path))) {
      problems.push({ where: file.path, what: 'the file is missing' });
    } else if ((await hashFile(join(folder, file.path))).sha256 !== file.sha256) {
      problems.push({ where: file.path, what: 'the file is not the one that was exported' });
    }
  }
  const checkFormat = checks[manifest.format];
  return [...problems, ...((await checkFormat?.(folder, manifest)) ?? [])];
}
