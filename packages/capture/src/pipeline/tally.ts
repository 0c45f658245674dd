/** Counts what arrived, what was kept and why the rest was dropped; and tells the live ledger. */
import type { DropReason } from '@understudy/base';
import type { Accounting, RecordingEventKind } from '@understudy/recording';
import type { LedgerEntry } from '../ledger.ts';

/** What the accounting counts. */
export type InputKind = Extract<
  RecordingEventKind,
  'pointerMove' | 'pointerButton' | 'wheel' | 'key'
>;

export interface Tally {
  arrived(count: number): void;
  kept(what: RecordingEventKind, app: string): void;
  /** An input event that arrived and goes no further. */
  dropped(what: RecordingEventKind, reason: DropReason): void;
  /** What was held was let go for want of room: an input event was counted as kept before. */
  overflowed(keptAs: InputKind | null): void;
  /** Something that was never an input event (a frame): in the ledger, not in the accounting. */
  left(what: RecordingEventKind, reason: DropReason): void;
  taken(what: RecordingEventKind, app: string): void;
  accounting(generated: number | null): Accounting;
  /** The ledger's lines since the last call. */
  drainLedger(atMs: number): readonly LedgerEntry[];
}

export function createTally(): Tally {
  let arrived = 0;
  let kept = 0;
  const dropped: Partial<Record<DropReason, number>> = {};
  const captured = new Map<string, { what: RecordingEventKind; app: string; count: number }>();
  const left = new Map<string, { what: RecordingEventKind; reason: DropReason; count: number }>();
  const noteTaken = (what: RecordingEventKind, app: string): void => {
    const key = `${what} ${app}`;
    captured.set(key, { what, app, count: (captured.get(key)?.count ?? 0) + 1 });
  };
  const noteLeft = (what: RecordingEventKind, reason: DropReason): void => {
    const key = `${what} ${reason}`;
    left.set(key, { what, reason, count: (left.get(key)?.count ?? 0) + 1 });
  };
  return {
    arrived: (count) => {
      arrived += count;
    },
    kept: (what, app) => {
      kept += 1;
      noteTaken(what, app);
    },
    dropped: (what, reason) => {
      dropped[reason] = (dropped[reason] ?? 0) + 1;
      noteLeft(what, reason);
    },
    overflowed: (keptAs) => {
      noteLeft(keptAs ?? 'screen', 'overflow');
      if (keptAs === null) return;
      kept -= 1;
      dropped.overflow = (dropped.overflow ?? 0) + 1;
    },
    left: noteLeft,
    taken: noteTaken,
    accounting: (generated) => ({ generated, arrived, kept, dropped: { ...dropped } }),
    drainLedger: (atMs) => {
      const lines: LedgerEntry[] = [
        ...[...captured.values()].map((entry) => ({ kind: 'captured' as const, atMs, ...entry })),
        ...[...left.values()].map((entry) => ({ kind: 'dropped' as const, atMs, ...entry })),
      ];
      captured.clear();
      left.clear();
      return lines;
    },
  };
}
