/**
 * One session's clean segments, one after the other → sealed on the disk, or
 * held in memory, sealed, for as long as the disk is full.
 */
import type { SegmentId, SessionId } from '@understudy/base';
import type { SegmentContent } from '@understudy/recording';
import type { CleanSegment } from '@understudy/redact';
import type { AgeRecipient } from '@understudy/seal';
import type { Home } from './home.ts';
import { writeJournal } from './journal.ts';
import { sketchSegment } from './review/sketch.ts';
import { sealClean, spoolSegment, type NewSegment } from './spool.ts';

export interface SessionSpool {
  /** Until when, in the session's time, all is sealed. */
  sealedToNs(): number;
  sealed(): { readonly segments: number; readonly sealedBytes: number };
  /** What the index will hold: no pixels and few moves, some 5 MB for an hour of work. */
  readonly sketches: ReadonlyMap<SegmentId, SegmentContent>;
  /** @throws CompanionError `diskFull`: then it is sealed, in memory, and waits for `saveWaiting`. */
  add(clean: CleanSegment, untilNs: number): Promise<void>;
  isWaiting(): boolean;
  /** @throws CompanionError `diskFull`: nothing is lost by it */
  saveWaiting(): Promise<void>;
  /** The session ends: what could not be written is counted as lost. */
  giveUpWaiting(): Promise<void>;
}

export function createSessionSpool(
  home: Home,
  session: SessionId,
  recipients: readonly AgeRecipient[],
): SessionSpool {
  let sealedToNs = 0;
  const waiting: NewSegment[] = [];
  const sketches = new Map<SegmentId, SegmentContent>();
  const sealed = { segments: 0, sealedBytes: 0 };

  const saveWaiting = async (): Promise<void> => {
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      await spoolSegment(home, session, next);
      waiting.shift();
      sealed.segments += 1;
      sealed.sealedBytes += next.line.sizeBytes;
    }
  };
  return {
    sealedToNs: () => sealedToNs,
    sealed: () => ({ ...sealed }),
    sketches,
    add: async (clean, untilNs) => {
      const times = clean.events.map(({ timeNs }) => timeNs);
      const startNs = times.reduce((a, b) => Math.min(a, b), sealedToNs);
      const endNs = times.reduce((a, b) => Math.max(a, b), untilNs);
      const next = await sealClean(home, clean, { startNs, endNs }, recipients);
      waiting.push(next);
      sketches.set(next.line.segment, sketchSegment(clean));
      sealedToNs = untilNs;
      await saveWaiting();
    },
    isWaiting: () => waiting.length > 0,
    saveWaiting,
    giveUpWaiting: async () => {
      for (const { line } of waiting.splice(0))
        await writeJournal(home, session, { kind: 'sealFailed', segment: line.segment });
    },
  };
}
