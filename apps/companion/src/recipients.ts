/**
 * Which public key a session is sealed to: one for this session alone, so that
 * erasing it destroys what opens it. The keeper makes it; it is taken only with
 * the log's proof where the join file names the log's key. Asked for one
 * session ahead: a witness may take seconds to see a key that was just made.
 */
import { createId, isId, type ProgramId, type SessionId } from '@understudy/base';
import { parseAgeRecipient, type AgeRecipient } from '@understudy/seal';
import { base64urlnopad } from '@scure/base';
import { z } from 'zod';
import { CompanionError } from './error.ts';
import { readTextIfThere, removeFile, writeFileAtomic } from '#files';
import { paths, type Home } from './home.ts';
import { checkLoggedKey } from './log-proof.ts';
import type { KnownProgram } from './programs.ts';
import type { Servers } from './servers.ts';

export interface SessionKey {
  readonly session: SessionId;
  readonly recipient: AgeRecipient;
}

const reservedSchema = z.object({
  session: z.custom<SessionId>((value) => isId('session', value)),
  recipient: z.string(),
});
const keptSchema = z.object({ recipient: z.string() });

/** A key for the next session of that program, unless one waits there already. */
export async function reserveSessionKey(
  home: Home,
  known: KnownProgram,
  servers: Servers,
): Promise<SessionKey> {
  const { program } = known.program;
  const reserved = await readReserved(home, program);
  if (reserved !== null) return reserved;
  const session = createId('session', home.clock, home.random);
  const answer = await servers.keeper.recipient({ body: { program: known.signed, session } });
  await checkLoggedKey(
    servers.join,
    { ...answer, program, session, entry: base64urlnopad.decode(answer.entry) },
    (path) => servers.openVault.readLog(path),
  );
  const recipient = parseAgeRecipient(answer.recipient);
  await writeFileAtomic(paths.reserved(home, program), JSON.stringify({ session, recipient }));
  return { session, recipient };
}

/** The key of a session that begins now; given once. */
export async function takeSessionKey(
  home: Home,
  known: KnownProgram,
  servers: Servers,
): Promise<SessionKey> {
  const key = await reserveSessionKey(home, known, servers);
  // Gone before it is used: a crash in between wastes a key, and never gives it twice.
  await removeFile(paths.reserved(home, known.program.program));
  return key;
}

/** With the session, for what is sealed anew when it is edited. */
export async function keepSessionKey(
  home: Home,
  { session, recipient }: SessionKey,
): Promise<void> {
  await writeFileAtomic(paths.sessionRecipient(home, session), JSON.stringify({ recipient }));
}

/** @throws CompanionError `badHome` where the session's key is not with it any more */
export async function keptRecipient(home: Home, session: SessionId): Promise<AgeRecipient> {
  const file = paths.sessionRecipient(home, session);
  const text = await readTextIfThere(file);
  try {
    return parseAgeRecipient(keptSchema.parse(JSON.parse(text ?? '')).recipient);
  } catch (cause) {
    throw new CompanionError({
      code: 'badHome',
      message: `${file} does not hold the session's key.`,
      remedy: 'Restore that file from a backup; without it the session can be shared, not edited.',
      cause,
    });
  }
}

async function readReserved(home: Home, program: ProgramId): Promise<SessionKey | null> {
  const text = await readTextIfThere(paths.reserved(home, program));
  if (text === null) return null;
  try {
    const { session, recipient } = reservedSchema.parse(JSON.parse(text));
    return { session, recipient: parseAgeRecipient(recipient) };
  } catch {
    // Damaged: another key is asked for.
    return null;
  }
}
