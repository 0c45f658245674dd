/** What the contributor decides about a finished session: reviewed, shared, kept here, deleted. */
import type { SessionId } from '@understudy/base';
import { CompanionError } from './error.ts';
import { destroyFile, listFolder, removeFile } from '#files';
import { paths, type Home } from './home.ts';
import { destroyIndexes } from './index-file.ts';
import { writeJournal, type JournalEntry, type Outcome } from './journal.ts';
import { writeManifest } from './manifest.ts';
import { queue, unqueue } from './outbox.ts';
import { requireProgram } from './programs.ts';
import { requireReceipt, stateOf } from './receipts.ts';
import { readSummary } from './review/session-summary.ts';
import type { SessionState, SessionStatus } from './session-state.ts';
import { readSession, withSessionLock } from './sessions.ts';

const decidable: readonly SessionStatus['kind'][] = ['local', 'kept', 'interrupted'];

export function markReviewed(
  home: Home,
  session: SessionId,
  by: 'person' | 'rules',
): Promise<SessionState> {
  return decide(home, session, decidable, { kind: 'reviewed', by });
}

export function setOutcome(
  home: Home,
  session: SessionId,
  outcome: Outcome,
): Promise<SessionState> {
  return decide(home, session, decidable, { kind: 'outcome', outcome });
}

/** From here on it may be uploaded. @throws CompanionError `notReviewed`; ConsentError-like `consentMissing` */
export async function shareSession(home: Home, session: SessionId): Promise<SessionState> {
  const state = await readSession(home, session);
  if (state.status.kind === 'shared') return state;
  if (state.status.kind === 'sharing') {
    // Decided before, and perhaps ended before it was queued.
    await queue(home, { kind: 'session', session });
    return state;
  }
  if (!state.reviewed) {
    throw new CompanionError({
      code: 'notReviewed',
      message: `Session ${session} was not reviewed, and nothing leaves this computer unreviewed.`,
      remedy: `Look at it first: understudy review ${session}`,
    });
  }
  await requireStandingConsent(home, state);
  // Signed once: from here on the vault takes this one and no other.
  await writeManifest(home, state, await readSummary(home, state));
  const shared = await decide(home, session, decidable, { kind: 'shared' });
  await queue(home, { kind: 'session', session });
  return shared;
}

export function keepSession(home: Home, session: SessionId): Promise<SessionState> {
  return decide(home, session, decidable, { kind: 'kept' });
}

/** It stays here after all; what was sent until now is at the vault, sealed, until it is erased. */
export async function stopSharing(home: Home, session: SessionId): Promise<SessionState> {
  await unqueue(home, { kind: 'session', session });
  return decide(home, session, ['sharing'], { kind: 'kept' });
}

/** Deletes what is on this device. What was shared is taken back by `erase`. */
export async function deleteSession(home: Home, session: SessionId): Promise<SessionState> {
  const state = await decide(home, session, [...decidable, 'sharing', 'withdrawn'], {
    kind: 'deleted',
  });
  await unqueue(home, { kind: 'session', session });
  const folder = paths.segments(home, session);
  for (const name of await listFolder(folder)) await destroyFile(`${folder}/${name}`);
  await destroyIndexes(home, state);
  await removeFile(paths.manifest(home, session));
  return state;
}

/** After a withdrawal: sessions under it that were not sent stay here, and are marked so. */
export async function markWithdrawn(home: Home, state: SessionState): Promise<void> {
  await unqueue(home, { kind: 'session', session: state.session });
  await decide(home, state.session, [...decidable, 'sharing', 'shared'], {
    kind: 'withdrawn',
    receipt: state.receipt,
  });
}

async function requireStandingConsent(home: Home, state: SessionState): Promise<void> {
  const held = await requireReceipt(home, state.receipt);
  const known = await requireProgram(home, state.program);
  if (stateOf(home, held, known).kind !== 'withdrawn') return;
  throw new CompanionError({
    code: 'consentMissing',
    message: `You withdrew the consent that session ${state.session} was recorded under.`,
    remedy: 'Keep it, take it out, or delete it; it cannot be shared any more.',
  });
}

async function decide(
  home: Home,
  session: SessionId,
  from: readonly SessionStatus['kind'][],
  entry: JournalEntry,
): Promise<SessionState> {
  return withSessionLock(home, session, async (state) => {
    if (!from.includes(state.status.kind)) {
      throw new CompanionError({
        code: 'sessionClosed',
        message: `Session ${session} is ${state.status.kind}, so that cannot be done with it.`,
        remedy: 'See where your sessions stand with: understudy sessions',
      });
    }
    await writeJournal(home, session, entry);
    return readSession(home, session);
  });
}
