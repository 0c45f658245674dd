/**
 * Sharing, and taking back, as jobs: from the contributor's word to the last
 * byte at the vault. What a job could not send is sent again by itself.
 */
import type { SessionId } from '@understudy/base';
import type { CompanionJob } from '@understudy/protocol';
import type { Companion } from './companion.ts';
import { shareSession, stopSharing } from './decisions.ts';
import { deliver } from './deliver.ts';
import { CompanionError } from './error.ts';
import { companionEnds } from './jobs.ts';
import { listPending } from './outbox.ts';
import { readSession } from './sessions.ts';
import { requireShared, takeBackSession } from './take-back.ts';

export async function startShare(companion: Companion, session: SessionId): Promise<CompanionJob> {
  await shareSession(companion.home, session);
  await companion.changed(session);
  return companion.jobs.start({
    kind: 'share',
    session,
    unit: 'bytes',
    work: (onProgress, signal) => send(companion, session, onProgress, signal),
  });
}

/** All that waits to be sent. */
export async function sendWaiting(companion: Companion): Promise<void> {
  const pending = await listPending(companion.home);
  if (pending.length === 0) return;
  await deliver(companion.home, await companion.servers(), {
    only: ({ kind }) => kind !== 'session',
  });
  for (const one of pending) if (one.kind === 'session') await sendAgain(companion, one.session);
}

/** Quietly for as long as nobody answers; from its first byte on as a job, which pages show and can call off. */
async function sendAgain(companion: Companion, session: SessionId): Promise<void> {
  const underWay = companion.sending.get(session);
  if (underWay !== undefined) return underWay.catch(() => undefined);
  const abort = new AbortController();
  const job: { report?: OnProgress } = {};
  const sent = send(
    companion,
    session,
    (done, total) => {
      if (job.report === undefined) begin();
      job.report?.(done, total);
    },
    abort.signal,
  );
  const begin = (): void => {
    companion.jobs.start({
      kind: 'share',
      session,
      unit: 'bytes',
      work: (onProgress, signal) => {
        job.report = onProgress;
        signal.addEventListener('abort', () => abort.abort(signal.reason));
        return sent;
      },
    });
  };
  // Told by its job where one began; else it waits for the next turn.
  await sent.catch(() => undefined);
}

type OnProgress = (done: number, total: number) => void;

/** After what is being sent of the session already. @throws CompanionError `sendingFailed` */
function send(
  companion: Companion,
  session: SessionId,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  const work = (): Promise<void> => sendNow(companion, session, onProgress, signal);
  const sent = (companion.sending.get(session) ?? Promise.resolve()).then(work, work);
  const over = (): void => {
    if (companion.sending.get(session) === sent) companion.sending.delete(session);
  };
  companion.sending.set(session, sent);
  sent.then(over, over);
  return sent;
}

/** Called off by its person it stays here after all. */
async function sendNow(
  companion: Companion,
  session: SessionId,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  const { home } = companion;
  const { waiting, refused } = await deliver(home, await companion.servers(), {
    signal,
    only: (pending) => pending.kind === 'session' && pending.session === session,
    onProgress: (_, { doneBytes, totalBytes }) => onProgress(doneBytes, totalBytes),
  });
  if (signal.aborted && signal.reason !== companionEnds) await stopSharing(home, session);
  await companion.changed(session);
  signal.throwIfAborted();
  const [trouble] = [...refused, ...waiting];
  if (trouble !== undefined) throw sendingFailed(session, trouble.words);
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
      companion.jobs.dropTakeouts();
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
