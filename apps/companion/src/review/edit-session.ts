/**
 * An edit of a whole session: the segments that it touches are opened, edited,
 * sealed anew under new ids, and the old files destroyed. Logged as an edit
 * without its content.
 *
 * Order, so that a kill leaves either the old session or the new one: new
 * files, one line in the journal, old files and their index away, manifest.
 */
import type { SegmentId, SessionId } from '@understudy/base';
import type { Accounting, SegmentContent } from '@understudy/recording';
import { dangerouslyRebrandClean, type CleanSegment } from '@understudy/redact';
import { CompanionError } from '../error.ts';
import { destroyFile, writeFileAtomic } from '#files';
import { paths, type Home } from '../home.ts';
import { requireIdentity } from '../identity.ts';
import { destroyIndexes } from '../index-file.ts';
import { writeJournal, type EditKind, type SegmentLine } from '../journal.ts';
import { writeManifest } from '../manifest.ts';
import { keptRecipient } from '../recipients.ts';
import type { SessionState } from '../session-state.ts';
import { readSession, withSessionLock } from '../sessions.ts';
import { sealClean, type NewSegment } from '../spool.ts';
import { openOwnSegment } from './open-own.ts';
import { makeIndex, readIndexFile, writeIndex } from './session-index.ts';
import { sketchSegment } from './sketch.ts';

export interface SegmentEdit {
  readonly content: SegmentContent;
  /** How many events the edit took out of those counted as kept. */
  readonly removed: number;
}

export interface EditOptions {
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface SessionEditing extends EditOptions {
  readonly kind: EditKind;
  readonly range?: { readonly fromNs: number; readonly toNs: number };
  /** Which segments may hold what the edit is about; asked in their order, each after the edit of the one before. */
  touches(line: SegmentLine): boolean;
  /** null: nothing to change in this segment. */
  edit(content: SegmentContent, line: SegmentLine): Promise<SegmentEdit | null>;
}

/** @throws CompanionError `badEdit` where the session has left this device, or still runs */
export async function editSession(
  home: Home,
  session: SessionId,
  editing: SessionEditing,
): Promise<SessionState> {
  return withSessionLock(home, session, async (state) => {
    requireEditable(state);
    const recipients = [
      await keptRecipient(home, session),
      (await requireIdentity(home, state.program)).recipient,
    ];
    const index = await readIndexFile(home, state);
    const replaced: { old: SegmentLine; next: NewSegment }[] = [];
    /** Of what is sealed anew, what the index keeps of it. */
    const sketched = new Map<SegmentId, SegmentContent>();
    let removed = 0;
    const last = state.segments.at(-1);
    for (const [place, line] of state.segments.entries()) {
      const isTouched = editing.touches(line);
      // The last segment carries the session's counts, so it is sealed anew with them.
      if (!isTouched && !(line === last && removed > 0)) continue;
      editing.signal?.throwIfAborted();
      const content = await openOwnSegment(home, state, line);
      const edited = isTouched ? await editing.edit(content, line) : { content, removed: 0 };
      if (edited === null && !(line === last && removed > 0)) continue;
      removed += edited?.removed ?? 0;
      const clean = withCut(edited?.content ?? content, removed);
      const next = await sealClean(home, clean, line, recipients);
      replaced.push({ old: line, next });
      sketched.set(next.line.segment, sketchSegment(clean));
      editing.onProgress?.(place + 1, state.segments.length);
    }
    for (const { next } of replaced) {
      await writeFileAtomic(paths.segment(home, session, next.line.segment), next.sealed.bytes);
    }
    await writeJournal(home, session, {
      kind: 'edited',
      edit: editing.kind,
      ...editing.range,
      replaced: replaced.map(({ old, next }) => ({ old: old.segment, next: next.line })),
    });
    const after = await readSession(home, session);
    // Before anything else that may fail: the session is the new one by now.
    for (const { old } of replaced) await destroyFile(paths.segment(home, session, old.segment));
    await destroyIndexes(home, after);
    await writeManifest(home, after);
    const next = makeIndex(after.segments, index, sketched);
    if (next !== null) await writeIndex(home, after, next);
    return after;
  });
}

/** @throws CompanionError `badEdit` */
export function requireEditable(state: SessionState): void {
  const { kind } = state.status;
  const here = kind === 'local' || kind === 'kept' || kind === 'interrupted';
  if (here && !state.sent) return;
  throw new CompanionError({
    code: 'badEdit',
    message: here
      ? `Session ${state.session} cannot be changed: a part of it was sent as it is.`
      : `Session ${state.session} cannot be changed: it is ${kind}.`,
    remedy: state.sent
      ? `Take it back first, then change the copy: understudy share --take-back ${state.session}`
      : 'Only a finished session that is still on this device can be changed.',
  });
}

/** What was decoded from one's own segment and only lost parts is clean still. */
function withCut(content: SegmentContent, removed: number): CleanSegment {
  return dangerouslyRebrandClean({ ...content, accounting: countCut(content.accounting, removed) });
}

function countCut(accounting: Accounting, removed: number): Accounting {
  // A value that was typed anew may have more keys than were ever counted.
  const cut = Math.min(removed, accounting.kept);
  if (cut === 0) return accounting;
  return {
    ...accounting,
    kept: accounting.kept - cut,
    dropped: { ...accounting.dropped, cut: (accounting.dropped.cut ?? 0) + cut },
  };
}
