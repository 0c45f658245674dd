/**
 * A session that was shared → a copy of it under a name and a key of its own,
 * which can be changed and shared again. The shared one is then erased: here,
 * at the vault and at the keeper.
 *
 * The copy is whole, and its journal stands, before anything is destroyed: a
 * kill in between leaves both, a kill before that the shared one alone.
 */
import type { SessionId } from '@understudy/base';
import { dangerouslyRebrandClean } from '@understudy/redact';
import { writeFileAtomic } from '#files';
import { CompanionError } from './error.ts';
import { eraseLocally } from './erasures.ts';
import { paths, type Home } from './home.ts';
import { openIdentity } from './identity.ts';
import { beginJournal, isoNow, type JournalLine, type SegmentLine } from './journal.ts';
import { writeManifest } from './manifest.ts';
import { unqueue } from './outbox.ts';
import { requireProgram } from './programs.ts';
import { keepSessionKey, takeSessionKey } from './recipients.ts';
import type { EditOptions } from './review/edit-session.ts';
import { openOwnSegment } from './review/open-own.ts';
import type { Servers } from './servers.ts';
import type { SessionState } from './session-state.ts';
import { readSession, withSessionLock } from './sessions.ts';
import { sealClean } from './spool.ts';

/**
 * The copy. What is erased elsewhere is told by the next delivery.
 * @throws CompanionError `sessionClosed` where the session is not shared
 */
export async function takeBackSession(
  home: Home,
  servers: Servers,
  session: SessionId,
  options: EditOptions = {},
): Promise<SessionState> {
  const copy = await withSessionLock(home, session, (state) => {
    requireShared(state);
    return copySession(home, servers, state, options);
  });
  await unqueue(home, { kind: 'session', session });
  await eraseLocally(home, { kind: 'sessions', sessions: [session] });
  return copy;
}

/** @throws CompanionError `sessionClosed` */
export function requireShared({ session, status, sent }: SessionState): void {
  if (sent && ['sharing', 'shared', 'kept'].includes(status.kind)) return;
  throw new CompanionError({
    code: 'sessionClosed',
    message: `Session ${session} is ${status.kind}, so there is nothing of it to take back.`,
    remedy: 'Only a session whose sharing was begun can be taken back.',
  });
}

async function copySession(
  home: Home,
  servers: Servers,
  state: SessionState,
  { onProgress, signal }: EditOptions,
): Promise<SessionState> {
  const key = await takeSessionKey(home, await requireProgram(home, state.program), servers);
  await keepSessionKey(home, key);
  const recipients = [key.recipient, (await openIdentity(home, state.program)).recipient];
  const lines: SegmentLine[] = [];
  for (const line of state.segments) {
    signal?.throwIfAborted();
    const { header, ...content } = await openOwnSegment(home, state, line);
    // Opened from one's own segment: clean as it was, under another name.
    const clean = dangerouslyRebrandClean({
      ...content,
      header: { ...header, session: key.session },
    });
    const next = await sealClean(home, clean, line, recipients);
    await writeFileAtomic(paths.segment(home, key.session, next.line.segment), next.sealed.bytes);
    lines.push(next.line);
    onProgress?.(lines.length, state.segments.length);
  }
  await beginJournal(home, key.session, journalOf(state, lines, isoNow(home.clock)));
  const copy = await readSession(home, key.session);
  await writeManifest(home, copy);
  return copy;
}

/** When it was recorded and what was edited stays known; that it was reviewed or sent does not. */
function journalOf(
  { contributor, device, program, receipt, tier, startedAt, ...state }: SessionState,
  segments: readonly SegmentLine[],
  now: string,
): readonly JournalLine[] {
  const at = state.endedAt ?? now;
  const { stopReason, durationNs } = state;
  return [
    { kind: 'started', at: startedAt, contributor, device, program, receipt, tier },
    ...segments.map((line): JournalLine => ({ kind: 'sealing', at, ...line })),
    stopReason === null || stopReason === 'interrupted'
      ? { kind: 'interrupted', at, lost: [] }
      : { kind: 'stopped', at, reason: stopReason, durationNs },
    ...state.edits.map((edit): JournalLine => ({ kind: 'edited', replaced: [], ...edit })),
    { kind: 'outcome', at: now, outcome: state.outcome },
  ];
}
