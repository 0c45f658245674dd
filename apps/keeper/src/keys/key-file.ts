/**
 * One private key at rest, wrapped under the root of `day`: that of a session
 * in `keys/<contributor>/<program>/<session>.json`, that of a recorder which
 * names no session in `keys/<contributor>/<program>.json`.
 */
import { join } from 'node:path';
import { isId } from '@understudy/base';
import type { ContributorId, ProgramId, SessionId } from '@understudy/base';
import { parseAgeRecipient, type AgeRecipient } from '@understudy/seal';
import { z } from 'zod';
import { destroyFile, listFolder, readDestroyable, writeJsonDurably } from '../store/durable.ts';
import type { Day } from './epoch-root.ts';

/** What a key opens: one session, or what was sealed without naming one. */
export interface KeyName {
  readonly contributor: ContributorId;
  readonly program: ProgramId;
  readonly session: SessionId | null;
}

export interface KeyFile extends KeyName {
  readonly recipient: AgeRecipient;
  readonly createdAtMs: number;
  readonly day: Day;
  readonly wrapped: string;
}

const schema = z.object({
  contributor: z.custom<ContributorId>((value) => isId('contributor', value)),
  program: z.custom<ProgramId>((value) => isId('program', value)),
  session: z
    .custom<SessionId>((value) => isId('session', value))
    .nullable()
    .default(null),
  recipient: z.string().transform((text) => parseAgeRecipient(text)),
  createdAtMs: z.int(),
  day: z.iso.date(),
  wrapped: z.string(),
});

export async function readKeyFile(folder: string, name: KeyName): Promise<KeyFile | null> {
  return readDestroyable(pathOf(folder, name), schema);
}

export async function writeKeyFile(folder: string, file: KeyFile): Promise<void> {
  await writeJsonDurably(pathOf(folder, file), { ...file });
}

/** Whether it was there. */
export async function destroyKeyFile(folder: string, name: KeyName): Promise<boolean> {
  return destroyFile(pathOf(folder, name));
}

/** Everybody who has a key. */
export async function listKeyOwners(folder: string): Promise<readonly ContributorId[]> {
  return (await listFolder(folder)).filter((name) => isId('contributor', name));
}

/** Every key at rest, or every one of a contributor, one at a time: there may be many. */
export async function* keyFiles(folder: string, only?: ContributorId): AsyncGenerator<KeyFile> {
  const contributors = only === undefined ? await listKeyOwners(folder) : [only];
  for (const contributor of contributors) {
    for (const entry of await listFolder(join(folder, contributor))) {
      const program = entry.replace(/\.json$/, '');
      if (!isId('program', program)) continue;
      const sessions = entry === program ? await listFolder(join(folder, contributor, entry)) : [];
      const names = entry === program ? sessions.map(toSession) : [null];
      for (const session of names) {
        const file = await readKeyFile(folder, { contributor, program, session });
        if (file !== null) yield file;
      }
    }
  }
}

function toSession(entry: string): SessionId | null {
  const session = entry.replace(/\.json$/, '');
  return isId('session', session) ? session : null;
}

function pathOf(folder: string, { contributor, program, session }: KeyName): string {
  return session === null
    ? join(folder, contributor, `${program}.json`)
    : join(folder, contributor, program, `${session}.json`);
}
