/**
 * Journal → what a session is now. Pure: the same lines give the same state,
 * whatever killed the process that wrote them.
 */
import {
  unreachable,
  type ProgramId,
  type ReceiptId,
  type SessionId,
  type Tier,
} from '@understudy/base';
import type { ContributorId, DeviceId, DropReason, SegmentId } from '@understudy/base';
import type { SessionProblem } from '@understudy/protocol';
import type { Accounting } from '@understudy/recording';
import type {
  EditKind,
  JournalLine,
  Outcome,
  PauseReason,
  SegmentLine,
  StopReason,
} from './journal.ts';

export type SessionStatus =
  | { readonly kind: 'recording' }
  | { readonly kind: 'paused'; readonly reason: PauseReason }
  /** The recorder died; closed from what had been sealed. */
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'local'; readonly reviewed: boolean }
  | { readonly kind: 'kept' }
  | { readonly kind: 'sharing'; readonly uploaded: number; readonly total: number }
  | { readonly kind: 'shared' }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'withdrawn' }
  | { readonly kind: 'erased' };

interface SessionEdit {
  readonly at: string;
  readonly edit: EditKind;
  readonly fromNs?: number;
  readonly toNs?: number;
}

export interface SessionState {
  readonly session: SessionId;
  readonly contributor: ContributorId;
  readonly device: DeviceId;
  readonly program: ProgramId;
  readonly receipt: ReceiptId;
  readonly tier: Tier;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly durationNs: number;
  readonly stopReason: StopReason | 'interrupted' | null;
  readonly status: SessionStatus;
  readonly reviewed: boolean;
  readonly outcome: Outcome;
  /** Sharing was begun once: a part of it may be at the vault, as it was then. */
  readonly sent: boolean;
  /** In order; those of an interrupted write are not among them. */
  readonly segments: readonly SegmentLine[];
  readonly uploaded: ReadonlySet<SegmentId>;
  readonly edits: readonly SessionEdit[];
  readonly lostSegments: number;
  readonly accounting: Accounting;
  /** What does not match; empty where all is well. */
  readonly problems: readonly SessionProblem[];
}

const nothing: Accounting = { generated: 0, arrived: 0, kept: 0, dropped: {} };

type Started = Extract<JournalLine, { kind: 'started' }>;

/** null where the journal does not begin with a start (an interrupted first write). */
export function foldSession(
  session: SessionId,
  lines: readonly JournalLine[],
): SessionState | null {
  const [first, ...rest] = lines;
  if (first?.kind !== 'started') return null;
  return describe(session, first, rest);
}

function describe(
  session: SessionId,
  started: Started,
  lines: readonly JournalLine[],
): SessionState {
  let segments: SegmentLine[] = [];
  const uploaded = new Set<SegmentId>();
  const edits: SessionEdit[] = [];
  let status: SessionStatus = { kind: 'recording' };
  let reviewed = false;
  let sent = false;
  let outcome: Outcome = 'unknown';
  let endedAt: string | null = null;
  let durationNs = 0;
  let stopReason: SessionState['stopReason'] = null;
  let lostSegments = 0;
  for (const line of lines) {
    switch (line.kind) {
      case 'started':
        break;
      case 'sealing': {
        const { kind: _kind, at: _at, ...segment } = line;
        segments = [...segments.filter((held) => held.segment !== segment.segment), segment];
        durationNs = Math.max(durationNs, line.endNs);
        break;
      }
      case 'sealFailed':
        segments = segments.filter(({ segment }) => segment !== line.segment);
        lostSegments += 1;
        break;
      case 'paused':
        status = { kind: 'paused', reason: line.reason };
        break;
      case 'resumed':
        status = { kind: 'recording' };
        break;
      case 'stopped':
        status = { kind: 'local', reviewed };
        stopReason = line.reason;
        endedAt = line.at;
        durationNs = line.durationNs;
        break;
      case 'interrupted':
        status = { kind: 'interrupted' };
        stopReason = 'interrupted';
        endedAt = line.at;
        segments = segments.filter(({ segment }) => !line.lost.includes(segment));
        lostSegments += line.lost.length;
        break;
      case 'reviewed':
        reviewed = true;
        if (status.kind === 'local') status = { kind: 'local', reviewed };
        break;
      case 'edited':
        segments = replaceSegments(segments, line.replaced);
        edits.push({
          at: line.at,
          edit: line.edit,
          ...(line.fromNs === undefined ? {} : { fromNs: line.fromNs }),
          ...(line.toNs === undefined ? {} : { toNs: line.toNs }),
        });
        break;
      case 'outcome':
        outcome = line.outcome;
        break;
      case 'kept':
        status = { kind: 'kept' };
        break;
      case 'shared':
        sent = true;
        status = { kind: 'sharing', uploaded: uploaded.size, total: segments.length };
        break;
      case 'uploaded':
        uploaded.add(line.segment);
        status = { kind: 'sharing', uploaded: uploaded.size, total: segments.length };
        break;
      case 'delivered':
        status = { kind: 'shared' };
        break;
      case 'deleted':
        status = { kind: 'deleted' };
        segments = [];
        break;
      case 'withdrawn':
        status = { kind: 'withdrawn' };
        break;
      case 'erased':
        status = { kind: 'erased' };
        segments = [];
        break;
      default:
        unreachable(line);
    }
  }
  // Each segment's counts are those of the session up to its end.
  const accounting = segments.at(-1)?.accounting ?? nothing;
  return {
    session,
    contributor: started.contributor,
    device: started.device,
    program: started.program,
    receipt: started.receipt,
    tier: started.tier,
    startedAt: started.at,
    endedAt,
    durationNs,
    stopReason,
    status,
    reviewed,
    sent,
    outcome,
    segments,
    uploaded,
    edits,
    lostSegments,
    accounting,
    problems: problemsOf(accounting, lostSegments),
  };
}

function replaceSegments(
  segments: readonly SegmentLine[],
  replaced: readonly { readonly old: SegmentId; readonly next: SegmentLine }[],
): SegmentLine[] {
  const nextOf = new Map(replaced.map(({ old, next }) => [old, next]));
  return segments.map((segment) => nextOf.get(segment.segment) ?? segment);
}

function dropEntries(
  dropped: Readonly<Partial<Record<DropReason, number>>>,
): readonly (readonly [DropReason, number])[] {
  return Object.entries(dropped) as [DropReason, number][];
}

function problemsOf(accounting: Accounting, lostSegments: number): readonly SessionProblem[] {
  const { generated, arrived, kept } = accounting;
  const dropped = dropEntries(accounting.dropped).reduce((sum, [, count]) => sum + count, 0);
  const problems: SessionProblem[] = [];
  if (generated !== null && generated > arrived) {
    problems.push({ kind: 'eventsLost', lost: generated - arrived, generated });
  }
  if (generated !== null && generated < arrived) {
    problems.push({ kind: 'eventsTooMany', arrived, generated });
  }
  if (arrived !== kept + dropped) {
    problems.push({ kind: 'eventsUnaccounted', arrived, kept, dropped });
  }
  if (lostSegments > 0) problems.push({ kind: 'segmentsLost', count: lostSegments });
  return problems;
}
