/**
 * Which public key a program's segments are sealed to: the keeper's answer,
 * taken only with the log's proof where the join file names the log's key, and
 * kept, so that a key once accepted cannot be exchanged unnoticed.
 */
import type { ProgramId } from '@understudy/base';
import { parseAgeRecipient, type AgeRecipient } from '@understudy/seal';
import { base64urlnopad } from '@scure/base';
import { z } from 'zod';
import { CompanionError } from './error.ts';
import { readTextIfThere, writeFileAtomic } from '#files';
import { paths, type Home } from './home.ts';
import { checkLoggedKey } from './log-proof.ts';
import type { KnownProgram } from './programs.ts';
import type { Servers } from './servers.ts';

const keptSchema = z.object({ recipient: z.string() });

export async function programRecipient(
  home: Home,
  known: KnownProgram,
  servers: Servers,
): Promise<AgeRecipient> {
  const kept = await readKept(home, known.program.program);
  if (kept !== null) return kept;
  const answer = await servers.keeper.recipient({ body: { program: known.signed } });
  await checkLoggedKey(
    servers.join,
    {
      ...answer,
      program: known.program.program,
      entry: base64urlnopad.decode(answer.entry),
    },
    (path) => servers.openVault.readLog(path),
  );
  const recipient = parseAgeRecipient(answer.recipient);
  await writeFileAtomic(
    paths.recipient(home, known.program.program),
    JSON.stringify({ recipient, checkpoint: answer.checkpoint, index: answer.index }),
  );
  return recipient;
}

/** @throws CompanionError `badHome` where nothing was ever sealed for that program here */
export async function keptRecipient(home: Home, program: ProgramId): Promise<AgeRecipient> {
  const kept = await readKept(home, program);
  if (kept !== null) return kept;
  throw new CompanionError({
    code: 'badHome',
    message: `The key of ${program} is no longer in ${home.dir}.`,
    remedy: 'Restore the folder "programs" from a backup.',
  });
}

async function readKept(home: Home, program: ProgramId): Promise<AgeRecipient | null> {
  const file = paths.recipient(home, program);
  const text = await readTextIfThere(file);
  if (text === null) return null;
  try {
    return parseAgeRecipient(keptSchema.parse(JSON.parse(text)).recipient);
  } catch (cause) {
    throw new CompanionError({
      code: 'badHome',
      message: `${file} does not hold the program's key.`,
      remedy: 'Remove that file; the key is then asked for again, with its proof.',
      cause,
    });
  }
}
