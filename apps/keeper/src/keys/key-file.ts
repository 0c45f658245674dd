/** One private key at rest: `keys/<contributor>/<program>.json`, wrapped under the root of `day`. */
import { join } from 'node:path';
import { isId } from '@understudy/base';
import type { ContributorId, ProgramId } from '@understudy/base';
import { parseAgeRecipient, type AgeRecipient } from '@understudy/seal';
import { z } from 'zod';
import { listFolder, readJson, writeJsonDurably } from '../store/durable.ts';
import type { Day } from './epoch-root.ts';

export interface KeyFile {
  readonly contributor: ContributorId;
  readonly program: ProgramId;
  readonly recipient: AgeRecipient;
  readonly createdAtMs: number;
  readonly day: Day;
  readonly wrapped: string;
}

const schema = z.object({
  contributor: z.custom<ContributorId>((value) => isId('contributor', value)),
  program: z.custom<ProgramId>((value) => isId('program', value)),
  recipient: z.string().transform((text) => parseAgeRecipient(text)),
  createdAtMs: z.int(),
  day: z.iso.date(),
  wrapped: z.string(),
});

/** Null where there is none, also where the names are no ids. */
export async function readKeyFile(
  folder: string,
  contributor: string,
  program: string,
): Promise<KeyFile | null> {
  if (!isId('contributor', contributor) || !isId('program', program)) return null;
  return readJson(join(folder, contributor, `${program}.json`), schema);
}

export async function writeKeyFile(folder: string, file: KeyFile): Promise<void> {
  await writeJsonDurably(join(folder, file.contributor, `${file.program}.json`), { ...file });
}

/** Every key at rest. */
export async function listKeyFiles(folder: string): Promise<readonly KeyFile[]> {
  const files: KeyFile[] = [];
  for (const contributor of await listFolder(folder)) {
    for (const name of await listFolder(join(folder, contributor))) {
      const file = await readKeyFile(folder, contributor, name.replace(/\.json$/, ''));
      if (file !== null) files.push(file);
    }
  }
  return files;
}
