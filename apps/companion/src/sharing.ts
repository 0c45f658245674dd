/** Sharing, and taking back, as jobs: from the contributor's word to the last byte at the vault. */
import type { SessionId } from '@understudy/base';
import type { CompanionJob } from '@understudy/protocol';
import type { Companion } from './companion.ts';
import { shareSession, stopSharing } from './decisions.ts';
import { deliver } from './deliver.ts';
import { CompanionError } from './error.ts';
import { readSession } from './sessions.ts';
import { requireShared, takeBackSession } from './take-back.ts';

export async function startShare(companion: Companion, session: SessionId): Promise<CompanionJob> {
  const { home } = companion;
  await shareSession(home, session);
  await companion.changed(session);
  return companion.jobs.start({
    kind: 'share',
    session,
    unit: 'bytes',
    work: async (onProgress, signal) => {
      const { waiting, refused } = await deliver(home, await companion.servers(), {
        signal,
        only: (pending) => pending.kind === 'session' && pending.session === session,
        onProgress: (_, { doneBytes, totalBytes }) => onProgress(doneBytes, totalBytes),
      });
      if (signal.aborted) await stopSharing(home, session);
      await companion.changed(session);
      signal.throwIfAborted();
      const [trouble] = [...refused, ...waiting];
      if (trouble !== undefined) throw sendingFailed(session, trouble.words);
    },
  });
}

/** The shared session is erased, and a copy of it that can be changed comes in its place. */
export async function startTakeBack(
  companion: Companion,
  session: SessionId,
): Promise<CompanionJob> {
  const { home } = companion;
  requireShared(await readSession(home, session));
  return companion.jobs.start({
    kind: 'takeBack',
    session,
    unit: 'segments',
    work: async (onProgress, signal) => {
      const servers = await companion.servers();
      const copy = await takeBackSession(home, servers, session, { onProgress, signal });
      await companion.changed(session);
      await companion.changed(copy.session);
      // Told later where they do not answer now: the erasure is queued.
      await companion.deliver().catch(() => null);
    },
  });
}

function sendingFailed(session: SessionId, words: string): CompanionError {
  return new CompanionError({
    code: 'sendingFailed',
    message: `Session ${session} was not sent whole: ${words}`,
    remedy: 'What is sealed is kept; it is sent again by itself.',
  });
}
