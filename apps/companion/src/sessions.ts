/** The sessions of a home: listed, locked one at a time, and closed after their recorder died. */
import { isId, takeLock, type SegmentId, type SessionId } from '@understudy/base';
import { sha256Hex } from '@understudy/protocol';
import { CompanionError } from './error.ts';
import {
  destroyFile,
  listFolder,
  readBytesIfThere,
  readTextIfThere,
  removeTemporaries,
} from '#files';
import { paths, type Home } from './home.ts';
import { destroyIndexes } from './index-file.ts';
import { readJournal, writeJournal, type SegmentLine } from './journal.ts';
import { writeManifest } from './manifest.ts';
import { foldSession, type SessionState } from './session-state.ts';

/** @throws CompanionError `sessionUnknown` */
export async function readSession(home: Home, session: SessionId): Promise<SessionState> {
  const state = foldSession(session, await readJournal(home, session));
  if (state !== null) return state;
  throw new CompanionError({
    code: 'sessionUnknown',
    message: `Session ${session} ended before it began; nothing of it was kept.`,
    remedy: 'List what is there with: understudy sessions',
  });
}

/** Oldest first. */
export async function listSessions(home: Home): Promise<readonly SessionState[]> {
  const states: SessionState[] = [];
  for (const name of await listFolder(paths.sessions(home))) {
    if (!isId('session', name)) continue;
    const state = foldSession(name, await readJournal(home, name).catch(noJournal));
    if (state !== null) states.push(state);
  }
  return states;
}

function noJournal(error: unknown): readonly [] {
  if (error instanceof CompanionError && error.code === 'sessionUnknown') return [];
  throw error;
}

/**
 * Runs `work` while no other process changes the session.
 * @throws CompanionError `sessionBusy`
 */
export async function withSessionLock<Value>(
  home: Home,
  session: SessionId,
  work: (state: SessionState) => Promise<Value>,
): Promise<Value> {
  // A session that was never begun has no folder to lock.
  await readSession(home, session);
  const release = await takeLock(`${paths.session(home, session)}/lock.sqlite`);
  if (release === null) throw busy(session);
  try {
    return await work(await readSession(home, session));
  } finally {
    await release();
  }
}

function busy(session: SessionId): CompanionError {
  return new CompanionError({
    code: 'sessionBusy',
    message: `Session ${session} is being changed by another program.`,
    remedy: 'Wait until that is done, then try again.',
  });
}

/**
 * Closes every session whose recorder died, from what it had sealed, and says
 * which. Call only while no recorder of this home is alive.
 */
export async function recoverSessions(home: Home): Promise<readonly SessionState[]> {
  const recovered: SessionState[] = [];
  await destroyUnbegun(home);
  for (const state of await listSessions(home)) {
    await tidySession(home, state);
    if (state.status.kind !== 'recording' && state.status.kind !== 'paused') continue;
    const lost: SegmentId[] = [];
    for (const line of state.segments) {
      if (!(await isWhole(home, state.session, line))) lost.push(line.segment);
    }
    await writeJournal(home, state.session, { kind: 'interrupted', lost });
    const closed = await readSession(home, state.session);
    await writeManifest(home, closed);
    recovered.push(closed);
  }
  return recovered;
}

/** Copies that were being made of a session when their maker died: no journal tells of them. */
async function destroyUnbegun(home: Home): Promise<void> {
  for (const name of await listFolder(paths.sessions(home))) {
    if (!isId('session', name) || (await readTextIfThere(paths.journal(home, name))) !== null) {
      continue;
    }
    for (const file of await listFolder(paths.segments(home, name))) {
      await destroyFile(`${paths.segments(home, name)}/${file}`);
    }
  }
}

/** Temporary files, and segments that an edit had written or replaced when it was interrupted. */
async function tidySession(home: Home, state: SessionState): Promise<void> {
  const folder = paths.segments(home, state.session);
  await removeTemporaries(paths.session(home, state.session));
  await removeTemporaries(folder);
  const known = new Set<string>(state.segments.map(({ segment }) => `${segment}.age`));
  for (const name of await listFolder(folder)) {
    if (!known.has(name)) await destroyFile(`${folder}/${name}`);
  }
  await destroyIndexes(home, state);
}

export async function isWhole(home: Home, session: SessionId, line: SegmentLine): Promise<boolean> {
  const bytes = await readBytesIfThere(paths.segment(home, session, line.segment));
  if (bytes === null) return false;
  return sha256Hex(bytes) === line.sha256;
}
